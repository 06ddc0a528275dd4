package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A run as a command saw it last, in the API's own JSON.
 *
 * @param run {@code Run}
 * @param phases {@code phases} of its progress, or null before the first look
 */
record RunSight(JsonNode run, JsonNode phases) {

  long total(String name) {
    return run.path("totals").path(name).asLong();
  }

  long count(String phase, String name) {
    return phases == null ? 0 : phases.path(phase).path(name).asLong();
  }
}
