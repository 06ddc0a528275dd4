package io.glasshive.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One owner's part of a {@link Meters.Measure}: how much of something it holds just now. For the
 * owner's thread; the sum over all owners is anybody's.
 */
public final class Level {
  private final AtomicLong sum;
  private long own;

  Level(AtomicLong sum) {
    this.sum = sum;
  }

  /** The owner holds this much; 0 when it goes. */
  public void set(long now) {
    sum.addAndGet(now - own);
    own = now;
  }
}
