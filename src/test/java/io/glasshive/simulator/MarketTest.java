package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Product;
import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MarketTest {
  private static final World WORLD = new World(Settings.SEED, Catalogue.load());
  private static final Market MARKET = new Market(Settings.SEED, Settings.DEFAULTS);

  @Test
  void isAFunctionOfTheSeed() {
    Market same = new Market(Settings.SEED, Settings.DEFAULTS);
    Market other = new Market(Settings.SEED + 1, Settings.DEFAULTS);

    for (Product product : products(50)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      List<Offer> cards = MARKET.results(product, search).cards(1);
      assertEquals(cards, same.results(product, search).cards(1));
      assertTrue(cards.isEmpty() || !cards.equals(other.results(product, search).cards(1)));
    }
  }

  @Test
  void hasResultsOfNoneToManyPages() {
    Set<Integer> pageCounts = new TreeSet<>();

    for (Product product : products(400)) {
      pageCounts.add(wanted(product).lastPage());
    }

    assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), pageCounts);
  }

  @Test
  void bringsAListingOfItsOwnBySomeSellerOnEveryPage() {
    for (Product product : products(400)) {
      Results results = wanted(product);
      Set<Long> listings = new HashSet<>();
      for (int page = 1; page <= results.lastPage(); page++) {
        Offer first = results.cards(page).get(0);
        assertTrue(first.shop() != null && !listings.contains(first.listingId()));
        results.cards(page).forEach(offer -> listings.add(offer.listingId()));
      }
    }
  }

  @Test
  void repeatsTheLastPagePastTheEnd() {
    for (Product product : products(100)) {
      Results results = wanted(product);
      int last = results.lastPage();
      assertEquals(results.cards(last), results.cards(last + 1));
      assertEquals(results.cards(last), results.cards(last + 7));
      assertFalse(results.hasNext(last + 1));
    }
  }

  @Test
  void sometimesLeadsPastTheEnd() {
    int endless = 0;
    int ending = 0;

    for (Product product : products(400)) {
      Results results = wanted(product);
      for (int page = 1; page < results.lastPage(); page++) {
        assertTrue(results.hasNext(page));
      }
      if (results.hasNext(results.lastPage())) {
        endless++;
      } else {
        ending++;
      }
    }

    assertTrue(endless > 10 && ending > 300, endless + " " + ending);
  }

  @Test
  void repeatsListingsAndSellersAndHidesSomeSellers() {
    int bare = 0;
    int sameListing = 0;
    int sameSeller = 0;
    Map<Shop, Integer> productsByShop = new HashMap<>();

    for (Product product : products(200)) {
      Results results = wanted(product);
      Set<Long> listings = new HashSet<>();
      Set<Shop> shopsOfProduct = new HashSet<>();
      for (int page = 1; page <= results.lastPage(); page++) {
        Set<Shop> shops = new HashSet<>();
        for (Offer offer : results.cards(page)) {
          bare += offer.shop() == null ? 1 : 0;
          sameListing += listings.add(offer.listingId()) ? 0 : 1;
          sameSeller += offer.shop() != null && !shops.add(offer.shop()) ? 1 : 0;
        }
        shopsOfProduct.addAll(shops);
      }
      shopsOfProduct.forEach(shop -> productsByShop.merge(shop, 1, Integer::sum));
    }

    assertTrue(bare > 100 && sameListing > 100 && sameSeller > 100);
    assertTrue(productsByShop.values().stream().anyMatch(count -> count > 60));
    assertTrue(productsByShop.values().stream().filter(count -> count == 1).count() > 500);
  }

  @Test
  void staysWithinTheAskedWindow() {
    for (Product product : products(100)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      for (Offer offer : MARKET.results(product, search).cards(1)) {
        assertTrue(offer.lowCents() >= search.lowCents());
        assertTrue(offer.highCents() <= search.highCents());
        assertTrue(offer.lowCents() <= offer.highCents());
      }
    }
  }

  @Test
  void answersAWindowThatIsOffByACentWithOtherSellers() {
    for (Product product : products(100)) {
      Search right = Search.wanted(product, Settings.DEFAULTS, 1);
      String url = right.url();
      assertEquals(right, Search.parse(url));
      Search wrong =
          Search.parse(url.replaceAll("_udlo=[\\d.]+", "_udlo=" + (right.lowCents() + 1) / 100.0));
      assertNotEquals(right, wrong);

      for (Offer offer : MARKET.results(product, wrong).cards(1)) {
        assertTrue(offer.shop() == null || offer.shop().number() >= ShopPool.REGULAR_COUNT);
      }
      for (Offer offer : MARKET.results(product, right).cards(1)) {
        assertTrue(offer.shop() == null || offer.shop().number() < ShopPool.REGULAR_COUNT);
      }
    }
  }

  @Test
  void writesFeedbackAsTheSiteDoesAndKnowsWhatItStandsFor() {
    Map<Long, String> written =
        Map.of(
            9L, "9",
            999L, "999",
            1_000L, "1K",
            1_149L, "1.1K",
            132_449L, "132.4K",
            999_999L, "999.9K",
            1_000_000L, "1M",
            3_549_999L, "3.5M");

    written.forEach((count, text) -> assertEquals(text, ShopPool.written(count)));

    assertEquals(999, ShopPool.asWritten(999));
    assertEquals(1_100, ShopPool.asWritten(1_149));
    assertEquals(132_400, ShopPool.asWritten(132_449));
    assertEquals(3_500_000, ShopPool.asWritten(3_549_999));
  }

  @Test
  void writesPricesAsTheSiteDoes() {
    assertEquals("$0.05", BestSellerPage.dollars(5));
    assertEquals("$999.99", BestSellerPage.dollars(99_999));
    assertEquals("$1,290.00", BestSellerPage.dollars(129_000));
    assertEquals("$1,234,567.89", BestSellerPage.dollars(123_456_789));
  }

  @Test
  void hasSellersOfEveryKind() {
    List<Shop> shops = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ShopPool.REGULAR_COUNT + ShopPool.STRAY_COUNT; i++) {
      shops.add(MARKET.shops().get(i));
      assertTrue(names.add(shops.get(i).name().normalized()));
    }

    assertTrue(shops.stream().anyMatch(s -> !s.name().display().equals(s.name().normalized())));
    assertTrue(shops.stream().anyMatch(s -> s.name().display().endsWith("*")));
    assertTrue(shops.stream().anyMatch(s -> s.feedbackText().equals("0% positive (1)")));
    assertTrue(shops.stream().anyMatch(s -> s.feedbackText().matches("100% positive \\(\\d+\\)")));
    assertTrue(shops.stream().anyMatch(s -> s.feedbackText().matches("9.\\.\\d% .*K\\)")));
    assertTrue(shops.stream().anyMatch(s -> s.feedbackText().endsWith("M)")));
    assertTrue(shops.stream().anyMatch(Shop::topRated));
  }

  private static Results wanted(Product product) {
    return MARKET.results(product, Search.wanted(product, Settings.DEFAULTS, 1));
  }

  static List<Product> products(int count) {
    return WorldTest.nodes().stream()
        .flatMap(node -> WORLD.rows(node, 1).stream())
        .map(World.Row::product)
        .filter(product -> Objects.nonNull(product.price()))
        .distinct()
        .limit(count)
        .toList();
  }
}
