package io.glasshive.simulator;

/** How a best-seller row writes its price; a function of (seed, ASIN) alone. */
enum PriceForm {
  /** {@code 24.99}, or {@code 120} for $120.00. */
  NUMBER,
  /** {@code "$1,234.56"}. */
  TEXT,
  /** A number, the lower one of {@code "$24.99 - $37.49"}. */
  RANGE,
  /** {@code 0}: unknown, not free. */
  ZERO,
  /** {@code ""}: unknown. */
  EMPTY,
  /** No such field: unknown. */
  ABSENT;

  /** Whether a price can be read from it. */
  boolean isReadable() {
    return this == NUMBER || this == TEXT || this == RANGE;
  }

  static PriceForm of(Draw draw) {
    double u = draw.unit();
    if (u < 0.68) {
      return NUMBER;
    }
    if (u < 0.74) {
      return RANGE;
    }
    if (u < 0.93) {
      return TEXT;
    }
    if (u < 0.955) {
      return ZERO;
    }
    return u < 0.98 ? EMPTY : ABSENT;
  }
}
