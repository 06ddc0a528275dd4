package io.glasshive.source;

import io.glasshive.domain.ApiParams.SellerQuery;
import io.vertx.core.Future;

/**
 * Searches for sellers who offer a product. One instance belongs to one worker and is called from
 * its event loop, one request at a time; answers arrive there. Parsing happens elsewhere.
 */
public interface SellerSearch {

  /** Name under which the sellers found are stored: {@code ebay_web} or {@code ebay_browse}. */
  String sellerSource();

  /** Address of the page a query collects, for people; without credentials. */
  String address(SellerQuery query);

  /** Makes one request. The future fails only for a bug, or when {@link #close} cut it off. */
  Future<SourceAnswer<SellerPage>> search(SellerQuery query);

  /** Cuts off a request in flight and frees connections. */
  void close();
}
