package io.glasshive.store;

import java.util.List;

/**
 * What a viewer needs to begin at {@code ledger.run().lastSeq()}.
 *
 * @param ledger without categories
 * @param newestOfWorkers of each worker that had one, the newest event that opens or closes a
 *     request
 * @param metrics as far as they are stored
 */
public record RunSnapshot(
    RunLedger ledger, List<StoredEvent> newestOfWorkers, StoredMetrics metrics) {
  public RunSnapshot {
    newestOfWorkers = List.copyOf(newestOfWorkers);
  }
}
