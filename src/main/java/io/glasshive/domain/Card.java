package io.glasshive.domain;

import java.util.Objects;

/**
 * A card of a result page that names a seller and counts.
 *
 * @param listingId digits of {@code /itm/<digits>}, else {@code p<page>-<position>}
 * @param seller who offers it
 * @param feedback as the card shows it
 * @param price null when the card told none that could be read; the lower one of a range
 */
public record Card(String listingId, SellerName seller, Feedback feedback, Money price) {
  public Card {
    Objects.requireNonNull(listingId, "listingId");
    Objects.requireNonNull(seller, "seller");
    Objects.requireNonNull(feedback, "feedback");
    if (listingId.isEmpty() || listingId.length() > 40) {
      throw new IllegalArgumentException("listing id: " + Text.cut(listingId, 60));
    }
  }
}
