package io.glasshive.journal;

import io.glasshive.domain.EventJson;
import io.glasshive.domain.Failure;
import io.glasshive.metrics.MetricsFold;
import io.glasshive.metrics.MetricsJson;
import io.glasshive.store.EventReader;
import io.glasshive.store.StoredEvent;
import io.glasshive.store.StoredMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The metrics of a run at one position of its log: the state that the writer stored, and the events
 * from there on. What was written at a position does not change, so that the events may be read
 * later than the state.
 *
 * <p>A few hundred events are decoded at a time, on the worker pool; no event loop folds.
 */
public final class MetricsReader {
  private final Vertx vertx;
  private final EventReader events;

  public MetricsReader(Vertx vertx, EventReader events) {
    this.vertx = vertx;
    this.events = events;
  }

  /**
   * The metrics at {@code stored.lastSeq()}.
   *
   * @return the body of {@code GET /runs/{id}/metrics}; fails with a {@code Failure}
   */
  public Future<String> read(StoredMetrics stored) {
    return vertx
        .executeBlocking(() -> MetricsFold.decode(stored.state()), false)
        .compose(fold -> goOn(fold, stored))
        .recover(cause -> Future.failedFuture(failure(stored, cause)));
  }

  private Future<String> goOn(MetricsFold fold, StoredMetrics stored) {
    return events
        .each(stored.runId(), fold.seq(), stored.lastSeq(), part -> add(fold, part))
        .compose(done -> vertx.executeBlocking(() -> encode(fold, stored), false));
  }

  private Future<Void> add(MetricsFold fold, List<StoredEvent> part) {
    return vertx.executeBlocking(
        () -> {
          part.forEach(event -> fold.add(EventJson.decode(event.body())));
          return null;
        },
        false);
  }

  private static String encode(MetricsFold fold, StoredMetrics stored) {
    if (fold.seq() != stored.lastSeq()) {
      throw new IllegalArgumentException("the log ends at " + fold.seq());
    }
    return MetricsJson.encode(stored.runId(), stored.workers(), stored.categoryIds(), fold);
  }

  private static Failure failure(StoredMetrics stored, Throwable cause) {
    return cause instanceof Failure failure
        ? failure
        : new Failure.Fault("The log of run " + stored.runId() + " cannot be folded.", cause);
  }
}
