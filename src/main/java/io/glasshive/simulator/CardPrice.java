package io.glasshive.simulator;

import io.glasshive.domain.Money;

/** How a card writes its price, and what a correct reader makes of it. */
enum CardPrice {
  /** {@code $1,290.00}. */
  DOLLARS,
  /** {@code US $1,234.56}. */
  NAMED_DOLLARS,
  /** {@code $10.00 to $25.00}: the lower one counts. */
  RANGE,
  /** {@code EUR 1.234,56}. */
  EUROS,
  /** {@code £4.49}. */
  POUNDS,
  /** {@code 2,137 円}, whole. */
  YEN,
  /** Words in place of a price: unknown. */
  HIDDEN,
  /** No price on the card: unknown. */
  NONE;

  static CardPrice of(Draw draw) {
    double u = draw.unit();
    if (u < 0.82) {
      return DOLLARS;
    }
    if (u < 0.90) {
      return NAMED_DOLLARS;
    }
    if (u < 0.93) {
      return RANGE;
    }
    if (u < 0.945) {
      return EUROS;
    }
    if (u < 0.96) {
      return POUNDS;
    }
    if (u < 0.975) {
      return YEN;
    }
    return u < 0.99 ? HIDDEN : NONE;
  }

  /** What the card shows; "" where it shows nothing. */
  String text(long lowCents, long highCents) {
    return switch (this) {
      case DOLLARS -> dollars(lowCents);
      case NAMED_DOLLARS -> "US " + dollars(lowCents);
      case RANGE -> dollars(lowCents) + " to " + dollars(highCents);
      case EUROS ->
          "EUR " + Digits.grouped(lowCents / 100, '.') + "," + Digits.hundredths(lowCents);
      case POUNDS -> dollars(lowCents).replace('$', '£');
      case YEN -> Digits.grouped(lowCents / 100, ',') + " 円";
      case HIDDEN -> "Tap item to see current price";
      case NONE -> "";
    };
  }

  /** What the text stands for; null where it tells no price, 0 included. */
  Money read(long lowCents) {
    Money money =
        switch (this) {
          case DOLLARS, NAMED_DOLLARS, RANGE -> Money.usd(lowCents);
          case EUROS -> new Money(lowCents, "EUR");
          case POUNDS -> new Money(lowCents, "GBP");
          case YEN -> new Money(lowCents / 100 * 100, "JPY");
          case HIDDEN, NONE -> null;
        };
    return money == null || money.cents() == 0 ? null : money;
  }

  /** {@code $1,234.56}. */
  static String dollars(long cents) {
    return "$" + Digits.grouped(cents / 100, ',') + "." + Digits.hundredths(cents);
  }
}
