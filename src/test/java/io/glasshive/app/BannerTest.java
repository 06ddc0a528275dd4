package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.config.Config;
import io.glasshive.config.ConfigLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BannerTest {

  private static final URI URL = URI.create("http://127.0.0.1:8080");

  @Test
  void saysWhereEverythingIsInADemo() {
    List<String> lines =
        Banner.lines(config(), URL, Optional.of(URI.create("http://127.0.0.1:8090")));

    assertEquals(
        List.of(
            "Glasshive http://127.0.0.1:8080",
            "Simulator http://127.0.0.1:8090",
            "DEMO: simulated marketplace, embedded PostgreSQL in /home/me/.glasshive/postgres",
            "Data directory /home/me/.glasshive",
            "Stop with Ctrl-C."),
        lines);
  }

  @Test
  void saysWhatIsLiveWithoutCredentials() {
    Config config =
        config(
            "source.amazon=oxylabs",
            "source.ebay=oxylabs",
            "oxylabs.username=me",
            "oxylabs.password=x",
            "database.url=postgresql://me:hunter2@db/glass?sslmode=require");

    assertEquals(
        List.of(
            "Glasshive http://127.0.0.1:8080",
            "LIVE: oxylabs, PostgreSQL at db:5432/glass",
            "Data directory /home/me/.glasshive",
            "Stop with Ctrl-C."),
        Banner.lines(config, URL, Optional.empty()));
  }

  @Test
  void saysWhichHalfIsSimulated() {
    Config config =
        config("source.ebay=oxylabs", "oxylabs.username=me", "oxylabs.password=x", "data.dir=/d");

    assertEquals(
        "MIXED: Amazon from simulated marketplace, eBay from oxylabs, embedded PostgreSQL in"
            + " /d/postgres",
        Banner.lines(config, URL, Optional.empty()).get(1));
  }

  private static Config config(String... assignments) {
    return ConfigLoader.load(
        new ConfigLoader.Inputs(
            Optional.empty(),
            Map.of(),
            List.of(assignments),
            Path.of("/nowhere"),
            Path.of("/home/me")));
  }
}
