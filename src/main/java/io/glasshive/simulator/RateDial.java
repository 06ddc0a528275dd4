package io.glasshive.simulator;

import java.util.function.LongSupplier;

/**
 * The limit of calls per second: a bucket that holds one second's worth of calls, at least one, and
 * fills steadily. Belongs to one thread.
 */
final class RateDial {
  private final LongSupplier nanos;
  private double perSecond;
  private double tokens;
  private long filledAt;

  RateDial(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A limit of {@code callsPerSecond}; 0 is none. A changed limit starts with a full bucket. */
  void set(double callsPerSecond) {
    if (callsPerSecond != perSecond) {
      perSecond = callsPerSecond;
      tokens = capacity();
      filledAt = nanos.getAsLong();
    }
  }

  /** Whether a call is within the limit; if so it counts. */
  boolean take() {
    if (perSecond == 0) {
      return true;
    }
    long now = nanos.getAsLong();
    tokens = Math.min(capacity(), tokens + (now - filledAt) * 1e-9 * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Calls per second, rounded up; 0: no limit. */
  int limit() {
    return (int) Math.ceil(perSecond);
  }

  /** Calls that would be answered right now. */
  int remaining() {
    return (int) tokens;
  }

  private double capacity() {
    return Math.max(1, perSecond);
  }
}
