package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Product;
import io.glasshive.domain.SellerName;
import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.page.JsoupResultPage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ResultPageTest {
  private static final Market MARKET = new Market(Settings.SEED, Settings.DEFAULTS);
  private static final List<Product> PRODUCTS = MarketTest.products(100);
  private static final ResultPage PAGE = new ResultPage(Settings.SEED);
  private static final String EBAY = "https://www.ebay.com";
  private static final String CARDS = "ul.srp-results > li.s-card, ul.srp-results > li.s-item";
  private static final String BREAK = "srp-river-answer--REWRITE_START";

  @Test
  void writesEachLayoutAsTheFormatHasIt() {
    Shop plain = shop("Liquid05", "96.2", 1_149, false, false);
    Shop whole = shop("games-galaxy*", "100", 1_493, true, false);
    Shop top = shop("comebackcomx", "99.7", 5_260, false, true);
    String row = "div.s-card__attribute-row > span:first-child";

    assertEquals("Liquid05 ", text(Layout.TWO_SPANS, plain, Language.ENGLISH, row));
    assertEquals(
        "96.2% positive (1.1K)", text(Layout.TWO_SPANS, plain, Language.ENGLISH, row + " + span"));
    assertEquals(
        "comebackcomx  99,7% positivo (5,2K)", text(Layout.TOP_RATED, top, Language.SPANISH, row));
    assertEquals(
        "games-galaxy* (1,493) 100%", text(Layout.OLDER_TEXT, whole, Language.JAPANESE, row));
    assertEquals(
        "Liquid05 96.2% ポジティブ (1.1K)",
        text(Layout.ITEM_DETAIL, plain, Language.JAPANESE, ".s-item__detail--secondary"));
    assertTrue(
        text(Layout.ITEM_DETAIL, top, Language.ENGLISH, ".s-item__detail--secondary")
            .matches("(?s)Top Rated Plus.+Learn More ?comebackcomx 99\\.7% positive \\(5\\.2K\\)"));
    assertEquals(
        "games-galaxy* (1,493) 100%",
        text(Layout.CLASSIC, whole, Language.ENGLISH, ".s-item__seller-info-text"));
    assertEquals("", text(Layout.GRID, whole, Language.ENGLISH, "body"));
  }

  @Test
  void writesEachOfferAsACardOfTheListInOrder() {
    for (Product product : PRODUCTS.subList(0, 60)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      List<Offer> offers = MARKET.results(product, search).cards(1);
      Elements cards = page(search, false, 0).select(CARDS);
      cards.removeIf(card -> card.text().contains("Shop on eBay"));

      assertEquals(offers.size(), cards.size());
      for (int i = 0; i < cards.size(); i++) {
        String href = cards.get(i).selectFirst(".s-card__link, .s-item__link").attr("href");
        String listing = offers.get(i).listingId();
        assertEquals(offers.get(i).isLinked(), href.startsWith(EBAY + "/itm/" + listing + "?"));
        assertEquals(!offers.get(i).isLinked(), href.startsWith(EBAY + "/p/"));
      }
    }
  }

  @Test
  void setsPlaceholdersAndCarouselsBesideTheResults() {
    int placeholders = 0;
    int placeholderItems = 0;
    Set<String> carousels = new TreeSet<>();

    for (Product product : PRODUCTS.subList(0, 60)) {
      Document page = page(Search.wanted(product, Settings.DEFAULTS, 1), false, 0);
      placeholders += page.select("li.s-card:contains(Shop on eBay)").size();
      placeholderItems += page.select("ul.srp-results > li.s-item:contains(Shop on eBay)").size();
      assertTrue(page.select("ul.srp-results > li.s-card a[href*=/itm/123456?]").isEmpty());
      assertTrue(page.select(CARDS).stream().noneMatch(card -> card.text().contains("carousel_")));
      page.select("h2").forEach(heading -> carousels.add(heading.text()));
    }

    assertTrue(placeholders > 60 && placeholderItems > 0);
    assertEquals(Set.of("Related", "Sponsored", "Recently viewed"), carousels);
  }

  @Test
  void setsTheBreakWhereItsMeaningIs() {
    Set<String> seen = new TreeSet<>();

    for (Product product : PRODUCTS) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      Results results = MARKET.results(product, search);
      for (int number = 1; number <= results.lastPage(); number++) {
        Document page = page(search.onPage(number), false, 0);
        Elements inside = page.select("ul.srp-results > ." + BREAK);
        int outside = page.select("." + BREAK).size() - inside.size();
        List<Offer> offers = results.cards(number);
        boolean inexact = offers.get(offers.size() - 1).inexact();
        boolean note = !page.select("h3:contains(No exact matches found)").isEmpty();
        Rewrite rewrite = results.rewrite();
        seen.add(rewrite + " " + (inexact && !offers.get(0).inexact() ? "within" : inexact));
        assertEquals(rewrite == Rewrite.FEWER_WORDS && inexact ? 1 : 0, inside.size());
        assertEquals(rewrite == Rewrite.NO_EXACT_MATCH, note);
        assertEquals(rewrite == Rewrite.SPELLING || note ? 1 : 0, outside);
        if (!inside.isEmpty()) {
          assertEquals(
              offers.stream().filter(offer -> !offer.inexact()).count(),
              inside.first().previousElementSiblings().stream()
                  .filter(entry -> entry.is("li.s-card, li.s-item"))
                  .filter(entry -> !entry.text().contains("Shop on eBay"))
                  .count());
        }
      }
    }

    assertEquals(
        Set.of(
            "NONE false",
            "SPELLING false",
            "FEWER_WORDS false",
            "FEWER_WORDS within",
            "FEWER_WORDS true",
            "NO_EXACT_MATCH true"),
        seen);
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
  void saysItInOtherLanguagesToo() {
    Set<String> headings = new TreeSet<>();

    for (int i = 0; i < 200; i++) {
      Search search = Search.parse("https://www.ebay.com/sch/i.html?_nkw=thing+" + i);
      String html = PAGE.html(MARKET.results(null, search), search, false, 0);
      headings.add(Jsoup.parse(html).selectFirst("h1").text().replaceAll(" ?thing \\d+ ?", "#"));
      assertEquals(
          new SourceAnswer.Read<>(new SellerPage(List.of(), List.of(), false)),
          new JsoupResultPage(false).read(html, 1));
    }

    assertEquals(Set.of("0 results for#", "0 resultados para#", "#の検索結果 0件"), headings);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 400_000, 2_000_000})
  void padsAPageInAndBetweenItsCardsWithoutChangingWhatItSays(int bytes) {
    Product product = withResults();
    Search search = Search.wanted(product, Settings.DEFAULTS, 1);
    Results results = MARKET.results(product, search);
    String light = PAGE.html(results, search, false, 0);

    String padded = PAGE.html(results, search, false, bytes);

    int wanted = Math.max(bytes, light.length());
    int actual = padded.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(actual >= wanted && actual < wanted + 10_000, "bytes " + actual);
    JsoupResultPage reader = new JsoupResultPage(false);
    assertEquals(reader.read(light, 1), reader.read(padded, 1));
    if (bytes > light.length()) {
      Document page = Jsoup.parse(padded);
      int cards = results.cards(1).size();
      assertTrue(page.select("ul.srp-results > script").size() >= cards / 2);
      assertTrue(page.select("ul.srp-results > li [data-interactions]").size() >= cards / 4);
    }
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

  private static Shop shop(
      String name, String percent, long count, boolean inFull, boolean topRated) {
    return new Shop(1, SellerName.of(name), new BigDecimal(percent), count, inFull, topRated);
  }

  private static String text(Layout layout, Shop shop, Language language, String at) {
    StringBuilder html = new StringBuilder();
    layout.seller(html, shop, !shop.inFull(), language, Draw.of(1));
    return Jsoup.parse(html.toString()).selectFirst(at).wholeText();
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
