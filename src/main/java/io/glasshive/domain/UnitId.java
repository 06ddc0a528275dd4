package io.glasshive.domain;

import java.util.Objects;

/**
 * Name of a unit of work, unique in its run: {@code amazon:<node>:<page>} or {@code ebay:<asin>}.
 */
public record UnitId(String value) implements Comparable<UnitId> {
  public UnitId {
    Objects.requireNonNull(value, "value");
    if (!value.startsWith("amazon:") && !value.startsWith("ebay:")) {
      throw new IllegalArgumentException("not a unit: " + value);
    }
  }

  /** One page of a category's best sellers. */
  public static UnitId amazon(String node, int page) {
    return new UnitId("amazon:" + node + ":" + page);
  }

  /** The search for one product's sellers. */
  public static UnitId ebay(String asin) {
    return new UnitId("ebay:" + asin);
  }

  /** The phase the unit belongs to. */
  public Phase phase() {
    return value.startsWith("amazon:") ? Phase.AMAZON : Phase.EBAY;
  }

  @Override
  public int compareTo(UnitId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
