package io.glasshive.run;

import io.glasshive.bus.WorkerIdle;
import io.glasshive.domain.Phase;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.WorkUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Units that wait and workers that are idle, and who gets what: both phases in turn, so that phase
 * two runs while phase one does; a unit whose time has not come waits aside.
 *
 * <p>Bounded by the run's plan: one unit for each page of best sellers and one for each product.
 */
final class WorkQueue {

  /** A unit whose time has not come; nanoseconds of one monotonic clock. */
  private record Later(WorkUnit unit, long dueNanos) {}

  /** A unit for a worker. */
  record Handout(int workerId, WorkUnit unit) {}

  private final Map<Phase, Deque<WorkUnit>> ready = new EnumMap<>(Phase.class);
  private final PriorityQueue<Later> later =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));
  private final SortedSet<Integer> idle = new TreeSet<>();
  private final Map<Integer, WorkUnit> busy = new HashMap<>();
  private Phase next = Phase.AMAZON;

  WorkQueue(int workers) {
    for (Phase phase : Phase.values()) {
      ready.put(phase, new ArrayDeque<>());
    }
    for (int worker = 1; worker <= workers; worker++) {
      idle.add(worker);
    }
  }

  void offer(WorkUnit unit) {
    if (unit.page() > 1 && unit.phase() == Phase.EBAY) {
      // A search that has begun goes on before another begins.
      ready.get(unit.phase()).addFirst(unit);
    } else {
      ready.get(unit.phase()).addLast(unit);
    }
  }

  /** A unit that may be handed out from {@code dueNanos} on. */
  void offerAt(WorkUnit unit, long dueNanos) {
    later.add(new Later(unit, dueNanos));
  }

  /** A worker is idle; a unit that it never claimed waits again. */
  void free(WorkerIdle worker) {
    WorkUnit unit = busy.remove(worker.workerId());
    idle.add(worker.workerId());
    UnitId unclaimed = worker.unclaimed();
    if (unit != null && unit.id().equals(unclaimed)) {
      ready.get(unit.phase()).addFirst(unit);
    }
  }

  /** Hands ready units to idle workers. */
  List<Handout> handOut(long nowNanos) {
    while (!later.isEmpty() && later.peek().dueNanos() - nowNanos <= 0) {
      WorkUnit due = later.remove().unit();
      ready.get(due.phase()).addLast(due);
    }
    List<Handout> handouts = new ArrayList<>();
    while (!idle.isEmpty()) {
      WorkUnit unit = take();
      if (unit == null) {
        break;
      }
      int worker = idle.first();
      idle.remove(worker);
      busy.put(worker, unit);
      handouts.add(new Handout(worker, unit));
    }
    return handouts;
  }

  /** How long until the next unit that waits aside is due; empty when there is none. */
  OptionalLong nanosToNextDue(long nowNanos) {
    return later.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, later.peek().dueNanos() - nowNanos));
  }

  boolean quiet() {
    return busy.isEmpty();
  }

  private WorkUnit take() {
    Phase other = next == Phase.AMAZON ? Phase.EBAY : Phase.AMAZON;
    WorkUnit unit = ready.get(next).poll();
    if (unit == null) {
      return ready.get(other).poll();
    }
    next = other;
    return unit;
  }
}
