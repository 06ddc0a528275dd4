package io.glasshive.pipeline;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Phase;
import io.glasshive.store.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The event of a run that has come to rest, {@code paused} or {@code cancelled}: why, the final
 * figures, and how long it took from the command until nothing was in flight.
 */
final class RestEvent {
  private RestEvent() {}

  static ActivityEvent of(
      EventFactory events,
      Action action,
      Phase phase,
      int round,
      Cause cause,
      Kept kept,
      Instant now) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("kept_rows", kept.rows());
    details.put("products", kept.products());
    details.put("sightings", kept.sightings());
    details.put("sellers_new", kept.sellersNew());
    details.put("quiet_after_ms", Math.max(0, Duration.between(cause.at(), now).toMillis()));
    if (cause.message() != null) {
      details.put("message", cause.message());
    }
    return events
        .ofSystem(phase, action)
        .round(round)
        .reason(cause.reason())
        .actor(cause.actor())
        .details(details)
        .build();
  }
}
