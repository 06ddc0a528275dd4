package io.glasshive.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How fast a run gets on and when it will be through, from its ledger over the last half minute.
 * Time in which it did not run counts for nothing.
 */
final class Estimate {

  /** Long enough to even out slow pages, short enough to follow a source that slows down. */
  private static final long WINDOW_NANOS = Duration.ofSeconds(30).toNanos();

  /** Below this a rate is chance. */
  private static final long LEAST_NANOS = Duration.ofSeconds(2).toNanos();

  /** Two looks a second for the whole window, and a few more. */
  private static final int MAX_SAMPLES = 128;

  private record Sample(long nanos, long requests, long settled) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private RunSight sight;

  /** A new sight of the run. */
  void add(RunSight newest, long nanos) {
    sight = newest;
    switch (newest.status()) {
      case RUNNING -> samples.add(new Sample(nanos, newest.total("requests"), newest.settled()));
      default -> samples.clear();
    }
    while (samples.size() > MAX_SAMPLES
        || samples.size() > 1 && nanos - samples.peekFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Requests made each second; empty while that cannot be said. */
  Optional<Double> requestsPerSecond() {
    return known()
        ? Optional.of((last().requests() - samples.peekFirst().requests()) / seconds())
        : Optional.empty();
  }

  /**
   * Time until everything planned so far is settled; empty while that cannot be said. More may be
   * planned yet unless {@link RunSight#planIsFinal}.
   */
  Optional<Duration> left() {
    long settled = known() ? last().settled() - samples.peekFirst().settled() : 0;
    return settled > 0 && sight.open() > 0
        ? Optional.of(Duration.ofSeconds(Math.round(sight.open() * seconds() / settled)))
        : Optional.empty();
  }

  private boolean known() {
    return samples.size() > 1 && last().nanos() - samples.peekFirst().nanos() >= LEAST_NANOS;
  }

  private Sample last() {
    return samples.peekLast();
  }

  private double seconds() {
    return (last().nanos() - samples.peekFirst().nanos()) / 1e9;
  }
}
