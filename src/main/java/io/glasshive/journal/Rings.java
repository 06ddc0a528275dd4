package io.glasshive.journal;

import io.glasshive.bus.Chunk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The newest chunks of all runs that one event loop has heard of, a {@link Ring} a run, within a
 * number of bytes: beyond it the chunk that came first goes, of whatever run. Chunks are shared
 * between event loops, so that the rings of all of them cost little more than those of one. Not
 * thread-safe.
 */
public final class Rings {
  /** An event's frame and its text are both kept; the rest is objects around them. */
  private static final int BYTES_PER_FRAME_BYTE = 2;

  private static final int BYTES_PER_EVENT = 100;

  private final long maxBytes;
  private final Map<UUID, Ring> rings = new HashMap<>();
  private final Deque<Chunk> inOrderOfArrival = new ArrayDeque<>();
  private long bytes;

  /** Rings that keep at most {@code maxBytes} together. */
  public Rings(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes in a chunk from the bus. */
  public void add(Chunk chunk) {
    Set<Chunk> dropped = rings.computeIfAbsent(chunk.runId(), id -> new Ring()).add(chunk);
    if (dropped == null) {
      return;
    }
    if (!dropped.isEmpty()) {
      inOrderOfArrival.removeAll(dropped);
      dropped.forEach(gone -> bytes -= cost(gone));
    }
    inOrderOfArrival.addLast(chunk);
    bytes += cost(chunk);
    while (bytes > maxBytes) {
      evictOldest();
    }
  }

  /** The chunk that holds the event at {@code seq} of a run, or null. */
  public Chunk holding(UUID runId, long seq) {
    Ring ring = rings.get(runId);
    return ring == null ? null : ring.holding(seq);
  }

  /** Position of the newest event of a run that is kept, or 0. */
  public long end(UUID runId) {
    Ring ring = rings.get(runId);
    return ring == null ? 0 : ring.end();
  }

  /** What the chunks kept cost. */
  public long bytes() {
    return bytes;
  }

  private void evictOldest() {
    Chunk oldest = inOrderOfArrival.removeFirst();
    bytes -= cost(oldest);
    Ring ring = rings.get(oldest.runId());
    ring.removeOldest();
    if (ring.isEmpty()) {
      rings.remove(oldest.runId());
    }
  }

  private static long cost(Chunk chunk) {
    return (long) BYTES_PER_FRAME_BYTE * chunk.size()
        + (long) BYTES_PER_EVENT * chunk.entries().size();
  }
}
