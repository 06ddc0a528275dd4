package io.glasshive.source.page;

import static io.glasshive.source.page.ResultPages.BREAK;
import static io.glasshive.source.page.ResultPages.SHOP_ON_EBAY;
import static io.glasshive.source.page.ResultPages.around;
import static io.glasshive.source.page.ResultPages.card;
import static io.glasshive.source.page.ResultPages.item;
import static io.glasshive.source.page.ResultPages.page;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Card;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Feedback;
import io.glasshive.domain.Money;
import io.glasshive.domain.RowError;
import io.glasshive.domain.SellerName;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JsoupResultPageTest {
  private static final String TOOLTIP =
      "<span class=\"tooltip\"><span>Top Rated Plus</span><span>Sellers with highest buyer ratings,"
          + " 98% of them (2). Returns, money back</span><a href=\"#\">Learn More</a></span>";

  private final EbayResultPage dropping = new JsoupResultPage(false);
  private final EbayResultPage keeping = new JsoupResultPage(true);

  @Test
  void readsACardWithSellerAndFeedbackInTwoSpans() {
    String html =
        page(
            card(
                "256101",
                "$9.99",
                "<span class=\"su-styled-text\">liquid05 </span>"
                    + "<span class=\"su-styled-text\">96.2% positive (1.1K)</span>"));

    assertEquals(
        List.of(
            new Card(
                "256101",
                SellerName.of("liquid05"),
                feedback("96.2", 1_100, true),
                Money.usd(999))),
        cards(html));
  }

  @Test
  void readsATopRatedCardWithATooltipBehind() {
    String html =
        page(
            card(
                "256102",
                "US $1,234.56",
                "<span>comebackcomx  100% positive (5.2K)</span>" + TOOLTIP));

    assertEquals(
        List.of(
            new Card(
                "256102",
                SellerName.of("comebackcomx"),
                feedback("100", 5_200, true),
                Money.usd(123_456))),
        cards(html));
  }

  @Test
  void readsACardWithTheOlderTextInOneSpan() {
    String html =
        page(card("256103", "£4.49", "<span>discountcomputerdepot (132,409) 98.7%</span>"));

    assertEquals(
        List.of(
            new Card(
                "256103",
                SellerName.of("discountcomputerdepot"),
                feedback("98.7", 132_409, false),
                new Money(449, "GBP"))),
        cards(html));
  }

  @Test
  void readsAnItemWithTheNewTextBehindATooltip() {
    String html =
        page(
            item(
                "256104",
                "$10.00<span class=\"DEFAULT\"> to </span>$25.00",
                "<span class=\"s-item__detail s-item__detail--secondary\">"
                    + TOOLTIP
                    + "<span>good.seller*  100% positive (9.6K)</span></span>"),
            item(
                "256105",
                "EUR 9,99",
                "<span class=\"s-item__detail s-item__detail--secondary\">Top Rated Plus Sellers"
                    + " with highest buyer ratings Learn More other_one 0% positive (1)</span>"));

    assertEquals(
        List.of(
            new Card(
                "256104",
                SellerName.of("good.seller*"),
                feedback("100", 9_600, true),
                Money.usd(1_000)),
            new Card(
                "256105",
                SellerName.of("other_one"),
                feedback("0", 1, false),
                new Money(999, "EUR"))),
        cards(html));
  }

  @Test
  void readsAClassicItem() {
    String html =
        page(
            item(
                "256106",
                "2,137 円",
                "<span class=\"s-item__seller-info\"><span class=\"s-item__seller-info-text\">"
                    + "gamesgalaxyconsett (1,493) 100%</span></span>"));

    assertEquals(
        List.of(
            new Card(
                "256106",
                SellerName.of("gamesgalaxyconsett"),
                feedback("100", 1_493, false),
                new Money(213_700, "JPY"))),
        cards(html));
  }

  @Test
  void tellsALayoutWithoutSellersFromNoSellers() {
    String html =
        "<ul class=\"srp-results srp-grid\"><li class=\"s-card s-card--vertical\"><a"
            + " href=\"/itm/1\">a</a></li>"
            + BREAK
            + "<li class=\"s-card s-card--vertical\"><a href=\"/itm/2\">b</a></li></ul>";

    SourceFailure failure = failure(html);

    assertEquals(ErrorType.PARSE_ERROR, failure.type());
    assertEquals(ErrorStage.SELLER_EXTRACTION, failure.stage());
    assertEquals(Verdict.RETRY, failure.verdict());
    assertEquals(
        "layout without sellers: 2 cards and no seller on any of them.", failure.message());
  }

  @Test
  void looksAtInexactCardsTooBeforeItMissesSellers() {
    String html = page(card("1", "$1.00"), BREAK, card("2", "seller-two"));

    assertEquals(List.of(), cards(html));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<span>liquid05 </span><span>99,7% positivo (4,6K)</span> | 99.7 | 4600 | true",
        "<span>liquid05 </span><span>99.7% ポジティブ (3.5M)</span> | 99.7 | 3500000 | true",
        "<span>liquid05</span><span>99.7%ポジティブ(3.5M)</span> | 99.7 | 3500000 | true",
        "<span>liquid05</span><span>99，7％ ポジティブ（3.5M）</span> | 99.7 | 3500000 | true",
        "<span>liquid05</span><span>99,7&nbsp;% positiv (1.493)</span> | 99.7 | 1493 | false",
        "<span>liquid05</span><span>99,7 % d'évaluations positives (4,6 K)</span> | 99.7 | 4600 | true",
        "<span>liquid05</span><span>好评率 99.7% (3.5万)</span> | 99.7 | 35000 | true",
        "<span>liquid05</span><span>Positive feedback 99.70% (3)</span> | 99.7 | 3 | false",
        "<span>liquid05</span><span>%99,7 olumlu (4,6 B)</span> | 99.7 | 4600000000 | true",
        "<span>liquid05</span><span>99,7% отзывов (4,6 тыс.)</span> | 99.7 | 4600 | true",
        "<span>liquid05</span><span>٩٩٫٧٪ إيجابي (٤٬٦٠٠)</span> | 99.7 | 4600 | false",
        "&rlm;<bdi>liquid05</bdi>&#8206; <span>99.7% &#x202B;חיובי (12)</span> | 99.7 | 12 | false",
        "<span>liquid05</span><span>99.7%<!-- --> positive <!--x-->(1<!-- -->2)</span> | 99.7 | 12 | false",
        "<span><span>liquid05</span> <span>99.7%</span> <b>positive</b><i>(12)</i></span> | 99.7 | 12 | false",
        "<span>liq<wbr>uid&shy;05&#8203;</span><span>99.7% positive (1,234)</span> | 99.7 | 1234 | false",
        "<div>&#10;&#9; liquid05 &#10;</div><div> 99.7&#37;&#10; positive\u00A0(10K+) </div> | 99.7 | 10000 | true",
        "<span>Seller: liquid05 99.7% positive (1.05K)</span> | 99.7 | 1050 | true",
        "<span>liquid05</span><span>99.7% positive (1,234K)</span> | 99.7 | 1234000 | true",
        "<span>liquid05(12)99.7%</span> | 99.7 | 12 | false",
        "<span>liquid05 (12) 99.7% positive feedback</span> | 99.7 | 12 | false",
        "<span>liquid05</span> (<span>12</span>) <span>99.7%</span> | 99.7 | 12 | false",
        "<span>Sponsored</span><span>liquid05 99.7% positive (12)</span> | 99.7 | 12 | false",
      })
  void readsSellersOfEveryLanguageAndWriting(
      String row, String percent, long count, boolean approximate) {
    assertEquals(
        List.of(
            new Card(
                "1",
                SellerName.of("liquid05"),
                feedback(percent, count, approximate),
                Money.usd(999))),
        cards(page(card("1", "$9.99", row))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 4_711})
  void readsBackWhateverFeedbackIsWritten(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      BigDecimal percent =
          new BigDecimal(random.nextInt(1_001)).movePointLeft(1).stripTrailingZeros();
      String share = (percent.scale() < 0 ? percent.setScale(0) : percent).toPlainString();
      long count = (long) Math.exp(random.nextDouble() * Math.log(1e8));
      String whole = String.format(Locale.ROOT, "%,d", count);
      long step = count < 1_000_000 ? 100 : 100_000;
      BigDecimal unit = BigDecimal.valueOf(step * 10);
      String rounded =
          BigDecimal.valueOf(count / step * step).divide(unit).toPlainString()
              + (step == 100 ? "K" : "M");
      boolean approximate = random.nextBoolean();
      String number = approximate ? rounded : whole;
      String comma = share.replace('.', ',');
      List<String> texts =
          List.of(
              "<span>liquid05 </span><span>" + share + "% positive (" + number + ")</span>",
              "<span>liquid05  " + share + "% positive (" + number + ")</span>" + TOOLTIP,
              "<span>liquid05 (" + number + ") " + share + "%</span>",
              "<span>liquid05</span><span>"
                  + comma
                  + "% positivo ("
                  + (approximate ? number.replace('.', ',') : number)
                  + ")</span>",
              "<span>liquid05</span><span>" + share + "% ポジティブ (" + number + ")</span>");
      Feedback expected = feedback(share, approximate ? count / step * step : count, approximate);
      for (String text : texts) {
        assertEquals(
            List.of(expected),
            cards(page(card("1", "$9.99", text))).stream().map(Card::feedback).toList(),
            () -> "seed " + seed + ": " + text);
      }
    }
  }

  @Test
  void keepsTheNameAsShownForDisplay() {
    Card card = cards(page(card("1", "Ｌiquid05"))).get(0);

    assertEquals("Ｌiquid05", card.seller().display());
    assertEquals("liquid05", card.seller().normalized());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<span>liquid05</span>",
        "<span>liquid05 (1,493)</span>",
        "<span>liquid05</span><span>96.2% positive</span>",
        "<span>ünlü-satıcı</span><span>96.2% positive (12)</span>",
        "<span>ünlü-satıcı 96.2% positive (12)</span>",
        "<span>a</span><span>96.2% positive (12)</span>",
        "<span>two words</span><span>96.2% positive (12)</span>",
        "<span>two words 96.2% positive (12)</span>",
        "<span>two words (12) 96.2%</span>",
        "<span>-dash 96.2% positive (12)</span>",
        "<span>name@example 96.2% positive (12)</span>",
        "<span>Extra 20% off (12)</span>",
        "<span>Save 20% (12)</span>",
        "<span>Up to 20% off (12)</span>",
        "<span>saver (2) 50% off</span>",
        "<span>liquid05 96.2% positive (many)</span>",
        "<span>liquid05 96.2% positive (4.6)</span>",
        "<span>liquid05 96.2% positive (12 left)</span>",
        "<span>liquid05 1000% positive (12)</span>",
      })
  void takesNothingElseForASeller(String row) {
    String html = page(card("1", "$9.99", row), card("2", "good"));

    assertEquals(List.of("2"), cards(html).stream().map(Card::listingId).toList());
    assertEquals(List.of(), pageOf(dropping, html).rowErrors());
  }

  @Test
  void looksOnlyAtThePlacesWhereSellersStand() {
    String html =
        page(
            "<li class=\"s-card\"><a href=\"/itm/1\"><div class=\"s-card__title\">faker 100%"
                + " positive (5)</div></a></li>",
            card("2", "good"));

    assertEquals(List.of("2"), cards(html).stream().map(Card::listingId).toList());
  }

  @Test
  void setsACardAsideWhoseFeedbackIsImpossibleAndNamesNobody() {
    String html =
        page(
            card("1", "good"),
            card("2", "$1.00", "<span>odd-one</span><span>101% positive (5)</span>"),
            card(
                "3",
                "$1.00",
                "<span>odd-two</span><span>99% positive (99,999,999,999,999)</span>"));

    SellerPage page = pageOf(dropping, html);

    assertEquals(1, page.cards().size());
    assertEquals(
        List.of(
            new RowError(
                ErrorStage.SELLER_EXTRACTION, "Card 2: the seller's feedback is no possible one."),
            new RowError(
                ErrorStage.SELLER_EXTRACTION, "Card 3: the seller's feedback is no possible one.")),
        page.rowErrors());
  }

  @Test
  void countsDirectChildrenOfTheListOnly() {
    String carousel =
        "<div class=\"su-scrolling-item-cards__carousel\"><div class=\"s-card\"><a"
            + " href=\"/itm/9\"></a><div class=\"s-card__attribute-row\"><span>elsewhere</span>"
            + "<span>99% positive (5)</span></div></div></div>";
    String html =
        around(
            carousel,
            carousel,
            "<li class=\"srp-river-answer\">" + carousel + "</li>",
            card("1", "one"),
            "<div>" + card("2", "nested") + "</div>",
            "<li class=\"s-card\">" + SHOP_ON_EBAY + "</li>",
            card("3", "three"));

    assertEquals(List.of("1", "3"), cards(html).stream().map(Card::listingId).toList());
  }

  @Test
  void keepsRepeatsInPageOrder() {
    String html = page(card("2", "b-b"), card("1", "a-a"), card("2", "b-b"));

    assertEquals(List.of("2", "1", "2"), cards(html).stream().map(Card::listingId).toList());
  }

  @Test
  void knowsAListingByItsDigitsElseByItsPlace() {
    String html =
        page(
            card("no-digits", "one"),
            card("256109?var=1", "two"),
            card("Some-Title/256110", "three"),
            "<li class=\"s-card\"><div class=\"s-card__attribute-row\"><span>four</span><span>99%"
                + " positive (5)</span></div></li>",
            card("99999999999999999999999999999999999999999999", "five"));

    assertEquals(
        List.of("p7-1", "256109", "256110", "p7-4", "p7-5"),
        read(dropping, html, 7).cards().stream().map(Card::listingId).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "See price", "$0.00", "12.34"})
  void leavesAnUnreadablePriceOutWithoutARowError(String price) {
    SellerPage page =
        pageOf(dropping, page(card("1", price, "<span>one-1</span><span>99% positive (5)</span>")));

    assertNull(page.cards().get(0).price());
    assertEquals(List.of(), page.rowErrors());
  }

  @Test
  void passesOverAFormerPrice() {
    String html =
        page(
            item(
                "1",
                "<span class=\"STRIKETHROUGH\">$20.00</span></span><span class=\"s-item__price\">"
                    + "$15.00",
                "<span class=\"s-item__seller-info-text\">one-1 (5) 99%</span>"));

    assertEquals(Money.usd(1_500), cards(html).get(0).price());
  }

  @Test
  void dropsOrKeepsWhatFollowsABreakInTheList() {
    String html =
        page(card("1", "one"), card("2", "two"), BREAK, card("3", "three"), card("4", "four"));
    String deep =
        page(
            card("1", "one"),
            "<li><div>" + BREAK.replace("li", "div") + "</div></li>",
            card("3", "three"));

    assertEquals(List.of("1", "2"), listings(dropping, html));
    assertEquals(List.of("1", "2", "3", "4"), listings(keeping, html));
    assertEquals(List.of("1"), listings(dropping, deep));
  }

  @Test
  void countsAllCardsAfterASpellingNote() {
    String html =
        around(
            "<div class=\"srp-river-answer srp-river-answer--REWRITE_START\"><span>Showing results"
                + " for thing. Search instead for thnig</span></div>",
            "",
            card("1", "one"),
            card("2", "two"));

    assertEquals(List.of("1", "2"), listings(dropping, html));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h3>No exact matches found</h3>",
        "<h3>No exact\n matches&nbsp;found</h3>",
        "<div><span>No exact</span> <span>matches found</span></div>",
        "<h3>No se encontraron coincidencias exactas</h3>",
        "<h3 class=\"srp-save-null-search__heading\">Aucun résultat correspondant</h3>",
      })
  void takesAllCardsForInexactBesideANoteThatNothingMatched(String note) {
    String mark =
        "<div class=\"srp-river-answer srp-river-answer--REWRITE_START\"><h3>Results matching fewer"
            + " words</h3></div>";

    assertEquals(
        List.of(), listings(dropping, around(note + mark, "", card("1", "one"), card("2", "two"))));
    assertEquals(
        List.of("1", "2"),
        listings(keeping, around(mark + note, "", card("1", "one"), card("2", "two"))));
  }

  @Test
  void doesNotDecideByTheClassOrTheNoteAlone() {
    String note = "<h3>No exact matches found</h3>";
    String title = card("1", "one").replace("Thing 100% new (3)", "No exact matches found");
    String mark = "<div class=\"srp-river-answer--REWRITE_START\"></div>";

    assertEquals(List.of("1"), listings(dropping, around(mark, "", title)));
    assertEquals(List.of("1"), listings(dropping, around(note, "", card("1", "one"))));
    assertEquals(List.of("1"), listings(dropping, around(note, mark, card("1", "one"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a class=\"pagination__next icon-link\" href=\"https://www.ebay.com/sch/i.html?_pgn=2\"></a>",
        "<nav><a href='/sch/i.html?_pgn=2' class='pagination__next'>Next</a></nav>",
      })
  void hasANextPageWhereALinkLeadsThere(String control) {
    assertTrue(pageOf(dropping, around("", control, card("1", "one"))).hasNext());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<a class=\"pagination__next\" aria-disabled=\"true\"></a>",
        "<a class=\"pagination__next\" href=\"\"></a>",
        "<a class=\"pagination__next\" href=\"#\"></a>",
        "<button class=\"pagination__next\" aria-disabled=\"true\"></button>",
        "<button class=\"pagination__next\" href=\"/x\"></button>",
        "<script>'<a class=\"pagination__next\" href=\"/x\">'</script>",
        "<a class=\"pagination__previous\" href=\"/x\"></a>",
      })
  void hasNoNextPageWhereNoLinkLeadsThere(String control) {
    assertFalse(pageOf(dropping, around("", control, card("1", "one"))).hasNext());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h1 class=\"srp-controls__count-heading\"><span class=\"BOLD\">0</span> results for x 12</h1>",
        "<h1 class=\"srp-controls__count-heading\">0 resultados para x</h1>",
        "<h1 class=\"srp-controls__count-heading\">x 15 の検索結果 0件</h1>",
        "<h1>0 results</h1>",
        "<h3>0 results found for x</h3>",
        "<h3>No exact matches found</h3>",
        "<h3 class=\"srp-save-null-search__heading\">Aucun résultat correspondant</h3>",
      })
  void answersWithoutCardsWhereThePageSaysNoResults(String heading) {
    String html =
        "<html><body>"
            + heading
            + SHOP_ON_EBAY
            + "<ul class=\"srp-results srp-list\"><li class=\"srp-river-answer\">Save</li></ul></body></html>";

    assertEquals(new SellerPage(List.of(), List.of(), false), pageOf(dropping, html));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h1 class=\"srp-controls__count-heading\">1,200 results for x 0 y</h1>"
            + "<ul class=\"srp-results\"></ul>",
        "<h1 class=\"srp-controls__count-heading\">10 results</h1><ul class=\"srp-results\">"
            + "<li class=\"s-tile\">x</li></ul>",
        "<ul class=\"srp-results\"></ul>",
        "<h1>0 results</h1>",
        "<html><head><title>Electronics | eBay</title></head><body><h1>Shop</h1></body></html>",
        "<div class=\"srp-results\"><li class=\"s-card\">x</li></div>",
        "",
        " ",
        "no html at all",
        "{\"a\":1}",
      })
  void isAParseErrorWhereThereIsNeitherAListNorAKnownBlock(String html) {
    SourceFailure failure = failure(html);

    assertEquals(ErrorType.PARSE_ERROR, failure.type());
    assertEquals(ErrorStage.SELLER_EXTRACTION, failure.stage());
    assertEquals(Verdict.RETRY, failure.verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>Pardon Our Interruption...</title><body><p>x</p></body>",
        "<title>Pardon Our Interruption…</title>",
        "<title>eBay</title><h1>Checking your browser before you access eBay.</h1>",
        "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission",
        "<title>Error Page | eBay</title>",
        "<title>ERROR&nbsp;PAGE | eBay</title>",
        "<title>Security Measure</title>",
        "<title>eBay</title><form action=\"/splashui/captcha\"></form>",
        "<title>eBay</title><p>Please verify yourself to continue</p>",
        "<title>Bitte entschuldigen Sie die Unterbrechung...</title>",
        "<title>Disculpa la interrupción...</title>",
        "<title>Veuillez excuser cette interruption</title>",
        "<title>Scusa l'interruzione</title>",
        "<title>Desculpe a interrupção</title>",
        "<title>ご利用の中断をお詫びします</title>",
        "<title>Fehlerseite | eBay</title>",
        "<title>Página de error | eBay</title>",
        "<h1>Wir überprüfen Ihren Browser</h1>",
        "<title>Zugriff verweigert</title>",
        "<div><div>Checking your browser before you access eBay</div></div>",
      })
  void knowsABlockedPage(String html) {
    SourceFailure failure = failure("<html><head></head>" + html + "</html>");

    assertEquals(ErrorType.API_ERROR, failure.type());
    assertEquals(ErrorStage.API, failure.stage());
    assertEquals(Verdict.RETRY, failure.verdict());
    assertTrue(failure.message().startsWith("blocked by eBay"), failure.message());
  }

  @Test
  void doesNotTakeResultsForABlockedPage() {
    String html =
        page(card("1", "one").replace("Thing", "Pardon Our Interruption captcha"))
            .replace("<title>x", "<title>Access Denied poster");

    assertEquals(List.of("1"), listings(dropping, html));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_924, 7_777})
  void neverThrowsOnMutatedOrTruncatedPages(long seed) {
    Random random = new Random(seed);
    String whole =
        around(
            "<div class=\"srp-river-answer--REWRITE_START\"></div><h3>No exact matches found</h3>",
            "<a class=\"pagination__next\" href=\"/x\"></a>",
            card("1", "one"),
            card("2", "$1", "<span>comebackcomx  100% positive (5.2K)</span>" + TOOLTIP),
            BREAK,
            item("3", "$2", "<span class=\"s-item__seller-info-text\">abc (1,493) 100%</span>"));
    for (int i = 0; i < 500; i++) {
      String html = mutated(whole, random);
      assertNotNull(dropping.read(html, 1), () -> "seed " + seed);
      assertNotNull(keeping.read(html, 1), () -> "seed " + seed);
    }
  }

  @Test
  void doesNotHangOnHostileRows() {
    for (String piece :
        List.of("a ", "a(", "1", "a 1% ", "a (1", "(1)", "% ", "1,", " ", "<b>a</b>")) {
      String html = page(card("1", "$1 " + piece.repeat(50_000), piece.repeat(50_000) + "% ("));

      assertNotNull(dropping.read(html, 1));
    }
  }

  @Test
  void readsDeeplyNestedMarkupWithoutThrowing() {
    assertNotNull(dropping.read("<div>".repeat(100_000), 1));
    assertNotNull(
        dropping.read(page(card("1", "$1", "<span>".repeat(20_000) + "one 99% positive (5)")), 1));
  }

  private static String mutated(String whole, Random random) {
    StringBuilder html = new StringBuilder(whole);
    for (int edits = random.nextInt(6); edits >= 0; edits--) {
      int at = random.nextInt(html.length());
      int end = Math.min(html.length(), at + random.nextInt(60));
      switch (random.nextInt(5)) {
        case 0 -> html.setLength(Math.max(1, at));
        case 1 -> html.delete(at, Math.max(end, at + 1));
        case 2 -> html.insert(at, html.substring(at, end));
        case 3 -> html.setCharAt(at, (char) random.nextInt(0x10000));
        default -> html.insert(at, "<>&\"'%(1,9K)".charAt(random.nextInt(12)));
      }
      if (html.isEmpty()) {
        html.append('<');
      }
    }
    return html.toString();
  }

  private static Feedback feedback(String percent, long count, boolean approximate) {
    return new Feedback(new BigDecimal(percent), count, approximate);
  }

  private List<Card> cards(String html) {
    return pageOf(dropping, html).cards();
  }

  private static List<String> listings(EbayResultPage reader, String html) {
    return pageOf(reader, html).cards().stream().map(Card::listingId).toList();
  }

  private static SellerPage pageOf(EbayResultPage reader, String html) {
    return read(reader, html, 1);
  }

  private static SellerPage read(EbayResultPage reader, String html, int page) {
    SourceAnswer<SellerPage> answer = reader.read(html, page);
    if (answer instanceof SourceAnswer.Read<SellerPage> read) {
      return read.page();
    }
    throw new AssertionError(answer);
  }

  private SourceFailure failure(String html) {
    return assertInstanceOf(SourceAnswer.Failed.class, dropping.read(html, 1)).failure();
  }
}
