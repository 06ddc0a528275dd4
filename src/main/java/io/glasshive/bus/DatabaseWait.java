package io.glasshive.bus;

import java.util.Objects;
import java.util.UUID;

/**
 * Whether the writer of a run waits for the database, which cannot now.
 *
 * @param waiting false once it goes on or gives up
 */
public record DatabaseWait(UUID runId, boolean waiting) {
  public DatabaseWait {
    Objects.requireNonNull(runId, "runId");
  }
}
