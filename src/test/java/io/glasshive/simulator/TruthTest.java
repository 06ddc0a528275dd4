package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Product;
import io.glasshive.domain.UnitId;
import io.glasshive.simulator.Truth.Gap;
import io.glasshive.simulator.Truth.Sighting;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TruthTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final World WORLD = new World(Settings.SEED, CATALOGUE);
  private static final Market MARKET = new Market(Settings.SEED, Settings.DEFAULTS);

  @Test
  void hasNoGapsWithoutPermanentFaults() {
    Truth plain = truth(List.of("electronics"), Map.of(), Map.of());
    Truth faulty =
        truth(List.of("electronics"), Map.of(), Map.of("transient.timeout", "0.9", "drift", "0.5"));

    assertTrue(plain.gaps().isEmpty());
    assertEquals(json(plain), json(faulty));
  }

  @Test
  void countsAProductListedInSeveralCategoriesOnce() {
    List<Product> products =
        truth(List.of("electronics", "appliances"), Map.of(), Map.of()).products();

    assertEquals(products.size(), new HashSet<>(products).size());
  }

  @Test
  void hasTheSightingsThatFewerPagesAllow() {
    Truth all = truth(List.of("appliances"), Map.of("ebay_pages", "9"), Map.of());
    Truth one = truth(List.of("appliances"), Map.of("ebay_pages", "1"), Map.of());

    for (Product product : all.products()) {
      List<Sighting> first =
          all.sightings(product).stream().filter(sighting -> sighting.page() == 1).toList();
      assertEquals(first, one.sightings(product));
    }
    assertTrue(
        all.products().stream()
            .flatMap(product -> all.sightings(product).stream())
            .anyMatch(sighting -> sighting.page() > 4));
  }

  @Test
  void seesEachListingOfAProductOnce() {
    Truth truth = truth(List.of("appliances"), Map.of(), Map.of());

    for (Product product : truth.products()) {
      Set<String> listings = new HashSet<>();
      for (Sighting sighting : truth.sightings(product)) {
        assertTrue(listings.add(sighting.listingId()));
      }
    }
  }

  @Test
  void dropsOrKeepsWhatIsInexact() {
    Truth dropped = truth(List.of("electronics"), Map.of("inexact", "drop"), Map.of());
    Truth kept = truth(List.of("electronics"), Map.of("inexact", "keep"), Map.of());
    Set<String> whole = new HashSet<>();
    int fewer = 0;

    for (Product product : kept.products()) {
      List<Sighting> all = kept.sightings(product);
      List<Sighting> exact = dropped.sightings(product);
      assertEquals(all.stream().filter(exact::contains).toList(), exact);
      fewer += exact.size() < all.size() ? 1 : 0;
      if (exact.isEmpty() && !all.isEmpty()) {
        whole.add(product.asin());
      }
    }

    assertEquals(dropped.products(), kept.products());
    assertTrue(fewer > whole.size() && !whole.isEmpty(), fewer + ", " + whole);
    assertTrue(kept.sellers().containsAll(dropped.sellers()));
    assertTrue(kept.sellers().size() > dropped.sellers().size());
    assertEquals(
        json(dropped).getJsonArray("sightings"),
        json(truth(List.of("electronics"), Map.of(), Map.of())).getJsonArray("sightings"));
  }

  @Test
  void knowsACardWithoutALinkByPageAndPosition() {
    Truth truth = truth(List.of("appliances"), Map.of(), Map.of());

    int unlinked = 0;
    for (Product product : truth.products()) {
      for (Sighting sighting : truth.sightings(product)) {
        if (sighting.listingId().startsWith("p")) {
          unlinked++;
          assertTrue(
              sighting.listingId().matches("p" + sighting.page() + "-\\d{1,2}"),
              sighting.listingId());
        }
      }
    }
    assertTrue(unlinked > 10, "unlinked " + unlinked);
  }

  @Test
  void searchesNoProductWithoutAPrice() {
    Truth truth = truth(List.of("electronics"), Map.of(), Map.of("permanent.timeout", "0.5"));
    List<Product> unpriced =
        truth.products().stream().filter(product -> product.price() == null).toList();

    assertFalse(unpriced.isEmpty());
    for (Product product : unpriced) {
      assertTrue(truth.sightings(product).isEmpty());
      UnitId unit = UnitId.ebay(product.asin());
      assertTrue(truth.gaps().stream().noneMatch(gap -> gap.unit().equals(unit)));
    }
  }

  @Test
  void hidesTheSpoiltPageAndThePagesAfterIt() {
    Truth whole = truth(List.of("electronics"), Map.of(), Map.of());
    Truth spoilt = truth(List.of("electronics"), Map.of(), Map.of("permanent.block_page", "0.2"));
    Map<String, Gap> gaps = new HashMap<>();
    spoilt.gaps().forEach(gap -> assertEquals(null, gaps.put(gap.unit().value(), gap)));

    for (Product product : spoilt.products()) {
      Gap gap = gaps.get("ebay:" + product.asin());
      int lastPage = gap == null ? Integer.MAX_VALUE : gap.page() - 1;
      assertEquals(
          whole.sightings(product).stream().filter(s -> s.page() <= lastPage).toList(),
          spoilt.sightings(product));
    }
    assertTrue(gaps.values().stream().anyMatch(gap -> gap.page() == 3));
    assertTrue(gaps.values().stream().allMatch(gap -> gap.errorType() == ErrorType.API_ERROR));
    assertTrue(gaps.values().stream().allMatch(gap -> gap.page() <= 3));
  }

  @Test
  void hidesTheProductsOfASpoiltBestSellerPage() {
    Truth truth = truth(List.of("electronics"), Map.of(), Map.of("permanent.timeout", "1"));

    assertTrue(truth.products().isEmpty());
    assertEquals(
        CATALOGUE.resolve(List.of("electronics")).stream()
            .map(category -> new Gap(UnitId.amazon(category.id(), 1), 1, ErrorType.TIMEOUT))
            .toList(),
        truth.gaps());
  }

  @Test
  void isWrittenInTheShapeOfTheContract() {
    JsonObject json = json(truth(List.of("appliances"), Map.of(), Map.of()));

    assertEquals(
        List.of("seed", "products", "sellers", "sightings", "gaps"),
        List.copyOf(json.fieldNames()));
    assertEquals(1, json.getInteger("seed"));
    Set<Set<String>> shapes = new HashSet<>();
    json.getJsonArray("products").forEach(p -> shapes.add(((JsonObject) p).fieldNames()));
    assertEquals(
        Set.of(Set.of("asin", "title"), Set.of("asin", "title", "price_cents", "currency")),
        shapes);
    JsonObject seller = json.getJsonArray("sellers").getJsonObject(0);
    assertEquals(
        Set.of(
            "normalized_name",
            "display_name",
            "feedback_percent",
            "feedback_count",
            "feedback_count_approximate",
            "times_seen"),
        seller.fieldNames());
    assertEquals(1, seller.getInteger("times_seen"));
    assertTrue(
        json.getJsonArray("sightings")
            .getJsonObject(0)
            .encode()
            .matches(
                "\\{\"asin\":\"B0[A-Z0-9]{8}\",\"listing_id\":\"\\d{12}\","
                    + "\"normalized_name\":\"[^\"]+\",\"page\":1}"));
    assertEquals("[]", json.getJsonArray("gaps").encode());
  }

  @Test
  void writesAGapWithUnitPageAndErrorType() {
    JsonObject json =
        json(
            truth(
                List.of("289935"),
                Map.of("include", "gaps"),
                Map.of("permanent.broken_json", "1")));

    assertEquals(
        "{\"seed\":1,\"gaps\":[{\"unit\":\"amazon:289935:1\",\"page\":1,"
            + "\"error_type\":\"api_error\"}]}",
        json.encode());
  }

  @Test
  void tellsOnlyWhatIsAskedFor() {
    JsonObject json =
        json(truth(List.of("appliances"), Map.of("include", "gaps,products"), Map.of()));

    assertEquals(List.of("seed", "products", "gaps"), List.copyOf(json.fieldNames()));
  }

  @Test
  void refusesParametersItCannotRead() {
    for (Map<String, String> given :
        List.of(
            Map.of("amazon_pages", "3"),
            Map.of("ebay_pages", "0"),
            Map.of("ebay_pages", "x"),
            Map.of("inexact", "maybe"),
            Map.of("include", "products,prices"))) {
      assertThrows(
          Failure.Rejected.class,
          () -> truth(List.of("appliances"), given, Map.of()),
          given::toString);
    }
  }

  @Test
  void coversTheWholeCatalogue() {
    List<String> all = CATALOGUE.departments().stream().map(Catalogue.Department::id).toList();

    Truth truth =
        truth(
            all,
            Map.of("amazon_pages", "2", "inexact", "keep"),
            Map.of("permanent.timeout", "0.01"));

    int sightings = 0;
    long bytes = 0;
    for (Product product : truth.products()) {
      sightings += truth.sightings(product).size();
    }
    TruthChunks chunks = new TruthChunks(truth, Settings.SEED);
    while (chunks.hasNext()) {
      Buffer chunk = chunks.next();
      bytes += chunk.length();
      assertTrue(chunk.length() < 1 << 20);
    }
    assertTrue(sightings > 200_000 && bytes > 20_000_000, sightings + ", " + bytes + " bytes");
    assertTrue(truth.sellers().size() > 10_000);
  }

  private static Truth truth(
      List<String> ids, Map<String, String> given, Map<String, String> dials) {
    Dials quiet = new Dials(0, 0, 0, 0, Map.of(), Map.of(), 0);
    FaultPlan plan = new FaultPlan(Settings.SEED, quiet.with(dials));
    Truth.Question question = Truth.question(CATALOGUE.resolve(ids), Settings.DEFAULTS, given);
    return Truth.of(WORLD, MARKET, plan, Settings.DEFAULTS, question);
  }

  private static JsonObject json(Truth truth) {
    TruthChunks chunks = new TruthChunks(truth, Settings.SEED);
    Buffer all = Buffer.buffer();
    while (chunks.hasNext()) {
      all.appendBuffer(chunks.next());
    }
    return new JsonObject(all);
  }
}
