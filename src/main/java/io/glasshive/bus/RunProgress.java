package io.glasshive.bus;

import io.glasshive.domain.RunStatus;
import io.glasshive.domain.WorkUnit;
import java.util.List;
import java.util.Objects;

/**
 * What a commit means for the run that hands out units.
 *
 * @param status after the commit
 * @param waiting units that became ready or wait for their time, in order of creation
 */
public record RunProgress(RunStatus status, List<WorkUnit> waiting) {
  public RunProgress {
    Objects.requireNonNull(status, "status");
    waiting = List.copyOf(waiting);
  }
}
