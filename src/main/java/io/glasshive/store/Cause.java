package io.glasshive.store;

import io.glasshive.domain.Reason;
import java.time.Instant;

/**
 * Why a run stands where it does: what its row keeps of the command, or of the trouble, that
 * brought it there. Each part may be null.
 *
 * @param actor who asked
 * @param at when it was asked; the time to quiet counts from here
 * @param message for a person: what to change
 */
public record Cause(Reason reason, String actor, Instant at, String message) {

  /** Of a run that nobody stopped. */
  public static final Cause NONE = new Cause(null, null, null, null);
}
