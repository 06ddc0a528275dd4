package io.glasshive.web.sse;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Run;
import io.glasshive.journal.Cursor;
import io.glasshive.journal.LogReader;
import io.glasshive.journal.MetricsReader;
import io.glasshive.journal.Rings;
import io.glasshive.metrics.Level;
import io.glasshive.metrics.Meters;
import io.glasshive.metrics.Meters.Measure;
import io.glasshive.store.EventFilter;
import io.glasshive.store.EventReader;
import io.glasshive.store.RunPosition;
import io.glasshive.store.RunReader;
import io.glasshive.store.RunSnapshot;
import io.glasshive.web.shape.SnapshotJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Everybody who watches through one event loop. Chunks from the bus go into the rings and wake the
 * viewers of their run; a heartbeat goes to all. Not thread-safe.
 */
public final class Viewers {
  /**
   * Most streams of one event loop: each holds up to 64 KB in its socket's queue and one step of
   * its cursor, a few hundred megabytes for all when every one of them is stuck.
   */
  private static final int MAX_STREAMS = 2_000;

  private final Context context;
  private final RunReader runs;
  private final Positions positions;
  private final DatabaseWaits databaseWaits;
  private final Rings rings;
  private final LogReader log;
  private final MetricsReader metrics;
  private final InstantSource clock;
  private final Level open;
  private final Level behind;
  private final Level ringBytes;
  private final Map<UUID, Set<EventStream>> streams = new HashMap<>();
  private int count;
  private int behindCount;

  /**
   * Nobody yet.
   *
   * @param context the event loop they are all on
   * @param maxRingBytes most bytes of recent events to keep
   */
  public Viewers(
      Context context,
      RunReader runs,
      Positions positions,
      DatabaseWaits databaseWaits,
      EventReader events,
      MetricsReader metrics,
      long maxRingBytes,
      InstantSource clock,
      Meters meters) {
    this.context = context;
    this.runs = runs;
    this.positions = positions;
    this.databaseWaits = databaseWaits;
    this.rings = new Rings(maxRingBytes);
    this.log = new LogReader(events, meters);
    this.metrics = metrics;
    this.clock = clock;
    this.open = meters.level(Measure.STREAMS);
    this.behind = meters.level(Measure.STREAMS_BEHIND);
    this.ringBytes = meters.level(Measure.STREAM_RING_BYTES);
  }

  /** New events of some run, from the bus. */
  public void accept(Chunk chunk) {
    rings.add(chunk);
    ringBytes.set(rings.bytes());
    // A copy: a stream that ends leaves the set.
    List.copyOf(streams.getOrDefault(chunk.runId(), Set.of()))
        .forEach(stream -> stream.wake(chunk.lastSeq()));
  }

  /** Time for a sign of life. */
  public void beat() {
    all().forEach(EventStream::beat);
  }

  /** Lets everybody go, and what was kept for them. */
  public void breakOff() {
    all().forEach(EventStream::breakOff);
    ringBytes.set(0);
    log.close();
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Begins with a snapshot and goes on with what comes after it. */
  public Future<Void> open(HttpServerResponse response, UUID runId, EventFilter filter) {
    Instant now = clock.instant();
    return runs.snapshot(runId, now)
        .map(found -> found.orElseThrow(() -> noSuchRun(runId)))
        .compose(
            snapshot ->
                metrics
                    .read(snapshot.metrics())
                    .map(body -> begin(response, filter, snapshot, body, now)));
  }

  /** Begins after {@code position}. */
  public Future<Void> open(
      HttpServerResponse response, UUID runId, EventFilter filter, long position) {
    return positions.of(runId).map(end -> begin(response, runId, filter, position, end));
  }

  private Void begin(
      HttpServerResponse response,
      EventFilter filter,
      RunSnapshot snapshot,
      String metricsBody,
      Instant now) {
    Run run = snapshot.ledger().run();
    String body = SnapshotJson.of(snapshot, metricsBody, databaseWaits.has(run.id()), now);
    Buffer first = Frames.snapshot(run.lastSeq(), body);
    Cursor cursor = new Cursor(run.id(), filter, rings, log, run.lastSeq(), run.lastSeq());
    return begin(response, run.id(), cursor, run.status().ended(), first);
  }

  private Void begin(
      HttpServerResponse response, UUID runId, EventFilter filter, long position, RunPosition end) {
    if (end == null) {
      throw noSuchRun(runId);
    } else if (position > end.lastSeq()) {
      throw new Failure.Rejected(
          "bad_position",
          "The log ends at "
              + end.lastSeq()
              + ": ask for what comes after a position up to there, or name none.",
          Map.of("last_seq", end.lastSeq()));
    } else if (end.status().ended() && position == end.lastSeq()) {
      // Everything was delivered; 204 also keeps an EventSource from coming back.
      response.setStatusCode(204).end();
      return null;
    }
    Cursor cursor = new Cursor(runId, filter, rings, log, position, end.lastSeq());
    return begin(response, runId, cursor, end.status().ended(), null);
  }

  private Void begin(
      HttpServerResponse response, UUID runId, Cursor cursor, boolean ended, Buffer first) {
    if (count >= MAX_STREAMS) {
      throw new Failure.Unavailable(
          "too_many_viewers", "Too many streams are open: close some, or come back later.", null);
    }
    if (response.closed()) {
      return null;
    }
    // What came from the bus while the database was asked woke nobody.
    cursor.learn(rings.end(runId));
    EventStream stream =
        new EventStream(
            context, response, runId, cursor, ended, positions, this::countBehind, this::remove);
    streams.computeIfAbsent(runId, id -> new HashSet<>()).add(stream);
    open.set(++count);
    stream.begin(first);
    return null;
  }

  private void remove(EventStream stream) {
    Set<EventStream> ofRun = streams.get(stream.runId());
    ofRun.remove(stream);
    open.set(--count);
    if (ofRun.isEmpty()) {
      streams.remove(stream.runId());
    }
  }

  private void countBehind(boolean now) {
    behindCount += now ? 1 : -1;
    behind.set(behindCount);
  }

  private List<EventStream> all() {
    return streams.values().stream().flatMap(Set::stream).toList();
  }

  private static Failure.Rejected noSuchRun(UUID runId) {
    return Failure.Rejected.notFound("There is no run " + runId + ".");
  }
}
