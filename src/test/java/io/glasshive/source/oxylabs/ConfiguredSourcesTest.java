package io.glasshive.source.oxylabs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.glasshive.config.Config;
import io.glasshive.config.Config.Secret;
import io.glasshive.domain.Failure;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConfiguredSourcesTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void opensOxylabsAndTheSimulator() {
    ConfiguredSources sources =
        sources("someone", "secret", Optional.of(URI.create("http://127.0.0.1:8090")));

    assertInstanceOf(OxylabsBestSellers.class, sources.bestSellers(vertx, "oxylabs"));
    assertInstanceOf(OxylabsSellerSearch.class, sources.sellerSearch(vertx, "oxylabs", false));
    assertInstanceOf(OxylabsBestSellers.class, sources.bestSellers(vertx, "simulator"));
    assertInstanceOf(OxylabsSellerSearch.class, sources.sellerSearch(vertx, "simulator", false));
  }

  @Test
  void namesTheCredentialsThatAreMissing() {
    assertEquals(
        "The source oxylabs needs credentials: set oxylabs.username and oxylabs.password.",
        rejected(sources(null, " ", Optional.empty()), "oxylabs").getMessage());
    assertEquals(
        "The source oxylabs needs credentials: set oxylabs.password.",
        rejected(sources("someone", null, Optional.empty()), "oxylabs").getMessage());
  }

  @Test
  void namesTheSettingThatIsWrong() {
    ConfiguredSources sources = sources("someone", "secret", Optional.empty());

    assertEquals(
        "The source simulator needs the simulator: set simulator.enabled to true.",
        rejected(sources, "simulator").getMessage());
    assertEquals(
        "There is no source 'bing': set source.ebay to simulator or oxylabs.",
        rejected(sources, "bing").getMessage());
  }

  private Failure.Rejected rejected(ConfiguredSources sources, String source) {
    return assertThrows(Failure.Rejected.class, () -> sources.sellerSearch(vertx, source, false));
  }

  /** Only the sections that sources read. */
  private static ConfiguredSources sources(
      String username, String password, Optional<URI> simulator) {
    Config config =
        new Config(
            null,
            null,
            null,
            null,
            new Config.Oxylabs(
                URI.create("https://realtime.oxylabs.io"),
                Optional.ofNullable(username),
                Optional.ofNullable(password).map(Secret::new),
                "universal_ecommerce",
                Duration.ofSeconds(165)),
            null,
            new Config.Ebay(
                3, 60, new BigDecimal("1.8"), new BigDecimal("2.2"), Config.Inexact.DROP),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new ConfiguredSources(config, simulator, InstantSource.system());
  }
}
