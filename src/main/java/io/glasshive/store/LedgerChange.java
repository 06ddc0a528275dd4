package io.glasshive.store;

/** What to add to one row of the ledger. */
public record LedgerChange(
    long planned, long done, long failed, long skipped, long inFlight, long waiting) {

  /** No change. */
  public static final LedgerChange NONE = new LedgerChange(0, 0, 0, 0, 0, 0);

  /** Both changes. */
  public LedgerChange plus(LedgerChange other) {
    return new LedgerChange(
        planned + other.planned,
        done + other.done,
        failed + other.failed,
        skipped + other.skipped,
        inFlight + other.inFlight,
        waiting + other.waiting);
  }
}
