package io.glasshive.app;

import io.glasshive.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first lines of {@code serve}: where everything is, what is simulated, and how to stop. */
final class Banner {

  private static final String SIMULATOR = "simulator";
  private static final int DEFAULT_DATABASE_PORT = 5432;

  private Banner() {}

  static List<String> lines(Config config, URI url, Optional<URI> simulatorUrl) {
    List<String> lines = new ArrayList<>();
    lines.add("Glasshive " + url);
    simulatorUrl.map(Banner::simulator).ifPresent(lines::add);
    lines.add(mode(config));
    lines.add("Data directory " + config.data().dir());
    lines.add("Stop with Ctrl-C.");
    return lines;
  }

  static String simulator(URI url) {
    return "Simulator " + url;
  }

  private static String mode(Config config) {
    String amazon = config.source().amazon();
    String ebay = config.source().ebay();
    String from =
        amazon.equals(ebay)
            ? marketplace(amazon)
            : "Amazon from " + marketplace(amazon) + ", eBay from " + marketplace(ebay);
    String kind = !amazon.equals(ebay) ? "MIXED" : amazon.equals(SIMULATOR) ? "DEMO" : "LIVE";
    return kind + ": " + from + ", " + database(config);
  }

  private static String marketplace(String source) {
    return source.equals(SIMULATOR) ? "simulated marketplace" : source;
  }

  private static String database(Config config) {
    Path embedded = config.data().dir().resolve("postgres");
    return config
        .database()
        .url()
        .map(URI::create)
        .map(Banner::address)
        .orElse("embedded PostgreSQL in " + embedded);
  }

  private static String address(URI url) {
    int port = url.getPort() < 0 ? DEFAULT_DATABASE_PORT : url.getPort();
    return "PostgreSQL at " + url.getHost() + ":" + port + url.getPath();
  }
}
