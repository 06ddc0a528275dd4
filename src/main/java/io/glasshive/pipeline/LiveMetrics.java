package io.glasshive.pipeline;

import io.glasshive.bus.RunMetrics;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Category;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.MetricsFold;
import io.glasshive.metrics.MetricsJson;
import io.glasshive.store.EventReader;
import io.glasshive.store.RunReader;
import io.glasshive.store.StoredEvent;
import io.glasshive.store.StoredMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a live run beside its writer. They go on only after a commit, so that a batch can
 * be written again; what a batch stores is their state as of an earlier commit, and the log tells
 * the rest. Only the batch that ends a run stores a state with itself in it.
 *
 * <p>Whatever goes wrong here stops no writing: the metrics are then begun again from what is
 * stored, and until then neither stored nor published.
 *
 * <p>For the writer's context. Folding and encoding are tasks of the context's ordered queue on the
 * worker pool, where one sees what those before it did; only they touch the fold.
 */
final class LiveMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(LiveMetrics.class);

  /** A reader folds at most about this many events: some 20 ms of one thread. */
  static final long STORED_EVERY = 1_000;

  /** The metrics up to {@code seq}, to be stored. */
  record State(long seq, byte[] bytes) {}

  private final Vertx vertx;
  private final LiveRun run;
  private final RunReader runs;
  private final EventReader log;
  private final List<String> categoryIds;

  private MetricsFold fold;
  private long encodedSeq;
  private State next;
  private Future<Void> settled = Future.succeededFuture();

  LiveMetrics(Vertx vertx, Pool pool, LiveRun run) {
    this.vertx = vertx;
    this.run = run;
    this.runs = new RunReader(pool);
    this.log = new EventReader(pool);
    this.categoryIds = run.categories().stream().map(Category::id).toList();
  }

  /**
   * Completes, and never fails, when all that was committed is folded. A writer that waits for it
   * before its next commit keeps what is not folded yet to one batch.
   */
  Future<Void> settled() {
    return settled;
  }

  /** Takes up what is stored, and the rest of the log. */
  void begin() {
    then(this::load);
  }

  /** Goes on with what was committed. */
  void committed(Batch.Result result) {
    if (next == result.metrics()) {
      next = null;
    }
    List<ActivityEvent> events = result.log().numbered();
    if (!events.isEmpty()) {
      then(() -> fold == null ? load() : advance(events));
    }
  }

  /**
   * The state to store with a batch.
   *
   * @param status what the batch makes of the run
   * @param baseSeq where the log ended before
   * @param added what the batch adds to it
   * @return null where there is nothing new to store
   */
  Future<State> toStore(RunStatus status, long baseSeq, Log added) {
    MetricsFold now = fold;
    if (!status.ended() || now == null) {
      return Future.succeededFuture(next);
    }
    return inOrder(() -> now.seq() == baseSeq ? with(now, added.numbered()) : null)
        .onFailure(this::giveUp)
        .otherwise(cause -> null);
  }

  /** All that was committed, for everybody; null where it is not known just now. */
  Future<RunMetrics> published() {
    return settled
        .compose(
            folded -> {
              MetricsFold now = fold;
              return now == null ? Future.succeededFuture() : inOrder(() -> published(now));
            })
        .onFailure(this::giveUp)
        .otherwise(cause -> null);
  }

  private void then(Supplier<Future<Void>> step) {
    settled =
        settled.compose(before -> step.get()).onFailure(this::giveUp).otherwise(cause -> null);
  }

  private Future<Void> load() {
    return runs.metrics(run.id())
        .map(found -> found.orElseThrow())
        .compose(
            stored ->
                inOrder(() -> MetricsFold.decode(stored.state()))
                    .compose(begun -> catchUp(begun, stored)));
  }

  private Future<Void> catchUp(MetricsFold begun, StoredMetrics stored) {
    encodedSeq = begun.seq();
    return log.each(
            run.id(), begun.seq(), stored.lastSeq(), part -> inOrder(() -> decode(begun, part)))
        .compose(done -> inOrder(() -> stateIfDue(begun)))
        .onSuccess(
            state -> {
              fold = begun;
              next = state;
            })
        .mapEmpty();
  }

  private Future<Void> advance(List<ActivityEvent> events) {
    MetricsFold now = fold;
    return inOrder(
            () -> {
              events.forEach(now::add);
              return stateIfDue(now);
            })
        .onSuccess(state -> next = state == null ? next : state)
        .mapEmpty();
  }

  private State stateIfDue(MetricsFold fold) {
    if (fold.seq() - encodedSeq < STORED_EVERY) {
      return null;
    }
    encodedSeq = fold.seq();
    return new State(fold.seq(), fold.encode());
  }

  private static State with(MetricsFold fold, List<ActivityEvent> events) {
    MetricsFold after = MetricsFold.decode(fold.encode());
    events.forEach(after::add);
    return new State(after.seq(), after.encode());
  }

  private static Void decode(MetricsFold fold, List<StoredEvent> part) {
    part.forEach(event -> fold.add(EventJson.decode(event.body())));
    return null;
  }

  private RunMetrics published(MetricsFold fold) {
    return new RunMetrics(
        run.id(), fold.seq(), MetricsJson.encode(run.id(), run.workers(), categoryIds, fold));
  }

  private void giveUp(Throwable cause) {
    LOG.warn("run {}: its metrics are begun again", run.id(), cause);
    fold = null;
    next = null;
  }

  private <T> Future<T> inOrder(Callable<T> task) {
    return vertx.executeBlocking(task, true);
  }
}
