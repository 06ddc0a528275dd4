package io.glasshive.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * A unit of work that waits for a worker: one category page of best sellers, or the search for one
 * product's sellers with the page it has reached.
 *
 * @param category the category that owns it
 * @param page page to fetch next, from 1
 * @param attempts requests made so far for this page and round
 * @param failures failures that count, so far, for this page and round
 * @param claim number of the last claim; the next claim must name it
 * @param product of an eBay unit, with a price; else null
 * @param notBefore when it may be tried again, or null for at once
 */
public record WorkUnit(
    UnitId id,
    Category category,
    int page,
    int attempts,
    int failures,
    long claim,
    Product product,
    Instant notBefore) {
  public WorkUnit {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(category, "category");
    if (id.phase() == Phase.EBAY && (product == null || product.price() == null)) {
      throw new IllegalArgumentException("an eBay unit needs a product with a price: " + id);
    }
  }

  public Phase phase() {
    return id.phase();
  }
}
