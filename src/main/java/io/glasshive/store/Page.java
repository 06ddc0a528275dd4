package io.glasshive.store;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next where the next part begins, or null at the end
 */
public record Page<T>(List<T> items, Keyset next) {

  /** Smallest and largest {@code limit} of a list. */
  public static final int MIN_LIMIT = 1;

  public static final int MAX_LIMIT = 1_000;

  /** A {@code limit} that was not named. */
  public static final int DEFAULT_LIMIT = 100;

  public Page {
    items = List.copyOf(items);
  }

  /** The first {@code limit} of rows that were read with one more, to see whether more follow. */
  static <T> Page<T> of(List<T> rows, int limit, Function<T, Keyset> position) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    return new Page<>(rows.subList(0, limit), position.apply(rows.get(limit - 1)));
  }
}
