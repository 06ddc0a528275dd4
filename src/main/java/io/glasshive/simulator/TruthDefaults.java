package io.glasshive.simulator;

import io.glasshive.config.Config;
import io.glasshive.config.Config.Inexact;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The settings of the process that asks this marketplace, from which the right searches follow:
 * what {@code GET /truth} takes where its address does not say otherwise.
 *
 * @param amazonPages pages of each category, 1 or 2
 * @param ebayPages most result pages of a product, 1 or more
 * @param itemsPerPage cards of a full result page
 * @param priceLow lower end of the searched window, times the Amazon price
 * @param priceHigh upper end of the searched window, times the Amazon price
 * @param inexact what becomes of cards that eBay itself calls inexact
 */
public record TruthDefaults(
    int amazonPages,
    int ebayPages,
    int itemsPerPage,
    BigDecimal priceLow,
    BigDecimal priceHigh,
    Inexact inexact) {

  /** The settings in {@code config}. */
  public static TruthDefaults of(Config config) {
    return new TruthDefaults(
        config.amazon().pages(),
        config.ebay().pages(),
        config.ebay().itemsPerPage(),
        config.ebay().priceLow(),
        config.ebay().priceHigh(),
        config.ebay().inexact());
  }

  /** The lower end of the window for a price, cents, rounded half up. */
  long lowCents(long priceCents) {
    return times(priceCents, priceLow);
  }

  /** The upper end of the window for a price, cents, rounded half up. */
  long highCents(long priceCents) {
    return times(priceCents, priceHigh);
  }

  private static long times(long cents, BigDecimal factor) {
    return factor
        .multiply(BigDecimal.valueOf(cents))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
