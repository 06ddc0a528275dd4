package io.glasshive.web.sse;

import io.glasshive.store.RunPosition;
import io.glasshive.store.RunReader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How far logs go, asked of the database for all viewers of an event loop together: one question is
 * under way at a time, and who asks meanwhile gets the answer to the next, which is never older
 * than its asking. Not thread-safe.
 */
public final class Positions {
  private final RunReader runs;
  private Map<UUID, Promise<RunPosition>> asked = new HashMap<>();
  private boolean underWay;

  public Positions(RunReader runs) {
    this.runs = runs;
  }

  /** The position of a run's log as of now or later; null when there is no such run. */
  public Future<RunPosition> of(UUID runId) {
    Future<RunPosition> answer = asked.computeIfAbsent(runId, id -> Promise.promise()).future();
    if (!underWay) {
      ask();
    }
    return answer;
  }

  private void ask() {
    Map<UUID, Promise<RunPosition>> mine = asked;
    asked = new HashMap<>();
    underWay = true;
    runs.positions(mine.keySet()).onComplete(found -> answer(mine, found));
  }

  private void answer(
      Map<UUID, Promise<RunPosition>> askers, AsyncResult<Map<UUID, RunPosition>> found) {
    underWay = false;
    askers.forEach((runId, asker) -> answer(asker, runId, found));
    if (!underWay && !asked.isEmpty()) {
      ask();
    }
  }

  private static void answer(
      Promise<RunPosition> asker, UUID runId, AsyncResult<Map<UUID, RunPosition>> found) {
    if (found.succeeded()) {
      asker.complete(found.result().get(runId));
    } else {
      asker.fail(found.cause());
    }
  }
}
