package io.glasshive.simulator;

/** Numbers of feedbacks as eBay rounds them: thousands and millions, cut to one decimal. */
final class FeedbackCount {
  /** The smallest count that is ever rounded. */
  static final long LEAST_ROUNDED = 1_000;

  private FeedbackCount() {}

  /** {@code 999}, {@code 1.1K}, {@code 5K}, {@code 132.4K}, {@code 1.2M}. */
  static String written(long count) {
    if (count < LEAST_ROUNDED) {
      return Long.toString(count);
    }
    long unit = count < 1_000_000 ? 1_000 : 1_000_000;
    long tenths = count * 10 / unit;
    String digits = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return digits + (unit == 1_000 ? "K" : "M");
  }

  /** The number that {@link #written} stands for. */
  static long rounded(long count) {
    if (count < LEAST_ROUNDED) {
      return count;
    }
    long step = count < 1_000_000 ? 100 : 100_000;
    return count / step * step;
  }
}
