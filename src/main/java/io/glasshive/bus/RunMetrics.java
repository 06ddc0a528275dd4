package io.glasshive.bus;

import java.util.Objects;
import java.util.UUID;

/**
 * The metrics of a run after one commit, encoded once for every reader.
 *
 * @param seq position of the newest event they include
 * @param body the body of {@code GET /runs/{id}/metrics}
 */
public record RunMetrics(UUID runId, long seq, String body) {
  public RunMetrics {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(body, "body");
  }
}
