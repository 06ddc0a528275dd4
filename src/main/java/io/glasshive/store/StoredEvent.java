package io.glasshive.store;

import io.glasshive.domain.Action;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import java.util.Objects;

/**
 * One row of the log.
 *
 * @param errorType null where there is none
 * @param body the event as every reader gets it, to the byte
 */
public record StoredEvent(
    long seq, int workerId, Phase phase, Action action, ErrorType errorType, String body) {
  public StoredEvent {
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(body, "body");
  }
}
