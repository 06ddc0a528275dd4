package io.glasshive.pipeline;

import io.glasshive.domain.Category;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.WorkUnit;
import java.util.List;
import java.util.UUID;

/**
 * A live run as it was created or taken up: all that its verticles need to begin.
 *
 * @param epoch under which it may be written
 * @param waiting units to hand out, in order of creation; at most one for each page of best sellers
 *     and one for each product on them
 */
public record LiveRun(
    UUID id,
    RunStatus status,
    long epoch,
    int workers,
    String amazonSource,
    String ebaySource,
    RunSettings settings,
    List<Category> categories,
    List<WorkUnit> waiting) {
  public LiveRun {
    categories = List.copyOf(categories);
    waiting = List.copyOf(waiting);
  }
}
