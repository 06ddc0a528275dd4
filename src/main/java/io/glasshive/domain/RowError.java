package io.glasshive.domain;

import java.util.Objects;

/**
 * One row of a page that was otherwise read, set aside ({@code product_extraction}, {@code
 * seller_extraction}) or kept without its price ({@code price_parsing}).
 *
 * @param message for a person, at most 500 characters
 */
public record RowError(ErrorStage stage, String message) {
  public RowError {
    Objects.requireNonNull(stage, "stage");
    message = Text.bounded(Objects.requireNonNull(message, "message"), 500);
  }
}
