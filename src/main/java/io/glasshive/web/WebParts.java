package io.glasshive.web;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.metrics.Meters;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the web needs; shared by all instances of {@link WebVerticle}.
 *
 * @param listening completed with the port as soon as the first instance listens
 * @param heartbeat between two signs of life on a stream
 */
public record WebParts(
    Config config,
    Catalogue catalogue,
    Readiness readiness,
    Promise<Integer> listening,
    InstantSource clock,
    Duration heartbeat,
    Meters meters) {

  /** Well below the minute after which proxies give up a silent connection. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  public WebParts {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(catalogue, "catalogue");
    Objects.requireNonNull(readiness, "readiness");
    Objects.requireNonNull(listening, "listening");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(heartbeat, "heartbeat");
    Objects.requireNonNull(meters, "meters");
  }
}
