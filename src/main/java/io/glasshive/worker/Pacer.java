package io.glasshive.worker;

import io.glasshive.bus.PermitRequest;
import io.glasshive.bus.PermitReturn;
import io.glasshive.config.Config;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The limiter of one source, shared by all its workers: requests per second and in flight, of the
 * server and of each run, and a hold after the source asked for one. Runs take turns.
 *
 * <p>Bounded by its workers: each has at most one request for a permit outstanding. Times are
 * nanoseconds of one monotonic clock.
 */
final class Pacer {

  /** A worker of a run. */
  record Holder(UUID runId, int workerId) {}

  private final Config.Limiter limits;
  private final RetryPolicy backOff;
  private final Map<UUID, Deque<PermitRequest>> waiting = new LinkedHashMap<>();
  private final Set<Holder> holders = new HashSet<>();
  private final Map<UUID, Integer> inFlight = new HashMap<>();
  private final Map<UUID, Long> nextOfRun = new HashMap<>();
  private boolean paced;
  private long nextOfAll;
  private boolean held;
  private long heldUntil;
  private int rateLimitedInRow;

  Pacer(Config.Limiter limits, RetryPolicy backOff) {
    this.limits = limits;
    this.backOff = backOff;
  }

  void ask(PermitRequest request) {
    waiting.computeIfAbsent(request.runId(), run -> new ArrayDeque<>()).add(request);
  }

  /**
   * A permit, or the request for one, comes back.
   *
   * @return how long the source is held from now, or null
   */
  Duration giveBack(PermitReturn back, long now) {
    Holder holder = new Holder(back.runId(), back.workerId());
    if (holders.remove(holder)) {
      inFlight.computeIfPresent(back.runId(), (run, count) -> count == 1 ? null : count - 1);
    } else {
      withdraw(holder);
    }
    forgetIfGone(back.runId());
    if (held && now - heldUntil >= 0) {
      held = false;
    }
    if (back.outcome() == PermitReturn.Outcome.RATE_LIMITED) {
      if (!held) {
        rateLimitedInRow++;
      }
      // Requests that were under way when the first refusal came tell nothing new.
      Duration own = held ? Duration.ZERO : ownHold(rateLimitedInRow);
      hold(back.retryAfter() == null ? own : back.retryAfter(), now);
    } else if (back.outcome() == PermitReturn.Outcome.ANSWERED) {
      rateLimitedInRow = 0;
      if (back.retryAfter() != null) {
        hold(back.retryAfter(), now);
      }
    }
    return held ? Duration.ofNanos(Math.max(0, heldUntil - now)) : null;
  }

  /** Takes the requests that may be granted now. */
  List<PermitRequest> grant(long now) {
    List<PermitRequest> granted = new ArrayList<>();
    if (held && now - heldUntil < 0) {
      return granted;
    }
    held = false;
    boolean progress = true;
    while (progress && mayGrant(now)) {
      progress = false;
      for (UUID run : List.copyOf(waiting.keySet())) {
        PermitRequest head = waiting.get(run).peek();
        if (mayGrant(now) && mayGrant(head, now)) {
          take(head, now);
          granted.add(head);
          progress = true;
        }
      }
    }
    return granted;
  }

  /** How long from now until something may change by itself, or null. */
  Duration nextChange(long now) {
    if (waiting.isEmpty()) {
      return null;
    }
    long soonest = Long.MAX_VALUE;
    if (held) {
      soonest = heldUntil - now;
    } else {
      if (paced && nextOfAll - now > 0) {
        soonest = nextOfAll - now;
      }
      for (UUID run : waiting.keySet()) {
        Long next = nextOfRun.get(run);
        if (next != null && next - now > 0) {
          soonest = Math.min(soonest, next - now);
        }
      }
    }
    return soonest == Long.MAX_VALUE ? null : Duration.ofNanos(Math.max(1, soonest));
  }

  private boolean mayGrant(long now) {
    return limits.concurrency().map(most -> holders.size() < most).orElse(true)
        && (!paced || now - nextOfAll >= 0);
  }

  private boolean mayGrant(PermitRequest request, long now) {
    Long next = nextOfRun.get(request.runId());
    int open = inFlight.getOrDefault(request.runId(), 0);
    return (request.concurrency() == null || open < request.concurrency())
        && (next == null || now - next >= 0);
  }

  private void take(PermitRequest request, long now) {
    UUID run = request.runId();
    Deque<PermitRequest> queue = waiting.remove(run);
    queue.remove();
    if (!queue.isEmpty()) {
      waiting.put(run, queue); // at the end: runs take turns
    }
    holders.add(new Holder(run, request.workerId()));
    inFlight.merge(run, 1, Integer::sum);
    limits
        .requestsPerSecond()
        .ifPresent(
            rate -> {
              nextOfAll = now + interval(rate);
              paced = true;
            });
    if (request.requestsPerSecond() != null) {
      nextOfRun.put(run, now + interval(request.requestsPerSecond()));
    }
  }

  private void withdraw(Holder holder) {
    Deque<PermitRequest> queue = waiting.get(holder.runId());
    if (queue != null) {
      queue.removeIf(request -> request.workerId() == holder.workerId());
      if (queue.isEmpty()) {
        waiting.remove(holder.runId());
      }
    }
  }

  private void forgetIfGone(UUID run) {
    if (nextOfRun.size() > 64 && !waiting.containsKey(run) && !inFlight.containsKey(run)) {
      nextOfRun.remove(run);
    }
  }

  private void hold(Duration time, long now) {
    long until = now + time.toNanos();
    if (!held || until - heldUntil > 0) {
      held = true;
      heldUntil = until;
    }
  }

  /** Half fixed, half jitter: a source that refused is never asked again at once. */
  private Duration ownHold(int inRow) {
    return backOff.ceiling(inRow).plus(backOff.jitter(inRow)).dividedBy(2);
  }

  private static long interval(BigDecimal perSecond) {
    return BigDecimal.valueOf(1_000_000_000L)
        .divide(perSecond, 0, RoundingMode.CEILING)
        .longValue();
  }
}
