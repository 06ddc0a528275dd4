package io.glasshive.simulator;

/** Whole numbers with their thousands set apart; not by a formatter, as a page has hundreds. */
final class Digits {
  private Digits() {}

  /** {@code 1,234,567}, or with another mark between the thousands. */
  static String grouped(long number, char mark) {
    StringBuilder digits = new StringBuilder().append(number);
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, mark);
    }
    return digits.toString();
  }

  /** The hundredths of an amount, always two digits: {@code 05}. */
  static String hundredths(long cents) {
    long rest = cents % 100;
    return rest < 10 ? "0" + rest : Long.toString(rest);
  }
}
