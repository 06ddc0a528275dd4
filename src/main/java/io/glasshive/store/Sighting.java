package io.glasshive.store;

import java.time.Instant;
import java.util.UUID;

/**
 * One listing by which a run met a seller. Money in cents; the price and its currency are null
 * where the card told none.
 *
 * @param seq position of the event {@code found} of the page that brought it
 * @param priceMin lower bound of the prices searched for
 * @param priceMax upper bound of the prices searched for
 */
public record Sighting(
    UUID runId,
    long seq,
    String asin,
    String title,
    String categoryId,
    int page,
    String listingId,
    Long priceCents,
    String currency,
    long priceMin,
    long priceMax,
    Instant seenAt) {}
