package io.glasshive.source.oxylabs;

import io.glasshive.config.Config;
import io.glasshive.config.Config.Secret;
import io.glasshive.domain.Failure;
import io.glasshive.source.BestSellers;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.Sources;
import io.glasshive.source.page.JsoupResultPage;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The sources of the configuration: {@code oxylabs} as {@code oxylabs.*} says, {@code simulator} at
 * the address the simulator listens on. Both speak the same protocol.
 */
public final class ConfiguredSources implements Sources {
  private final Config config;
  private final Optional<URI> simulator;
  private final InstantSource clock;

  /**
   * @param simulator base address of the simulator, empty when there is none
   * @param clock wall clock, for {@code Retry-After} dates
   */
  public ConfiguredSources(Config config, Optional<URI> simulator, InstantSource clock) {
    this.config = Objects.requireNonNull(config, "config");
    this.simulator = Objects.requireNonNull(simulator, "simulator");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * {@inheritDoc}
   *
   * @throws Failure.Rejected naming the keys to set when the source is unknown or not set up
   */
  @Override
  public BestSellers bestSellers(Vertx vertx, String source) {
    return new OxylabsBestSellers(client(vertx, source, "source.amazon"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws Failure.Rejected naming the keys to set when the source is unknown or not set up
   */
  @Override
  public SellerSearch sellerSearch(Vertx vertx, String source, boolean keepInexact) {
    OxylabsClient client = client(vertx, source, "source.ebay");
    String universal = source.equals("oxylabs") ? config.oxylabs().ebaySource() : "universal";
    return new OxylabsSellerSearch(client, universal, new JsoupResultPage(keepInexact));
  }

  private OxylabsClient client(Vertx vertx, String source, String key) {
    Endpoint endpoint =
        switch (source) {
          case "oxylabs" -> oxylabs();
          case "simulator" -> simulator();
          default ->
              throw new Failure.Rejected(
                  "unknown_source",
                  "There is no source '" + source + "': set " + key + " to simulator or oxylabs.");
        };
    return new OxylabsClient(vertx, endpoint, clock);
  }

  private Endpoint oxylabs() {
    Config.Oxylabs oxylabs = config.oxylabs();
    Optional<String> username = oxylabs.username().filter(name -> !name.isBlank());
    Optional<Secret> password = oxylabs.password().filter(secret -> !secret.value().isBlank());
    List<String> missing = new ArrayList<>();
    if (username.isEmpty()) {
      missing.add("oxylabs.username");
    }
    if (password.isEmpty()) {
      missing.add("oxylabs.password");
    }
    if (!missing.isEmpty()) {
      throw new Failure.Rejected(
          "credentials_missing",
          "The source oxylabs needs credentials: set " + String.join(" and ", missing) + ".");
    }
    return new Endpoint(
        "Oxylabs",
        oxylabs.baseUrl(),
        username.get(),
        password.get(),
        oxylabs.requestTimeout(),
        "oxylabs.username and oxylabs.password");
  }

  private Endpoint simulator() {
    URI base =
        simulator.orElseThrow(
            () ->
                new Failure.Rejected(
                    "simulator_off",
                    "The source simulator needs the simulator: set simulator.enabled to true."));
    // Everyone's credentials: the simulator asks for them only because Oxylabs does.
    return new Endpoint(
        "The simulator",
        base,
        "demo",
        new Secret("demo"),
        config.oxylabs().requestTimeout(),
        "whether something else listens on simulator.port");
  }
}
