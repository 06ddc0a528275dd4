package io.glasshive.metrics;

import io.glasshive.domain.ActivityEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics of a run as a fold over its log, event by event from the first on. Two folds over the
 * same events are equal to the byte, however they were interrupted by {@link #encode} and {@link
 * #decode}.
 *
 * <p>An event counts for the run, for its category, and for the worker whose request or page it is
 * about; the pipeline's events name that worker in {@code source_worker_id}. Not thread-safe.
 */
public final class MetricsFold {
  /** Changes whenever an older state cannot be gone on with; the log then tells all again. */
  private static final int FORMAT = 1;

  private long seq;
  private final Figures run;
  private final Map<Integer, Figures> workers = new TreeMap<>();
  private final Map<String, Figures> categories = new TreeMap<>();

  /** The metrics of an empty log. */
  public MetricsFold() {
    this(0, new Figures());
  }

  private MetricsFold(long seq, Figures run) {
    this.seq = seq;
    this.run = run;
  }

  /** Position of the newest event in it. */
  public long seq() {
    return seq;
  }

  /**
   * Adds the next event of the log.
   *
   * @throws IllegalArgumentException when it is not the next
   */
  public void add(ActivityEvent event) {
    if (event.seq() != seq + 1) {
      throw new IllegalArgumentException(
          "event " + event.seq() + " does not follow " + seq + " in run " + event.runId());
    }
    seq++;
    if (event.action().ofRun()) {
      return;
    }
    run.add(event);
    categories.computeIfAbsent(event.categoryId(), id -> new Figures()).add(event);
    int worker = event.sourceWorkerId() == null ? event.workerId() : event.sourceWorkerId();
    workers.computeIfAbsent(worker, id -> new Figures()).add(event);
  }

  Figures run() {
    return run;
  }

  /** Of a worker that has done nothing yet, all zero. */
  Figures worker(int id) {
    return workers.getOrDefault(id, new Figures());
  }

  /** Of a category that nothing was asked of yet, all zero. */
  Figures category(String id) {
    return categories.getOrDefault(id, new Figures());
  }

  /** All of it, for {@link #decode}: a few kilobytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      Varints.write(out, seq);
      run.encode(out);
      Varints.write(out, workers.size());
      for (Map.Entry<Integer, Figures> worker : workers.entrySet()) {
        Varints.write(out, worker.getKey());
        worker.getValue().encode(out);
      }
      Varints.write(out, categories.size());
      for (Map.Entry<String, Figures> category : categories.entrySet()) {
        out.writeUTF(category.getKey());
        category.getValue().encode(out);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * The fold that was encoded.
   *
   * @param state null where none was stored
   * @return an empty fold for none, and for one of another format
   */
  public static MetricsFold decode(byte[] state) {
    if (state == null || state[0] != FORMAT) {
      return new MetricsFold();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      in.readByte();
      MetricsFold fold = new MetricsFold(Varints.read(in), Figures.decode(in));
      for (long left = Varints.read(in); left > 0; left--) {
        int worker = Math.toIntExact(Varints.read(in));
        fold.workers.put(worker, Figures.decode(in));
      }
      for (long left = Varints.read(in); left > 0; left--) {
        String category = in.readUTF();
        fold.categories.put(category, Figures.decode(in));
      }
      return fold;
    } catch (IOException e) {
      throw new IllegalArgumentException("the state is cut short", e);
    }
  }
}
