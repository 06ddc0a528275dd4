package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Product;
import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ResultPageTest {
  private static final Market MARKET = new Market(Settings.SEED, Settings.DEFAULTS);
  private static final List<Product> PRODUCTS = MarketTest.products(100);
  private static final ResultPage PAGE = new ResultPage(Settings.SEED);

  @Test
  void writesEachOfferAsACardOfTheList() {
    int topRated = 0;
    int plain = 0;

    for (Product product : PRODUCTS.subList(0, 60)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      List<Offer> offers = MARKET.results(product, search).cards(1);
      List<Element> cards = page(search, false, 0).select("ul.srp-results > li.s-card");

      assertEquals(offers.size(), cards.size());
      for (int i = 0; i < cards.size(); i++) {
        Element card = cards.get(i);
        Offer offer = offers.get(i);
        String href = card.selectFirst("a.s-card__link").attr("href");
        assertTrue(href.startsWith("https://www.ebay.com/itm/" + offer.listingId() + "?"));
        assertEquals(product.title(), card.selectFirst(".s-card__title > span").text());
        Element row = card.selectFirst(".s-card__attribute-row:contains(% positive)");
        if (offer.shop() == null) {
          assertNull(row);
        } else if (offer.shop().topRated()) {
          topRated++;
          assertEquals(
              offer.shop().name().display() + "  " + offer.shop().feedbackText(),
              row.child(0).wholeText());
          assertTrue(row.text().endsWith("Learn More"), row.text());
        } else {
          plain++;
          assertEquals(offer.shop().name().display() + " ", row.child(0).wholeText());
          assertEquals(offer.shop().feedbackText(), row.child(1).wholeText());
        }
      }
    }

    assertTrue(topRated > 100 && plain > 100);
  }

  @Test
  void setsPlaceholdersAndCarouselsOutsideTheResults() {
    int placeholders = 0;
    int carousels = 0;

    for (Product product : PRODUCTS.subList(0, 60)) {
      Document page = page(Search.wanted(product, Settings.DEFAULTS, 1), false, 0);
      placeholders += page.select("li.s-card:contains(Shop on eBay)").size();
      carousels += page.select(".su-scrolling-item-cards__carousel div.s-card").size();
      assertTrue(page.select("ul.srp-results > li.s-card a[href*=/itm/123456?]").isEmpty());
    }

    assertTrue(placeholders > 60 && carousels > 9);
  }

  @Test
  void leadsOnByAnchorAndEndsByButtonByAnchorWithoutAddressOrByNone() {
    Set<String> ends = new TreeSet<>();

    for (Product product : PRODUCTS.subList(0, 80)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      Results results = MARKET.results(product, search);
      for (int number = 1; number <= results.lastPage() + 1; number++) {
        Document page = page(search.onPage(number), false, 0);
        Element next = page.selectFirst("a.pagination__next[href]");
        assertEquals(results.hasNext(number), next != null);
        if (next != null) {
          assertEquals(search.onPage(number + 1), Search.parse(next.attr("href")));
        } else if (results.count() > 0) {
          Element end = page.selectFirst(".pagination__next");
          ends.add(end == null ? "none" : end.tagName());
        }
      }
    }

    assertEquals(Set.of("a", "button", "none"), ends);
  }

  @Test
  void namesNoSellerInTheGrid() {
    Search search = Search.wanted(withResults(), Settings.DEFAULTS, 1);

    Document page = page(search, true, 0);

    assertTrue(page.select("ul.srp-results.srp-grid > li.s-card--vertical").size() > 0);
    assertTrue(page.select("ul.srp-results > li.s-card:contains(positive)").isEmpty());
  }

  @Test
  void saysThatThereAreNoResults() {
    Search search = Search.parse("https://www.ebay.com/sch/i.html?_nkw=no+such+%3Cthing%3E");

    Document page = Jsoup.parse(PAGE.html(MARKET.results(null, search), search, false, 0));

    assertEquals("0 results for no such <thing>", page.selectFirst("h1").text());
    assertEquals(0, page.selectFirst("ul.srp-results").childrenSize());
    assertNull(page.selectFirst(".pagination__next"));
  }

  @Test
  void padsAPageWithoutChangingWhatItSays() {
    Search search = Search.wanted(withResults(), Settings.DEFAULTS, 1);
    Results results = MARKET.results(withResults(), search);

    String padded = PAGE.html(results, search, false, 2_000_000);

    int bytes = padded.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes >= 2_000_000 && bytes < 2_010_000, "bytes " + bytes);
    assertEquals(
        page(search, false, 0).selectFirst("ul.srp-results").outerHtml(),
        Jsoup.parse(padded).selectFirst("ul.srp-results").outerHtml());
  }

  private static Product withResults() {
    return PRODUCTS.stream()
        .filter(
            product ->
                MARKET.results(product, Search.wanted(product, Settings.DEFAULTS, 1)).lastPage()
                    == 1)
        .findFirst()
        .orElseThrow();
  }

  private static Document page(Search search, boolean grid, int minBytes) {
    Product product =
        PRODUCTS.stream()
            .filter(each -> each.title().equals(search.query()))
            .findFirst()
            .orElseThrow();
    return Jsoup.parse(PAGE.html(MARKET.results(product, search), search, grid, minBytes));
  }
}
