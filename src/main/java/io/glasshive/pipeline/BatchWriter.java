package io.glasshive.pipeline;

import io.glasshive.bus.DatabaseWait;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Failure;
import io.glasshive.store.SqlErrors;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a batch however long the database takes: the same batch again after a conflict, a lost
 * connection or a database that cannot now. A commit whose answer was lost is looked up first, so
 * that it is neither repeated nor forgotten. Everybody is told while it waits for the database.
 */
final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  // Between tries: a restarting server is back within seconds; after minutes a second more is
  // nothing.
  private static final long MIN_BACK_OFF_MILLIS = 50;
  private static final long MAX_BACK_OFF_MILLIS = 2_000;

  private final Vertx vertx;
  private final Pool pool;
  private final UUID runId;
  private boolean stopped;
  private boolean waiting;

  BatchWriter(Vertx vertx, Pool pool, UUID runId) {
    this.vertx = vertx;
    this.pool = pool;
    this.runId = runId;
  }

  void stop() {
    stopped = true;
    goesOn();
  }

  /**
   * Commits the batch. Fails with {@link Batch.Fenced}, with what no repetition mends, or with
   * {@link Failure.Unavailable} once stopped.
   */
  Future<Batch.Result> commit(Batch batch) {
    Promise<Batch.Result> committed = Promise.promise();
    attempt(batch, null, 0, committed);
    return committed.future();
  }

  private void attempt(
      Batch batch, Batch.Result maybeCommitted, int failures, Promise<Batch.Result> committed) {
    if (stopped) {
      committed.fail(new Failure.Unavailable("stopping", "The server is stopping.", null));
      return;
    }
    Try attempt = new Try(batch, maybeCommitted);
    pool.getConnection()
        .compose(attempt::run)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                goesOn();
                committed.complete(done.result());
              } else if (retryable(done.cause())) {
                later(batch, attempt.maybeCommitted, failures + 1, committed, done.cause());
              } else {
                goesOn();
                committed.fail(done.cause());
              }
            });
  }

  private void later(
      Batch batch,
      Batch.Result maybeCommitted,
      int failures,
      Promise<Batch.Result> committed,
      Throwable cause) {
    boolean isConflict = SqlErrors.sort(cause) == SqlErrors.Kind.RETRY_SAME;
    long wait =
        isConflict
            ? 1
            : Math.min(MAX_BACK_OFF_MILLIS, MIN_BACK_OFF_MILLIS << Math.min(failures, 10));
    if (failures == 1) {
      LOG.warn("run {}: the database cannot now, trying on: {}", runId, cause.toString());
    }
    if (!isConflict && !stopped) {
      waiting = true;
      Topics.DATABASE_WAITS.publish(vertx, new DatabaseWait(runId, true));
    }
    vertx.setTimer(wait, timer -> attempt(batch, maybeCommitted, failures, committed));
  }

  private void goesOn() {
    if (waiting) {
      waiting = false;
      Topics.DATABASE_WAITS.publish(vertx, new DatabaseWait(runId, false));
    }
  }

  /** Whether the same may succeed later. */
  static boolean retryable(Throwable cause) {
    if (cause instanceof Batch.Fenced) {
      return false;
    }
    return switch (SqlErrors.sort(cause)) {
      case RETRY_SAME, LOST_ANSWER, WAIT -> true;
      case ROW, BUG -> false;
    };
  }

  /** One try; remembers the result whose commit was asked for. */
  private static final class Try {
    private final Batch batch;
    private Batch.Result maybeCommitted;

    Try(Batch batch, Batch.Result maybeCommitted) {
      this.batch = batch;
      this.maybeCommitted = maybeCommitted;
    }

    Future<Batch.Result> run(SqlConnection connection) {
      return connection
          .begin()
          .compose(transaction -> write(connection, transaction))
          .eventually(connection::close);
    }

    private Future<Batch.Result> write(SqlConnection connection, Transaction transaction) {
      Batch.Result earlier = maybeCommitted;
      return batch
          .write(connection, earlier)
          .compose(
              result -> {
                maybeCommitted = result;
                return transaction.commit().map(result);
              },
              failed ->
                  transaction
                      .rollback()
                      .otherwiseEmpty()
                      .compose(rolledBack -> Future.failedFuture(failed)));
    }
  }
}
