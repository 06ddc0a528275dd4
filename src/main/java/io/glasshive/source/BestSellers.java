package io.glasshive.source;

import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.Category;
import io.vertx.core.Future;

/**
 * Asks for pages of best sellers. One instance belongs to one worker and is called from its event
 * loop, one request at a time; answers arrive there. Parsing happens elsewhere.
 */
public interface BestSellers {

  /** Address of the page a query collects, for people; without credentials. */
  String address(Category category, BestSellersQuery query);

  /** Makes one request. The future fails only for a bug, or when {@link #close} cut it off. */
  Future<SourceAnswer<BestSellersPage>> fetch(BestSellersQuery query);

  /** Cuts off a request in flight and frees connections. */
  void close();
}
