package io.glasshive.source;

import io.glasshive.domain.Card;
import io.glasshive.domain.RowError;
import java.util.List;

/**
 * One page of a search as read. {@code found} = cards + row errors.
 *
 * @param cards cards with a seller that count, in page order, repeats included
 * @param rowErrors cards with a seller that count but were set aside
 * @param hasNext whether the page has a next control that leads somewhere
 */
public record SellerPage(List<Card> cards, List<RowError> rowErrors, boolean hasNext) {
  public SellerPage {
    cards = List.copyOf(cards);
    rowErrors = List.copyOf(rowErrors);
  }
}
