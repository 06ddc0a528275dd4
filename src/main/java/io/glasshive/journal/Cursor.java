package io.glasshive.journal;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.store.EventFilter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * A position in the log of a run, and the way on from there: in the ring it takes slices, behind it
 * reads pages of the table, at the end it waits. Every reader is one of these; they differ only in
 * where they start and how fast they go.
 *
 * <p>The log is known to reach a position because a reader found it so in the database or a chunk
 * came from the bus, which is published after its commit. Not thread-safe.
 */
public final class Cursor {
  /**
   * Most events taken in one step: 200 KB at the most that a slow viewer holds besides its socket's
   * queue, and few enough that thousands of viewers get their turn.
   */
  private static final int MAX_EVENTS = 256;

  /** After these a run may have ended. */
  private static final Set<Action> ENDINGS =
      EnumSet.of(Action.COMPLETE, Action.CANCELLED, Action.FAILED);

  /**
   * A step along the log.
   *
   * @param frames the matching events; empty when none matched. A view that must not be written to
   * @param mayEnd whether an event was passed after which a run may have ended
   */
  public record Step(Buffer frames, boolean mayEnd) {}

  private final UUID runId;
  private final EventFilter filter;
  private final Rings rings;
  private final LogReader log;
  private long position;
  private long known;

  /**
   * A cursor after the event at {@code position}.
   *
   * @param known how far the log is known to reach
   */
  public Cursor(
      UUID runId, EventFilter filter, Rings rings, LogReader log, long position, long known) {
    this.runId = runId;
    this.filter = filter;
    this.rings = rings;
    this.log = log;
    this.position = position;
    this.known = known;
  }

  /** The last event passed, delivered or filtered out. */
  public long position() {
    return position;
  }

  /** Says that the log reaches at least {@code lastSeq}. */
  public void learn(long lastSeq) {
    known = Math.max(known, lastSeq);
  }

  /** Whether every event that is known of was passed. */
  public boolean atEnd() {
    return position >= known;
  }

  /**
   * Takes the next events; not at the end, and not while a step is under way. When it fails the
   * position is what it was, and the step can be tried again.
   */
  public Future<Step> next() {
    Chunk held = rings.holding(runId, position + 1);
    if (held != null) {
      return Future.succeededFuture(take(held));
    }
    return log.page(runId, position + 1, known).map(this::take);
  }

  private Step take(Chunk first) {
    long most = position + MAX_EVENTS;
    Buffer frames = null;
    boolean shared = false;
    boolean mayEnd = false;
    Chunk chunk = first;
    while (chunk != null && position < most) {
      long to = Math.min(chunk.lastSeq(), most);
      mayEnd |= mayEnd(chunk, position + 1, to);
      Buffer piece = matching(chunk, position + 1, to);
      if (piece.length() > 0 && frames == null) {
        frames = piece;
        shared = true;
      } else if (piece.length() > 0) {
        // The first piece is a view of a chunk, which others read: append to a copy of it.
        frames = shared ? Buffer.buffer().appendBuffer(frames) : frames;
        shared = false;
        frames.appendBuffer(piece);
      }
      position = to;
      chunk = rings.holding(runId, position + 1);
    }
    learn(position);
    return new Step(frames == null ? Buffer.buffer() : frames, mayEnd);
  }

  private Buffer matching(Chunk chunk, long from, long to) {
    if (filter.matchesAll()) {
      return chunk.frames(from, to);
    }
    Buffer frames = Buffer.buffer();
    long run = from;
    for (long seq = from; seq <= to; seq++) {
      if (!matches(entry(chunk, seq))) {
        append(frames, chunk, run, seq - 1);
        run = seq + 1;
      }
    }
    append(frames, chunk, run, to);
    return frames;
  }

  private static void append(Buffer frames, Chunk chunk, long from, long to) {
    if (from <= to) {
      frames.appendBuffer(chunk.frames(from, to));
    }
  }

  private boolean matches(Chunk.Entry e) {
    return filter.matches(e.workerId(), e.phase(), e.action(), e.errorType());
  }

  private static boolean mayEnd(Chunk chunk, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      if (ENDINGS.contains(entry(chunk, seq).action())) {
        return true;
      }
    }
    return false;
  }

  private static Chunk.Entry entry(Chunk chunk, long seq) {
    return chunk.entries().get(Math.toIntExact(seq - chunk.firstSeq()));
  }
}
