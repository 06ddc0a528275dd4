package io.glasshive.store;

import io.glasshive.domain.Run;
import java.time.Instant;
import java.util.List;

/**
 * A run's ledger at one moment, that of {@code run.lastSeq()}.
 *
 * @param categories in the order in which the run was asked for them
 */
public record RunLedger(Run run, PhaseCounts amazon, PhaseCounts ebay, List<Part> categories) {
  public RunLedger {
    categories = List.copyOf(categories);
  }

  /**
   * One phase.
   *
   * @param limiter waiting units that the source told to come later, and whose time has not come
   * @param backoff other waiting units whose time has not come
   * @param nextTryAt the earliest of those times, or null
   */
  public record PhaseCounts(Counts counts, long limiter, long backoff, Instant nextTryAt) {}

  /** One category, with what it owns. */
  public record Part(
      String id,
      String name,
      String departmentId,
      String department,
      Counts amazon,
      Counts ebay,
      long products,
      long sellersNew) {}
}
