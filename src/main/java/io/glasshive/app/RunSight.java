package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Wire;

/**
 * A run as a command saw it last, in the API's own JSON.
 *
 * @param run {@code Run}
 * @param phases {@code phases} of its progress, or null before the first look
 * @param metrics {@code run} of its metrics, or null when the server has none
 */
record RunSight(JsonNode run, JsonNode phases, JsonNode metrics) {

  String id() {
    return run.path("id").asText();
  }

  RunStatus status() {
    return Wire.parse(RunStatus.class, run.path("status").asText());
  }

  /** Why it is as it is; empty when it does not say. */
  String reason() {
    return run.path("reason").asText("");
  }

  long total(String name) {
    return run.path("totals").path(name).asLong();
  }

  long count(String phase, String name) {
    return phases == null ? 0 : phases.path(phase).path(name).asLong();
  }

  /** Whether no unit can be added to what is planned any more. */
  boolean planIsFinal() {
    return phases != null
        && phases.path("amazon").path("final").asBoolean()
        && phases.path("ebay").path("final").asBoolean();
  }

  /** Units of both phases that are done, failed or skipped. */
  long settled() {
    return both("done") + both("failed") + both("skipped");
  }

  /** Units of both phases that are still to be settled. */
  long open() {
    return both("waiting") + both("in_flight");
  }

  /** Grows with every page that was read, and with nothing else. */
  long landed() {
    return both("done") + total("products") + total("sightings");
  }

  private long both(String name) {
    return count("amazon", name) + count("ebay", name);
  }
}
