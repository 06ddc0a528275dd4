package io.glasshive.domain;

import java.util.Objects;

/**
 * An amount.
 *
 * @param cents hundredths of the currency's unit, 0 or more
 * @param currency ISO 4217 code
 */
public record Money(long cents, String currency) {
  public Money {
    Objects.requireNonNull(currency, "currency");
    if (cents < 0) {
      throw new IllegalArgumentException("cents must not be negative: " + cents);
    }
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("not an ISO 4217 code: " + currency);
    }
  }

  /** An amount in US dollars. */
  public static Money usd(long cents) {
    return new Money(cents, "USD");
  }
}
