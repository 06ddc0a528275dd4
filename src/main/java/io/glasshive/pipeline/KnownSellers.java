package io.glasshive.pipeline;

import io.glasshive.domain.Feedback;
import io.glasshive.store.RunTables.SellerToStore;
import io.glasshive.store.RunTables.StoredSeller;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sellers that this run has met, as its last commits left them: one that is met again unchanged
 * needs no statement. Most of a month's sightings are of such sellers, and a row that is written
 * costs more than all else about a card. Their rows keep the time at which the run first met them.
 *
 * <p>Bounded: the one not met for longest goes first, and is stored like a new one when it is met
 * again. Belongs to a run's writer.
 */
final class KnownSellers {
  /** Some 8 MB for a run. */
  private static final int MAX_SELLERS = 32_768;

  /**
   * A seller's row.
   *
   * @param feedback the newest that was stored
   */
  record Known(long id, Feedback feedback) {}

  private final Map<String, Known> byName =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MAX_SELLERS;
        }
      };

  /** The row of a seller whom storing would not change, or null. */
  StoredSeller unchanged(SellerToStore seller) {
    Known known = byName.get(seller.name().normalized());
    return known != null && seller.leaves(known.feedback())
        ? new StoredSeller(known.id(), false)
        : null;
  }

  /** A commit left these, by normalized name. */
  void remember(Map<String, Known> stored) {
    byName.putAll(stored);
  }

  /** What was remembered may not be there any more. Tells whether anything was. */
  boolean forget() {
    boolean any = !byName.isEmpty();
    byName.clear();
    return any;
  }
}
