package io.glasshive.domain;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * What a run was created with, kept with it so that a restart with another configuration goes on in
 * the same way.
 *
 * @param amazonPages pages of best sellers for each category, 1 or 2
 * @param ebayPages most result pages for each product
 * @param itemsPerPage cards asked for on a result page: 60, 120 or 240
 * @param priceLow lower factor on the Amazon price
 * @param priceHigh upper factor on the Amazon price
 * @param keepInexact whether cards count that eBay itself calls inexact matches
 * @param requestsPerSecond limit of this run's own, or null
 * @param concurrency limit of this run's own on requests in flight, or null
 * @param maxCalls requests it may make until a person grants as many again, or null for no limit
 */
public record RunSettings(
    int amazonPages,
    int ebayPages,
    int itemsPerPage,
    BigDecimal priceLow,
    BigDecimal priceHigh,
    boolean keepInexact,
    BigDecimal requestsPerSecond,
    Integer concurrency,
    Integer maxCalls) {
  public RunSettings {
    Objects.requireNonNull(priceLow, "priceLow");
    Objects.requireNonNull(priceHigh, "priceHigh");
  }
}
