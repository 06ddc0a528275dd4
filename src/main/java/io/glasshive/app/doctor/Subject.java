package io.glasshive.app.doctor;

import io.glasshive.config.Config;
import io.glasshive.config.ConfigLoader;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is examined.
 *
 * @param keys the keys of the configuration that somebody set
 * @param server the one that holds the data directory, if one answers
 * @param askSources whether a request to each source may be made, which may cost something
 */
public record Subject(
    Config config,
    List<ConfigLoader.SetKey> keys,
    Optional<RunningServer> server,
    boolean askSources) {

  /** A server that is running. */
  public record RunningServer(URI url, long pid, Optional<URI> simulatorUrl) {}

  public Subject {
    keys = List.copyOf(keys);
  }
}
