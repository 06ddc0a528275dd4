package io.glasshive.bus;

import io.glasshive.domain.Action;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Consecutive events of one run, stored, encoded once as Server-Sent Events frames ({@code id:
 * SEQ}, {@code data: BODY}, a blank line) and shared by every reader. Immutable.
 */
public final class Chunk {

  /**
   * One stored event: what a filter looks at, and its wire JSON.
   *
   * @param errorType null where there is none
   */
  public record Entry(
      long seq, int workerId, Phase phase, Action action, ErrorType errorType, String body) {
    public Entry {
      Objects.requireNonNull(phase, "phase");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(body, "body");
    }
  }

  private final UUID runId;
  private final List<Entry> entries;
  private final Buffer frames;
  private final int[] offsets;

  /**
   * @param entries at least one, with consecutive {@code seq}
   */
  public Chunk(UUID runId, List<Entry> entries) {
    this.runId = Objects.requireNonNull(runId, "runId");
    this.entries = List.copyOf(entries);
    this.offsets = new int[entries.size() + 1];
    Buffer out = Buffer.buffer(entries.size() * 512);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.seq() != entries.get(0).seq() + i) {
        throw new IllegalArgumentException("a hole before " + entry.seq() + " of " + runId);
      }
      offsets[i] = out.length();
      out.appendString("id: " + entry.seq() + "\ndata: ");
      out.appendBytes(entry.body().getBytes(StandardCharsets.UTF_8));
      out.appendString("\n\n");
    }
    offsets[entries.size()] = out.length();
    this.frames = out;
    firstSeq();
  }

  public UUID runId() {
    return runId;
  }

  public long firstSeq() {
    return entries.get(0).seq();
  }

  public long lastSeq() {
    return entries.get(entries.size() - 1).seq();
  }

  /** The events, in order. */
  public List<Entry> entries() {
    return entries;
  }

  /** Bytes of all frames. */
  public int size() {
    return frames.length();
  }

  /**
   * The frames of {@code from} … {@code to}, both inclusive and inside this chunk; a view that must
   * not be written to.
   */
  public Buffer frames(long from, long to) {
    int first = Math.toIntExact(from - firstSeq());
    int last = Math.toIntExact(to - firstSeq());
    return frames.slice(offsets[first], offsets[last + 1]);
  }
}
