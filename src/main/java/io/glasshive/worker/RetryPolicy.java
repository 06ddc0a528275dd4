package io.glasshive.worker;

import io.glasshive.config.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether and when a failed request is made again: exponential back-off with full jitter, so that
 * workers that failed together don't come back together.
 */
final class RetryPolicy {
  private final Config.Retry config;
  private final RandomGenerator random;

  RetryPolicy(Config.Retry config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /**
   * How long to wait after the failure that is number {@code failures} for its unit page, or empty
   * when that was the last one allowed.
   */
  Optional<Duration> delayAfter(int failures) {
    if (failures >= config.maxAttempts()) {
      return Optional.empty();
    }
    return Optional.of(jitter(failures));
  }

  /** A random wait up to the {@link #ceiling}. */
  Duration jitter(int n) {
    return Duration.ofMillis(random.nextLong(ceiling(n).toMillis() + 1));
  }

  /** base × 2^(n-1), at most the cap. */
  Duration ceiling(int n) {
    long base = Math.max(1, config.base().toMillis());
    long cap = Math.max(1, config.cap().toMillis());
    int shift = Math.min(Math.max(0, n - 1), 30);
    return Duration.ofMillis(base > (cap >> shift) ? cap : base << shift);
  }
}
