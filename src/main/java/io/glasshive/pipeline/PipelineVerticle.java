package io.glasshive.pipeline;

import io.glasshive.bus.Committed;
import io.glasshive.bus.Entry;
import io.glasshive.bus.RunEnded;
import io.glasshive.bus.RunProgress;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Failure;
import io.glasshive.metrics.Meters;
import io.glasshive.store.SqlErrors;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a live run. It never waits for a timer: while one batch commits the next
 * gathers, and a commit that ends starts the next at once. Light load gives the latency of a single
 * page, heavy load big batches.
 */
public final class PipelineVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineVerticle.class);

  private final LiveRun run;
  private final Pool pool;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final EntryQueue queue;
  private final WriterMeters meters;

  private BatchWriter writer;
  private final KnownSellers knownSellers = new KnownSellers();
  private LiveMetrics metrics;
  private Announcer announcer;
  private WorkUnits workUnits;
  private EventFactory events;
  private boolean committing;
  private Failure stopped;

  /**
   * @param maxBatchRows {@code pipeline.max_batch_rows}
   */
  public PipelineVerticle(
      LiveRun run,
      Pool pool,
      InstantSource clock,
      LongSupplier nanos,
      int maxBatchRows,
      Meters meters) {
    this.run = run;
    this.pool = pool;
    this.clock = clock;
    this.nanos = nanos;
    this.queue = new EntryQueue(maxBatchRows);
    this.meters = new WriterMeters(meters, run);
  }

  @Override
  public Future<?> start() {
    writer = new BatchWriter(vertx, pool, run.id());
    workUnits = new WorkUnits(run.categories());
    events = new EventFactory(run.id(), clock);
    metrics = new LiveMetrics(vertx, pool, run);
    announcer = new Announcer(vertx, metrics, run.status());
    metrics.begin();
    return Topics.entries(run.id()).answer(vertx, this::take).completion();
  }

  @Override
  public Future<?> stop() {
    stopped = new Failure.Unavailable("stopping", "The server is stopping.", null);
    writer.stop();
    queue.drain().forEach(q -> q.answer().fail(stopped));
    meters.close();
    announcer.close();
    return Future.succeededFuture();
  }

  private Future<Committed> take(Entry entry) {
    if (stopped != null) {
      return Future.failedFuture(stopped);
    }
    Future<Committed> answer = queue.add(entry);
    meters.queued(queue.size());
    commitNext();
    return answer;
  }

  private void commitNext() {
    if (committing || stopped != null || queue.isEmpty()) {
      return;
    }
    committing = true;
    metrics
        .settled()
        .compose(folded -> commit(next()))
        .onComplete(
            done -> {
              committing = false;
              if (done.succeeded()) {
                commitNext();
              } else {
                stopWriting(done.cause());
              }
            });
  }

  private List<EntryQueue.Queued> next() {
    List<EntryQueue.Queued> next = queue.next();
    meters.queued(queue.size());
    return next;
  }

  /** Commits and answers; fails only when nothing of this run can be written any more. */
  private Future<Void> commit(List<EntryQueue.Queued> queued) {
    long began = nanos.getAsLong();
    return writer
        .commit(batch(queued.stream().map(EntryQueue.Queued::entry).toList()))
        .compose(
            result -> {
              publish(queued, result, began);
              return Future.succeededFuture();
            },
            cause -> refused(queued, cause));
  }

  /** One entry that cannot be written does not stop the others: each is tried by itself. */
  private Future<Void> refused(List<EntryQueue.Queued> queued, Throwable cause) {
    if (cause instanceof Batch.Fenced || cause instanceof Failure.Unavailable) {
      queued.forEach(q -> q.answer().fail(unavailable(cause)));
      return Future.failedFuture(cause);
    }
    if (SqlErrors.sort(cause) == SqlErrors.Kind.ROW && knownSellers.forget()) {
      return commit(queued); // a seller that was known may have been deleted
    }
    if (queued.size() == 1) {
      return isolate(queued.get(0), cause);
    }
    Future<Void> each = Future.succeededFuture();
    for (EntryQueue.Queued one : queued) {
      each =
          each.compose(
              done -> commit(List.of(one)),
              over -> {
                one.answer().fail(unavailable(over));
                return Future.failedFuture(over);
              });
    }
    return each;
  }

  private void publish(List<EntryQueue.Queued> queued, Batch.Result result, long began) {
    if (!result.log().events().isEmpty()) {
      Topics.CHUNKS.publish(vertx, result.log().chunk());
    }
    Topics.progress(run.id())
        .send(vertx, new RunProgress(result.status(), workUnits.workUnits(result.waiting())));
    for (int i = 0; i < queued.size(); i++) {
      queued.get(i).answer().complete(result.answers().get(i));
    }
    meters.committed(result, queued.size(), nanos.getAsLong() - began);
    metrics.committed(result);
    knownSellers.remember(result.sellers());
    announcer.committed(result.run());
  }

  /** The good rows of a page land; an entry that cannot be mended is answered with its failure. */
  private Future<Void> isolate(EntryQueue.Queued one, Throwable cause) {
    long began = nanos.getAsLong();
    RowIsolation isolation = new RowIsolation(pool, entry -> batch(List.of(entry)));
    return (SqlErrors.sort(cause) == SqlErrors.Kind.ROW
            ? isolation.isolate(one.entry(), cause)
            : Future.<Entry>failedFuture(cause))
        .compose(good -> writer.commit(batch(List.of(good))))
        .compose(
            result -> {
              publish(List.of(one), result, began);
              return Future.succeededFuture();
            },
            failed -> {
              if (BatchWriter.retryable(failed)) {
                return commit(List.of(one)); // from the start, as often as it takes
              }
              LOG.error("run {}: an entry cannot be written", run.id(), failed);
              one.answer().fail(SqlErrors.failure(failed));
              return Future.succeededFuture();
            });
  }

  private Batch batch(List<Entry> entries) {
    return new Batch(run, workUnits, events, metrics, knownSellers, nanos, entries);
  }

  /** Nothing of this run can be written any more: it is left as its rows say. */
  private void stopWriting(Throwable cause) {
    if (stopped == null) {
      LOG.error("run {} cannot be written any more: {}", run.id(), cause.getMessage());
      stopped = unavailable(cause);
      Topics.ENDED.send(vertx, new RunEnded(run.id(), null));
    }
    queue.drain().forEach(q -> q.answer().fail(stopped));
  }

  private static Failure unavailable(Throwable cause) {
    return cause instanceof Failure failure
        ? failure
        : new Failure.Unavailable("not_the_writer", cause.getMessage(), cause);
  }
}
