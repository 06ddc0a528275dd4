package io.glasshive.store;

/** Units of work by where they stand; {@code planned} is the sum of the others. */
public record Counts(
    long planned, long done, long failed, long skipped, long inFlight, long waiting) {

  /** Of a part of the ledger that has no row yet. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  public Counts plus(Counts other) {
    return new Counts(
        planned + other.planned,
        done + other.done,
        failed + other.failed,
        skipped + other.skipped,
        inFlight + other.inFlight,
        waiting + other.waiting);
  }
}
