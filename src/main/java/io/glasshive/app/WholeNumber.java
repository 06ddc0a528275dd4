package io.glasshive.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's whole number within bounds, and says which when it is none. */
abstract sealed class WholeNumber implements ITypeConverter<Long> {

  private static final int MAX_DIGITS = 18;

  private final long min;
  private final long max;

  private WholeNumber(long min, long max) {
    this.min = min;
    this.max = max;
  }

  /** Of {@code --workers}. */
  static final class Workers extends WholeNumber {
    Workers() {
      super(1, 64);
    }
  }

  /** Of {@code --max-calls}. */
  static final class Calls extends WholeNumber {
    Calls() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** Of {@code --limit}. */
  static final class Limit extends WholeNumber {
    Limit() {
      super(1, 1_000);
    }
  }

  @Override
  public Long convert(String text) {
    if (text.matches("[0-9]{1," + MAX_DIGITS + "}")) {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not a whole number "
            + (max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max));
  }
}
