package io.glasshive.web.sse;

import io.glasshive.bus.DatabaseWait;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The live runs whose writer waits for the database: the one thing about waiting units that no row
 * can tell. For one event loop; not thread-safe.
 */
public final class DatabaseWaits {
  private final Set<UUID> waiting = new HashSet<>();

  /** What a writer says of its run. */
  public void accept(DatabaseWait wait) {
    if (wait.waiting()) {
      waiting.add(wait.runId());
    } else {
      waiting.remove(wait.runId());
    }
  }

  /** Whether this run's writer waits. */
  public boolean has(UUID runId) {
    return waiting.contains(runId);
  }
}
