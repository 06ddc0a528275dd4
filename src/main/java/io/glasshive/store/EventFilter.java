package io.glasshive.store;

import io.glasshive.domain.Action;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;

/**
 * Which events of a run a reader wants; what is null matches any.
 *
 * @param errorsOnly only events that have an {@code error_type}
 */
public record EventFilter(
    Integer workerId, Phase phase, Action action, ErrorType errorType, boolean errorsOnly) {

  /** Every event. */
  public static final EventFilter ALL = new EventFilter(null, null, null, null, false);

  /** Whether nothing is filtered out. */
  public boolean matchesAll() {
    return equals(ALL);
  }

  /** Whether an event of these values is wanted; {@code error} is null where there is none. */
  public boolean matches(int worker, Phase ofPhase, Action what, ErrorType error) {
    return (workerId == null || workerId == worker)
        && (phase == null || phase == ofPhase)
        && (action == null || action == what)
        && (errorType == null || errorType == error)
        && (!errorsOnly || error != null);
  }
}
