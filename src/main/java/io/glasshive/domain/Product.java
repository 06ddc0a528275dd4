package io.glasshive.domain;

import java.util.Objects;

/**
 * A product on a best-seller page.
 *
 * @param asin ten characters of {@code [A-Z0-9]}
 * @param title as listed, at most 1,000 characters
 * @param price null when the page told none that could be read
 */
public record Product(String asin, String title, Money price) {
  /** Longest title kept. */
  public static final int MAX_TITLE = 1_000;

  public Product {
    Objects.requireNonNull(asin, "asin");
    Objects.requireNonNull(title, "title");
    if (!asin.matches("[A-Z0-9]{10}")) {
      throw new IllegalArgumentException("not an ASIN: " + asin);
    }
    title = Text.bounded(title, MAX_TITLE);
  }

  /** The product's page. */
  public String url() {
    return "https://www.amazon.com/dp/" + asin;
  }
}
