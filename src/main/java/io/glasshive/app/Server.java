package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Optional;

/** A running server: everything deployed, in order, on one Vert.x. */
public final class Server {

  /**
   * How a server is started.
   *
   * @param takeUpLiveRuns whether runs that were live when the last server ended go on
   * @param listenOnFreePort whether the ports of the configuration are left to another server
   */
  public record Options(boolean takeUpLiveRuns, boolean listenOnFreePort) {}

  private final URI url;

  private Server(URI url) {
    this.url = url;
  }

  /** Completes when HTTP listens; the database may still be in preparation. */
  public static Future<Server> start(Vertx vertx, Config config, Options options) {
    return Future.failedFuture(
        new Failure.Unavailable("no_server", "This build holds no server yet.", null));
  }

  /** Completes when the database is up and live runs are taken up; fails with a {@link Failure}. */
  public Future<Void> ready() {
    return Future.succeededFuture();
  }

  /** Where it listens: {@code http://127.0.0.1:8080}. */
  public URI url() {
    return url;
  }

  /** Where its simulator listens, when it has one. */
  public Optional<URI> simulatorUrl() {
    return Optional.empty();
  }

  /** Stops everything in order, within a bounded time. */
  public Future<Void> stop() {
    return Future.succeededFuture();
  }
}
