package io.glasshive.source;

import io.vertx.core.Vertx;

/** Opens the sources that are configured, one pair for each worker. */
public interface Sources {

  /** Best sellers from the source of this name ({@code simulator}, {@code oxylabs}). */
  BestSellers bestSellers(Vertx vertx, String source);

  /**
   * Seller search by the source of this name ({@code simulator}, {@code oxylabs}).
   *
   * @param keepInexact whether cards count that eBay itself calls inexact matches
   */
  SellerSearch sellerSearch(Vertx vertx, String source, boolean keepInexact);
}
