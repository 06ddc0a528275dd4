package io.glasshive.journal;

import io.glasshive.bus.Chunk;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest chunks of one run, without a hole between them. A chunk that does not follow the end
 * empties the ring and begins it anew; one whose events are all known changes nothing. Not
 * thread-safe.
 */
final class Ring {
  private final TreeMap<Long, Chunk> byFirstSeq = new TreeMap<>();

  /**
   * Takes a chunk in.
   *
   * @return the chunks that had to go because this one does not follow them, or null when this one
   *     brings nothing new
   */
  Set<Chunk> add(Chunk chunk) {
    long end = end();
    if (chunk.lastSeq() <= end) {
      return null;
    }
    Set<Chunk> dropped = Set.of();
    if (end > 0 && chunk.firstSeq() != end + 1) {
      dropped = Set.copyOf(byFirstSeq.values());
      byFirstSeq.clear();
    }
    byFirstSeq.put(chunk.firstSeq(), chunk);
    return dropped;
  }

  void removeOldest() {
    byFirstSeq.pollFirstEntry();
  }

  boolean isEmpty() {
    return byFirstSeq.isEmpty();
  }

  /** Position of the newest event, or 0. */
  long end() {
    return byFirstSeq.isEmpty() ? 0 : byFirstSeq.lastEntry().getValue().lastSeq();
  }

  /** The chunk that holds the event at {@code seq}, or null. */
  Chunk holding(long seq) {
    Map.Entry<Long, Chunk> floor = byFirstSeq.floorEntry(seq);
    return floor != null && seq <= floor.getValue().lastSeq() ? floor.getValue() : null;
  }
}
