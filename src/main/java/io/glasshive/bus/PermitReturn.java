package io.glasshive.bus;

import java.time.Duration;
import java.util.UUID;

/**
 * A permit, or a request for one, comes back.
 *
 * @param outcome what the source said
 * @param retryAfter how long the source asked to be left alone, or null
 */
public record PermitReturn(UUID runId, int workerId, Outcome outcome, Duration retryAfter) {

  /** What the source said. */
  public enum Outcome {
    /** It answered, well or badly. */
    ANSWERED,
    /** It asked for fewer requests. */
    RATE_LIMITED,
    /** No request was made. */
    UNUSED
  }
}
