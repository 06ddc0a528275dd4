package io.glasshive.store;

import java.util.List;
import java.util.UUID;

/**
 * The metrics of a run as far as they are stored, at one moment: the state and the events between
 * its position and {@code lastSeq} give the metrics at {@code lastSeq}.
 *
 * @param lastSeq how far the log goes
 * @param categoryIds in the order in which the run was asked for them
 * @param state the fold as its writer encoded it, or null; not to be written to
 */
public record StoredMetrics(
    UUID runId, long lastSeq, int workers, List<String> categoryIds, byte[] state) {
  public StoredMetrics {
    categoryIds = List.copyOf(categoryIds);
  }
}
