package io.glasshive.bus;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Receipt;

/** Answer to an entry, after its commit. */
public sealed interface Committed {

  /**
   * The entry is in the log and its effect in the rows.
   *
   * @param claim the number of the claim in force, of a claim; else 0
   * @param receipt of a command; else null
   */
  record Done(long claim, Receipt receipt) implements Committed {}

  /** The entry was refused: nothing of it was written or reported. */
  record Refused(Failure why) implements Committed {}
}
