package io.glasshive.domain;

import java.util.Objects;

/** What a source is asked for; stands in {@code fetching} events as {@code api_params}. */
public sealed interface ApiParams {

  /** Page to fetch, from 1. */
  int page();

  /**
   * One page of a category's best sellers.
   *
   * @param nodeId the category's node
   */
  record BestSellersQuery(String nodeId, int page) implements ApiParams {
    public BestSellersQuery {
      Objects.requireNonNull(nodeId, "nodeId");
      requirePage(page);
    }
  }

  /**
   * One page of a search for sellers of a product. Money in cents of US dollars.
   *
   * @param query the product's whole title, white space collapsed
   * @param amazonPrice the price on Amazon
   * @param priceMin lower bound of the price window, inclusive
   * @param priceMax upper bound of the price window, inclusive
   * @param itemsPerPage cards asked for on a page
   * @param condition {@code new}
   */
  record SellerQuery(
      String query,
      long amazonPrice,
      long priceMin,
      long priceMax,
      int page,
      int itemsPerPage,
      String condition,
      boolean freeShipping,
      boolean usOnly)
      implements ApiParams {
    public SellerQuery {
      Objects.requireNonNull(query, "query");
      Objects.requireNonNull(condition, "condition");
      requirePage(page);
      if (amazonPrice < 0 || priceMin < 0 || priceMax < priceMin) {
        throw new IllegalArgumentException("price window " + priceMin + " to " + priceMax);
      }
      if (itemsPerPage < 1) {
        throw new IllegalArgumentException("itemsPerPage: " + itemsPerPage);
      }
    }
  }

  private static void requirePage(int page) {
    if (page < 1) {
      throw new IllegalArgumentException("page: " + page);
    }
  }
}
