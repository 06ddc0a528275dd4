package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Card;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import io.glasshive.simulator.World.Flaw;
import io.glasshive.simulator.World.Row;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.page.BestSellersContent;
import io.glasshive.source.page.JsoupResultPage;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product's readers make of the pages of generated worlds is what the market says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PageRoundTripTest {
  private static final int PRODUCTS = 60;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final JsoupResultPage dropping = new JsoupResultPage(false);
  private final JsoupResultPage keeping = new JsoupResultPage(true);

  private final Set<Layout> layouts = EnumSet.noneOf(Layout.class);
  private final Set<Language> languages = EnumSet.noneOf(Language.class);
  private final Set<Rewrite> rewrites = EnumSet.noneOf(Rewrite.class);
  private final Set<CardPrice> prices = EnumSet.noneOf(CardPrice.class);
  private int unlinked;
  private int roundedAgain;
  private int empty;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 77_777})
  void readsOfEveryResultPageWhatTheMarketSays(long seed) {
    World world = new World(seed, Catalogue.load());
    Market market = new Market(seed, Settings.DEFAULTS);
    ResultPage writer = new ResultPage(seed);

    for (Product product : products(world)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      Results results = market.results(product, search);
      for (int page = 1; page <= results.lastPage() + 1; page++) {
        String html = writer.html(results, search.onPage(page), false, page == 3 ? 150_000 : 0);
        String where = "seed " + seed + ", " + product.asin() + " page " + page;
        assertEquals(expected(results, page, false), read(dropping.read(html, page)), where);
        assertEquals(expected(results, page, true), read(keeping.read(html, page)), where);
        note(seed, product, results, page);
      }
    }

    Set<Layout> ordinary = EnumSet.complementOf(EnumSet.of(Layout.GRID));
    assertEquals(ordinary, layouts, "seed " + seed);
    assertEquals(EnumSet.allOf(Language.class), languages, "seed " + seed);
    assertEquals(EnumSet.allOf(Rewrite.class), rewrites, "seed " + seed);
    assertEquals(EnumSet.allOf(CardPrice.class), prices, "seed " + seed);
    assertTrue(unlinked > 5 && roundedAgain > 0 && empty > 0, "seed " + seed);
  }

  @Test
  void findsNoSellerOnAnyGridAndSaysSo() {
    Market market = new Market(Settings.SEED, Settings.DEFAULTS);
    ResultPage writer = new ResultPage(Settings.SEED);
    for (Product product : MarketTest.products(PRODUCTS)) {
      Search search = Search.wanted(product, Settings.DEFAULTS, 1);
      Results results = market.results(product, search);
      if (results.count() > 0) {
        SourceFailure failure = failure(writer.html(results, search, true, 0));

        assertEquals(ErrorType.PARSE_ERROR, failure.type());
        assertEquals(ErrorStage.SELLER_EXTRACTION, failure.stage());
        assertTrue(failure.message().startsWith("layout without sellers"), failure.message());
      }
    }
  }

  @Test
  void knowsEveryBlockPage() {
    for (int i = 0; i < 200; i++) {
      SourceFailure failure = failure(BlockPage.html(Draw.of(Settings.SEED).on(i)));

      assertEquals(ErrorType.API_ERROR, failure.type(), failure.message());
      assertEquals(ErrorStage.API, failure.stage());
    }
  }

  @Test
  void readsOfEveryBestSellerPageWhatTheWorldSays() throws Exception {
    World world = new World(Settings.SEED, Catalogue.load());
    BestSellerPage writer = new BestSellerPage(Settings.SEED, world);
    Set<Integer> statuses = new TreeSet<>();
    for (String node : WorldTest.nodes()) {
      for (int page = 1; page <= world.pages(node); page++) {
        JsonObject content = writer.content(node, page);
        List<Row> rows = world.rows(node, page);

        BestSellersPage read = read(BestSellersContent.read(JSON.readTree(content.encode()), page));

        statuses.add(content.getInteger("parse_status_code"));
        assertEquals(
            rows.stream().filter(Row::isProduct).map(Row::product).toList(), read.products());
        assertEquals(
            rows.stream().filter(row -> row.flaw() != Flaw.NONE).count(),
            errors(read, ErrorStage.PRODUCT_EXTRACTION));
        assertEquals(
            rows.stream().filter(row -> row.isProduct() && row.product().price() == null).count(),
            errors(read, ErrorStage.PRICE_PARSING));
      }
    }
    assertEquals(Set.of(12_000, 12_004, 12_005), statuses);
  }

  private static long errors(BestSellersPage page, ErrorStage stage) {
    return page.rowErrors().stream().map(RowError::stage).filter(stage::equals).count();
  }

  private static List<Product> products(World world) {
    return WorldTest.nodes().stream()
        .flatMap(node -> world.rows(node, 1).stream())
        .map(Row::product)
        .filter(product -> product.price() != null)
        .distinct()
        .limit(PRODUCTS)
        .toList();
  }

  private static SellerPage expected(Results results, int page, boolean keepInexact) {
    List<Card> cards =
        results.cards(page).stream()
            .filter(offer -> offer.shop() != null && (keepInexact || !offer.inexact()))
            .map(PageRoundTripTest::card)
            .toList();
    return new SellerPage(cards, List.of(), results.hasNext(page));
  }

  private static Card card(Offer offer) {
    return new Card(
        offer.listingId(),
        offer.shop().name(),
        offer.shop().feedback(offer.rounded()),
        offer.price().read(offer.lowCents()));
  }

  private void note(long seed, Product product, Results results, int page) {
    Draw draw = Draw.of(seed).on("result page").on(product.title()).on(page);
    PageStyle style = PageStyle.of(draw, results.rewrite());
    languages.add(style.language());
    rewrites.add(results.rewrite());
    empty += results.count() == 0 ? 1 : 0;
    for (Offer offer : results.cards(page)) {
      prices.add(offer.price());
      unlinked += offer.isLinked() ? 0 : 1;
      if (offer.shop() != null) {
        layouts.add(style.layout(offer));
        roundedAgain += offer.rounded() && offer.shop().inFull() ? 1 : 0;
      }
    }
  }

  private static <P> P read(SourceAnswer<P> answer) {
    if (answer instanceof SourceAnswer.Read<P> read) {
      return read.page();
    }
    throw new AssertionError(answer);
  }

  private SourceFailure failure(String html) {
    return assertInstanceOf(SourceAnswer.Failed.class, dropping.read(html, 1)).failure();
  }
}
