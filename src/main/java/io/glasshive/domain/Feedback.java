package io.glasshive.domain;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A seller's feedback as a page shows it.
 *
 * @param percent share of positive feedback, 0 to 100, without trailing zeros after the point
 * @param count number of feedbacks, 0 or more
 * @param approximate whether the page rounded the count ("1.1K")
 */
public record Feedback(BigDecimal percent, long count, boolean approximate) {
  public Feedback {
    Objects.requireNonNull(percent, "percent");
    if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException("percent: " + percent);
    }
    if (count < 0) {
      throw new IllegalArgumentException("count: " + count);
    }
  }
}
