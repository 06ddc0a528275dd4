package io.glasshive.journal;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.Phase;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Scope;
import io.glasshive.domain.UnitId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes runs and their logs as the writer does: rows and position in one transaction. Blocking.
 */
public final class StoredRuns {

  /** When everything in these runs happened. */
  public static final Instant THEN = Instant.parse("2026-09-24T10:00:00.123456Z");

  private static final AtomicLong IDS = new AtomicLong();

  private final Pool pool;

  public StoredRuns(Pool pool) {
    this.pool = pool;
  }

  /** A run with three workers and two categories, and an empty log. */
  public UUID run(RunStatus status) {
    return run(new UUID(0x1234_5678_9abc_7defL, IDS.incrementAndGet()), status, THEN);
  }

  /** A run of that id. */
  public UUID run(UUID id, RunStatus status, Instant createdAt) {
    execute(
        "insert into runs (id, name, status, workers, amazon_source, ebay_source, settings,"
            + " created_at, started_at) values ($1, 'A run', $2, 3, 'simulator', 'simulator', '{}',"
            + " $3, $4)",
        Tuple.of(id, status.wire(), utc(createdAt), utc(THEN)));
    execute(
        "insert into run_categories (run_id, category_id, position, name, department_id,"
            + " department, products, sellers_new) values"
            + " ($1, '172541', 0, 'Headphones', 'electronics', 'Electronics', 3, 2),"
            + " ($1, '165793011', 1, 'Toys & Games', 'toys', 'Toys & Games', 1, 0)",
        Tuple.of(id));
    return id;
  }

  /** Appends events that follow the end of the log; the chunk is not published. */
  public Chunk append(UUID runId, ActivityEvent... events) {
    return await(
        pool.withTransaction(
            connection ->
                connection
                    .preparedQuery("select last_seq from runs where id = $1 for update")
                    .execute(Tuple.of(runId))
                    .map(rows -> rows.iterator().next().getLong("last_seq"))
                    .compose(last -> write(connection, runId, last, List.of(events)))));
  }

  /** Appends {@code count} events {@code fetching} of the workers in turn. */
  public Chunk append(UUID runId, int count) {
    ActivityEvent[] events = new ActivityEvent[count];
    for (int i = 0; i < count; i++) {
      events[i] = fetching(runId, 1 + i % 3);
    }
    return append(runId, events);
  }

  /** Ends a run together with its last event. */
  public Chunk end(UUID runId, RunStatus status) {
    execute(
        "update runs set status = $2, ended_at = $3 where id = $1",
        Tuple.of(runId, status.wire(), utc(THEN)));
    Action last =
        switch (status) {
          case CANCELLED -> Action.CANCELLED;
          case FAILED -> Action.FAILED;
          default -> Action.COMPLETE;
        };
    return append(runId, ofRun(runId, last));
  }

  public void execute(String sql, Tuple arguments) {
    await(pool.preparedQuery(sql).execute(arguments));
  }

  public static ActivityEvent fetching(UUID runId, int worker) {
    return request(runId, worker, Action.FETCHING).build();
  }

  public static ActivityEvent found(UUID runId, int worker) {
    return request(runId, worker, Action.FOUND).durationMs(120).itemsCount(7).build();
  }

  /** An error that is tried again, or not where {@code nextTryAt} is null. */
  public static ActivityEvent error(UUID runId, int worker, Instant nextTryAt) {
    return request(runId, worker, Action.ERROR)
        .durationMs(120)
        .error(ErrorType.TIMEOUT, ErrorStage.API)
        .errorMessage("no answer within 165 s")
        .nextTryAt(nextTryAt)
        .build();
  }

  public static ActivityEvent rateLimited(UUID runId, int worker, Instant nextTryAt) {
    return request(runId, worker, Action.RATE_LIMITED)
        .durationMs(120)
        .error(ErrorType.RATE_LIMIT, ErrorStage.API)
        .nextTryAt(nextTryAt)
        .build();
  }

  public static ActivityEvent ofRun(UUID runId, Action action) {
    return new ActivityEvent.Builder(id(), runId, THEN, 0, Phase.AMAZON, action)
        .scope(Scope.RUN)
        .round(1)
        .build();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private static ActivityEvent.Builder request(UUID runId, int worker, Action action) {
    return new ActivityEvent.Builder(id(), runId, THEN, worker, Phase.AMAZON, action)
        .category("172541", "Electronics > Headphones")
        .unit(UnitId.amazon("172541", 1))
        .url("https://www.amazon.com/gp/bestsellers/electronics/172541?pg=1&name=Größe")
        .startedAt(THEN)
        .attempt(1);
  }

  private static UUID id() {
    return new UUID(0x0199_7a00_0000_7000L, IDS.incrementAndGet());
  }

  private Future<Chunk> write(
      SqlConnection connection, UUID runId, long last, List<ActivityEvent> events) {
    List<Chunk.Entry> entries = new ArrayList<>();
    List<Tuple> rows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      ActivityEvent e = events.get(i).numbered(last + 1 + i);
      String body = EventJson.encode(e);
      entries.add(
          new Chunk.Entry(e.seq(), e.workerId(), e.phase(), e.action(), e.errorType(), body));
      rows.add(
          Tuple.tuple()
              .addUUID(runId)
              .addLong(e.seq())
              .addInteger(e.workerId())
              .addString(e.phase().wire())
              .addString(e.action().wire())
              .addString(e.errorType() == null ? null : e.errorType().wire())
              .addInteger(e.attempt())
              .addOffsetDateTime(e.timestamp().atOffset(ZoneOffset.UTC))
              .addString(body));
    }
    return connection
        .preparedQuery(
            "insert into activity_events (run_id, seq, worker_id, phase, action, error_type,"
                + " attempt, at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .executeBatch(rows)
        .compose(
            written ->
                connection
                    .preparedQuery("update runs set last_seq = $2 where id = $1")
                    .execute(Tuple.of(runId, last + events.size())))
        .map(updated -> new Chunk(runId, entries));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
