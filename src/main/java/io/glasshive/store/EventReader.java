package io.glasshive.store;

import io.glasshive.domain.Action;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The log of a run, as it was stored. Fails with a {@code Failure}. */
public final class EventReader {
  private static final Sql SQL = Sql.load("read_events");

  /**
   * Most rows that one filtered read looks through: about 30 ms of work for the database where none
   * of them matches. The reader is told how far it came and asks again.
   */
  static final long MAX_EXAMINED = 50_000;

  /** Of a log that is read from end to end: about 400 KB, and 10 ms to decode. */
  private static final int PART_EVENTS = 500;

  private final Pool pool;

  public EventReader(Pool pool) {
    this.pool = pool;
  }

  /** The events at positions {@code first} … {@code last}, as far as they are stored. */
  public Future<List<StoredEvent>> between(UUID runId, long first, long last) {
    return Reads.list(
        pool, SQL.get("events_between"), Tuple.of(runId, first, last), EventReader::event);
  }

  /**
   * The events after a position and up to {@code last}, part by part: the next is read when what
   * the last was given to has done with it.
   *
   * @param last must be stored already
   * @return fails with a {@code Failure}, or as {@code part} does
   */
  public Future<Void> each(
      UUID runId, long after, long last, Function<List<StoredEvent>, Future<?>> part) {
    Promise<Void> done = Promise.promise();
    each(runId, after, last, part, done);
    return done.future();
  }

  private void each(
      UUID runId,
      long after,
      long last,
      Function<List<StoredEvent>, Future<?>> part,
      Promise<Void> done) {
    if (after >= last) {
      done.complete();
      return;
    }
    long until = Math.min(last, after + PART_EVENTS);
    between(runId, after + 1, until)
        .compose(events -> part.apply(events).mapEmpty())
        .onSuccess(next -> each(runId, until, last, part, done))
        .onFailure(done::fail);
  }

  /**
   * Matching events in order.
   *
   * @param events each as it was stored
   * @param examined position up to which the log was looked through
   */
  public record Matches(List<Match> events, long examined) {
    public Matches {
      events = List.copyOf(events);
    }
  }

  /** A matching event. */
  public record Match(long seq, String body) {}

  /**
   * Events that match, after a position and up to {@code last}, which must be stored already; at
   * most {@code limit}, and from a bounded part of the log.
   */
  public Future<Matches> matching(
      UUID runId, long after, long last, EventFilter filter, int limit) {
    long until = Math.min(last, after + MAX_EXAMINED);
    Tuple arguments =
        Tuple.tuple()
            .addUUID(runId)
            .addLong(after)
            .addLong(until)
            .addInteger(filter.workerId())
            .addString(wire(filter.phase()))
            .addString(wire(filter.action()))
            .addString(wire(filter.errorType()))
            .addBoolean(filter.errorsOnly())
            .addLong((long) limit);
    return Reads.list(
            pool,
            SQL.get("matching_events"),
            arguments,
            row -> new Match(row.getLong("seq"), row.getString("body")))
        .map(found -> new Matches(found, examined(found, limit, until)));
  }

  private static long examined(List<Match> found, int limit, long until) {
    return found.size() < limit ? until : found.get(limit - 1).seq();
  }

  static StoredEvent event(Row row) {
    String errorType = row.getString("error_type");
    return new StoredEvent(
        row.getLong("seq"),
        row.getInteger("worker_id"),
        Wire.parse(Phase.class, row.getString("phase")),
        Wire.parse(Action.class, row.getString("action")),
        errorType == null ? null : Wire.parse(ErrorType.class, errorType),
        row.getString("body"));
  }

  private static String wire(Wire value) {
    return value == null ? null : value.wire();
  }
}
