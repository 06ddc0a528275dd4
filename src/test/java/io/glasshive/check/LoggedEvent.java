package io.glasshive.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * One row of the log: its columns, and its body as it is and as parsed.
 *
 * @param round the round of the run in which it stands
 * @param json an empty object where the body is no JSON object
 */
record LoggedEvent(
    UUID runId,
    long seq,
    int workerId,
    String phase,
    String action,
    String errorType,
    Integer attempt,
    Instant at,
    int round,
    String body,
    JsonNode json) {

  /** What an event is about; decides which fields it has. */
  enum Kind {
    REQUEST,
    OUTCOME,
    ROW_ERROR,
    PIPELINE,
    RUN,
    UNKNOWN
  }

  private static final Set<String> PIPELINE_ACTIONS =
      Set.of("uploading", "deduped", "updated", "inserted");
  private static final Set<String> RUN_ACTIONS =
      Set.of(
          "started",
          "pausing",
          "paused",
          "resumed",
          "retry_gaps",
          "cancelled",
          "failed",
          "limit_changed",
          "alarm",
          "complete");

  Kind kind() {
    if (PIPELINE_ACTIONS.contains(action)) {
      return Kind.PIPELINE;
    }
    if (RUN_ACTIONS.contains(action)) {
      return Kind.RUN;
    }
    return switch (action) {
      case "fetching" -> Kind.REQUEST;
      case "found", "rate_limited" -> Kind.OUTCOME;
      case "error" -> json.has("attempt") ? Kind.OUTCOME : Kind.ROW_ERROR;
      default -> Kind.UNKNOWN;
    };
  }

  boolean is(String wanted) {
    return action.equals(wanted);
  }

  boolean isInterrupted() {
    return kind() == Kind.OUTCOME && "interrupted".equals(text("reason"));
  }

  /** Whether this is {@code wanted} (started or complete) of {@code scope}. */
  boolean is(String wanted, String scope) {
    return is(wanted) && scope.equals(text("scope"));
  }

  /** A field as text, or null where it is absent. */
  String text(String field) {
    return json.has(field) ? json.get(field).asText() : null;
  }

  /** A field as a number, 0 where it is absent. */
  long number(String field) {
    return json.path(field).asLong();
  }

  String unit() {
    return text("unit");
  }

  /** The page a request asks for. */
  int page() {
    return json.path("api_params").path("page").asInt();
  }

  /** Where it stands and what it is, for a message. */
  String name() {
    return "seq " + seq + " (" + action + (unit() == null ? "" : " " + unit()) + ")";
  }
}
