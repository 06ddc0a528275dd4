package io.glasshive.source;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The prices between which a product is looked for: the Amazon price times a low and a high factor.
 *
 * @param min lower bound in cents, inclusive
 * @param max upper bound in cents, inclusive
 */
public record PriceWindow(long min, long max) {
  public PriceWindow {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("price window " + min + " to " + max);
    }
  }

  /**
   * The window around a price, each bound rounded half up to the cent.
   *
   * @param amazonCents the price on Amazon in cents, 0 or more
   * @param low factor of the lower bound ({@code ebay.price_low})
   * @param high factor of the upper bound ({@code ebay.price_high}), not below {@code low}
   * @throws ArithmeticException when a bound does not fit a long
   */
  public static PriceWindow of(long amazonCents, BigDecimal low, BigDecimal high) {
    return new PriceWindow(times(amazonCents, low), times(amazonCents, high));
  }

  private static long times(long cents, BigDecimal factor) {
    return BigDecimal.valueOf(cents)
        .multiply(factor)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
