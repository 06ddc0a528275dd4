package io.glasshive.worker;

import io.glasshive.bus.Effect;
import io.glasshive.domain.ApiParams;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.WorkUnit;
import io.glasshive.source.BestSellers;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.PriceWindow;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.SourceAnswer;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * What a unit asks of its source, and what the page it brings means.
 *
 * @param <P> the page
 */
sealed interface Call<P> {

  ApiParams params();

  /** Address of the page, for people. */
  String url();

  Future<SourceAnswer<P>> make();

  /** Rows or cards that {@code found} counts. */
  int itemsCount(P page);

  List<RowError> rowErrors(P page);

  /** What the page changes, under the number of the claim in force. */
  Effect land(P page, long claim, int workerId, Instant now);

  /** One page of a category's best sellers. */
  record OfBestSellers(WorkUnit unit, BestSellers source) implements Call<BestSellersPage> {
    @Override
    public BestSellersQuery params() {
      return new BestSellersQuery(unit.category().id(), unit.page());
    }

    @Override
    public String url() {
      return source.address(unit.category(), params());
    }

    @Override
    public Future<SourceAnswer<BestSellersPage>> make() {
      return source.fetch(params());
    }

    @Override
    public int itemsCount(BestSellersPage page) {
      return page.foundCount();
    }

    @Override
    public List<RowError> rowErrors(BestSellersPage page) {
      return page.rowErrors();
    }

    @Override
    public Effect land(BestSellersPage page, long claim, int workerId, Instant now) {
      return new Effect.LandProducts(unit.id(), claim, workerId, page.products());
    }
  }

  /** One page of the search for a product's sellers. */
  record OfSellers(WorkUnit unit, SellerSearch source, RunSettings settings)
      implements Call<SellerPage> {
    @Override
    public SellerQuery params() {
      Product product = unit.product();
      PriceWindow window =
          PriceWindow.of(product.price().cents(), settings.priceLow(), settings.priceHigh());
      return new SellerQuery(
          product.title().strip().replaceAll("\\s+", " "),
          product.price().cents(),
          window.min(),
          window.max(),
          unit.page(),
          settings.itemsPerPage(),
          "new",
          true,
          true);
    }

    @Override
    public String url() {
      return source.address(params());
    }

    @Override
    public Future<SourceAnswer<SellerPage>> make() {
      return source.search(params());
    }

    @Override
    public int itemsCount(SellerPage page) {
      return page.cards().size() + page.rowErrors().size();
    }

    @Override
    public List<RowError> rowErrors(SellerPage page) {
      return page.rowErrors();
    }

    @Override
    public Effect land(SellerPage page, long claim, int workerId, Instant now) {
      SellerQuery query = params();
      return new Effect.LandCards(
          unit.id(),
          claim,
          workerId,
          source.sellerSource(),
          page.cards(),
          unit.page(),
          page.hasNext(),
          unit.page() >= settings.ebayPages(),
          query.priceMin(),
          query.priceMax(),
          now);
    }
  }
}
