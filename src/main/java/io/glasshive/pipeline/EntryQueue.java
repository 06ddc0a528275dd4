package io.glasshive.pipeline;

import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Entries that wait for their transaction, in order of arrival. Bounded by its senders: each has at
 * most one entry outstanding.
 */
final class EntryQueue {

  /** An entry and the promise of its answer. */
  record Queued(Entry entry, Promise<Committed> answer) {}

  private final int maxRows;
  private final Deque<Queued> queue = new ArrayDeque<>();

  /**
   * @param maxRows most rows in a batch; an entry with more is a batch of its own
   */
  EntryQueue(int maxRows) {
    this.maxRows = maxRows;
  }

  Future<Committed> add(Entry entry) {
    Promise<Committed> answer = Promise.promise();
    queue.add(new Queued(entry, answer));
    return answer.future();
  }

  int size() {
    return queue.size();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Takes the next batch: a control entry alone, else entries up to the limit on rows. */
  List<Queued> next() {
    List<Queued> batch = new ArrayList<>();
    int rows = 0;
    while (!queue.isEmpty()) {
      Queued head = queue.peek();
      boolean alone = isControl(head.entry());
      if (!batch.isEmpty() && (alone || rows + head.entry().rows() > maxRows)) {
        break;
      }
      batch.add(queue.remove());
      rows += head.entry().rows();
      if (alone) {
        break;
      }
    }
    return batch;
  }

  /** Takes everything. */
  List<Queued> drain() {
    List<Queued> all = List.copyOf(queue);
    queue.clear();
    return all;
  }

  private static boolean isControl(Entry entry) {
    return entry.effect() != null && !(entry.effect() instanceof Effect.OnUnit);
  }
}
