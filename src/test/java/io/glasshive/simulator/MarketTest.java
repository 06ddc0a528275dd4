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
      Set<String> listings = new HashSet<>();
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
      assertEquals(repeated(results, last), repeated(results, last + 1));
      assertEquals(repeated(results, last), repeated(results, last + 7));
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
      Set<String> listings = new HashSet<>();
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
  void roundsAWholeCountOnlyBehindACardOfThePageThatHasItWhole() {
    int roundedAgain = 0;

    for (Product product : products(400)) {
      Results results = wanted(product);
      for (int page = 1; page <= results.lastPage() + 1; page++) {
        Set<Shop> whole = new HashSet<>();
        for (Offer offer : results.cards(page)) {
          Shop shop = offer.shop();
          if (shop != null && shop.inFull() && offer.rounded()) {
            roundedAgain++;
            assertTrue(whole.contains(shop));
          } else if (shop != null) {
            assertEquals(!shop.inFull(), offer.rounded());
            whole.add(shop);
          }
        }
      }
    }

    assertTrue(roundedAgain > 20, "rounded again " + roundedAgain);
  }

  @Test
  void hasEveryKindOfRewriteAndInexactCardsLast() {
    Map<Rewrite, Integer> rewrites = new HashMap<>();

    for (Product product : products(400)) {
      Results results = wanted(product);
      rewrites.merge(results.rewrite(), 1, Integer::sum);
      boolean inexact = false;
      boolean exact = false;
      for (int page = 1; page <= results.lastPage(); page++) {
        for (Offer offer : results.cards(page)) {
          assertTrue(offer.inexact() || !inexact);
          inexact |= offer.inexact();
          exact |= !offer.inexact();
        }
      }
      if (results.count() > 0) {
        assertEquals(results.rewrite() != Rewrite.NO_EXACT_MATCH, exact);
      }
    }

    for (Rewrite rewrite : Rewrite.values()) {
      assertTrue(rewrites.getOrDefault(rewrite, 0) > 5, rewrites::toString);
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

    written.forEach((count, text) -> assertEquals(text, FeedbackCount.written(count)));

    assertEquals(999, FeedbackCount.rounded(999));
    assertEquals(1_100, FeedbackCount.rounded(1_149));
    assertEquals(132_400, FeedbackCount.rounded(132_449));
    assertEquals(3_500_000, FeedbackCount.rounded(3_549_999));
  }

  @Test
  void writesPricesAsTheSiteDoes() {
    assertEquals("$0.05", CardPrice.dollars(5));
    assertEquals("$999.99", CardPrice.dollars(99_999));
    assertEquals("$1,290.00", CardPrice.dollars(129_000));
    assertEquals("$1,234,567.89", CardPrice.dollars(123_456_789));
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
    List<String> texts =
        shops.stream().map(s -> Language.ENGLISH.feedback(s, !s.inFull())).toList();
    for (String form :
        List.of(
            "0% positive \\(1\\)",
            "100% positive \\(\\d+\\)",
            "9.\\.\\d% .*K\\)",
            ".*\\(\\d[\\d.]*M\\)",
            ".*\\(\\d{1,3},\\d{3}\\)")) {
      assertTrue(texts.stream().anyMatch(text -> text.matches(form)), form);
    }
    assertTrue(shops.stream().anyMatch(Shop::topRated));
  }

  /** The cards of a page; one without a link is named after the page, so it is left out. */
  private static List<Offer> repeated(Results results, int page) {
    return results.cards(page).stream().filter(Offer::isLinked).toList();
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
