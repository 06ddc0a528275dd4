package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.catalogue.Catalogue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that follows the formats gets what the truth says, fault or no fault. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CollectedTruthIT {
  private static final List<String> NODES = List.of("3741261", "289935");
  private static final String TRUTH =
      "/truth?category_ids=3741261,289935&amazon_pages=2&ebay_pages=4";

  @TempDir Path data;

  @Test
  void isTheTruthWithTheDialsAtTheirDefaults() throws Exception {
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, Map.of()))) {
      Shopper shopper = simulator.shopper();

      shopper.collect(NODES, 2, 4);

      JsonObject truth = shopper.get(TRUTH);
      assertCollected(truth, shopper);
      assertTrue(truth.getJsonArray("gaps").isEmpty());
      assertTrue(shopper.products.size() > 120, () -> "products " + shopper.products.size());
      assertTrue(shopper.sellers.size() > 1_000, () -> "sellers " + shopper.sellers.size());
    }
  }

  @Test
  void isTheTruthWithInexactCardsKept() throws Exception {
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, Map.of()))) {
      Shopper shopper = simulator.shopper().keepingInexact();

      shopper.collect(NODES, 1, 3);

      JsonObject kept = shopper.get("/truth?category_ids=3741261,289935&ebay_pages=3&inexact=keep");
      assertCollected(kept, shopper);
      JsonObject dropped = shopper.get("/truth?category_ids=3741261,289935&ebay_pages=3");
      assertTrue(
          dropped.getJsonArray("sightings").size() + 500 < kept.getJsonArray("sightings").size());
    }
  }

  @Test
  void isTheTruthWithPermanentFaultsOfEveryKind() throws Exception {
    Map<String, String> dials =
        Map.of(
            "permanent.timeout", "0.03",
            "permanent.http_500", "0.03",
            "permanent.faulted_job", "0.03",
            "permanent.block_page", "0.03",
            "permanent.broken_json", "0.03",
            "permanent.empty_page", "0.03",
            "permanent.no_sellers", "0.03",
            "transient.rate_limit", "0.2");
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, dials))) {
      Shopper shopper = simulator.shopper();

      shopper.collect(NODES, 2, 4);

      JsonObject truth = shopper.get(TRUTH);
      assertCollected(truth, shopper);
      Set<String> types = new TreeSet<>();
      truth.getJsonArray("gaps").forEach(g -> types.add(((JsonObject) g).getString("error_type")));
      assertEquals(Set.of("timeout", "http_500", "api_error", "parse_error"), types);
    }
  }

  @Test
  void isTheTruthWhenEveryPageHasSomePassingFault() throws Exception {
    Map<String, String> dials =
        Map.of(
            "transient.rate_limit", "0.12",
            "transient.timeout", "0.12",
            "transient.http_500", "0.12",
            "transient.faulted_job", "0.12",
            "transient.block_page", "0.13",
            "transient.broken_json", "0.13",
            "transient.empty_page", "0.13",
            "transient.no_sellers", "0.13");
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, dials))) {
      Shopper shopper = simulator.shopper();

      shopper.collect(NODES, 1, 2);

      JsonObject truth =
          shopper.get("/truth?category_ids=3741261,289935&amazon_pages=1&ebay_pages=2");
      assertCollected(truth, shopper);
      assertTrue(shopper.gaps.isEmpty());
    }
  }

  @Test
  void hasNoneOfTheSellersThatAWrongRequestBrings() throws Exception {
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, Map.of()))) {
      Shopper shopper = simulator.shopper();
      JsonObject truth = shopper.get("/truth?category_ids=appliances&amazon_pages=2");
      Set<String> known = new HashSet<>();
      truth
          .getJsonArray("sellers")
          .forEach(seller -> known.add(((JsonObject) seller).getString("normalized_name")));

      Market market = new Market(Settings.SEED, Settings.DEFAULTS);
      World world = new World(Settings.SEED, Catalogue.load());
      int strangers = 0;
      for (Object each : truth.getJsonArray("products")) {
        JsonObject product = (JsonObject) each;
        if (product.containsKey("price_cents")) {
          String url = Shopper.searchUrl(product, 1);
          for (String wrong :
              List.of(
                  url.replace("&LH_Free=1", ""),
                  url.replace("&LH_PrefLoc=1", ""),
                  url.replace("&LH_ItemCondition=1000", ""),
                  url.replace("&_dmd=1", ""),
                  url.replaceAll("_udlo=[\\d.]+", "_udlo=1.00"),
                  url.replaceAll("&_udhi=[\\d.]+", ""))) {
            Search search = Search.parse(wrong);
            for (Market.Offer offer :
                market.results(world.titled(search.query()), search).cards(1)) {
              if (offer.shop() != null) {
                assertFalse(known.contains(offer.shop().name().normalized()));
                strangers++;
              }
            }
          }
        }
      }
      assertTrue(strangers > 0);
    }
  }

  private static void assertCollected(JsonObject truth, Shopper shopper) throws Exception {
    assertEquals(byKey(truth.getJsonArray("products"), "asin"), shopper.products);
    assertEquals(byKey(truth.getJsonArray("sellers"), "normalized_name"), shopper.sellers);
    Set<JsonObject> sightings = new HashSet<>();
    truth.getJsonArray("sightings").forEach(sighting -> sightings.add((JsonObject) sighting));
    assertEquals(truth.getJsonArray("sightings").size(), sightings.size());
    assertEquals(sightings, shopper.sightings);
    Set<String> gaps = new TreeSet<>();
    for (Object each : truth.getJsonArray("gaps")) {
      JsonObject gap = (JsonObject) each;
      gaps.add(
          gap.getString("unit") + " " + gap.getInteger("page") + " " + gap.getString("error_type"));
    }
    assertEquals(gaps, shopper.gaps);
    assertEquals(shopper.calls, shopper.get("/calls").getInteger("total"));
  }

  private static Map<String, JsonObject> byKey(JsonArray values, String key) {
    Map<String, JsonObject> byKey = new TreeMap<>();
    for (Object each : values) {
      JsonObject value = (JsonObject) each;
      assertEquals(null, byKey.put(value.getString(key), value), "twice in the truth");
    }
    return byKey;
  }
}
