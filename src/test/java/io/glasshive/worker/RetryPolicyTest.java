package io.glasshive.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(
          new Config.Retry(3, Duration.ofMillis(500), Duration.ofSeconds(30)), new Random(9));

  @Test
  void allowsSoManyFailuresAndNoMore() {
    assertTrue(policy.delayAfter(1).isPresent());
    assertTrue(policy.delayAfter(2).isPresent());
    assertEquals(Optional.empty(), policy.delayAfter(3));
  }

  @Test
  void doublesTheCeilingUpToTheCap() {
    assertEquals(Duration.ofMillis(500), policy.ceiling(1));
    assertEquals(Duration.ofMillis(2_000), policy.ceiling(3));
    assertEquals(Duration.ofSeconds(30), policy.ceiling(7));
    assertEquals(Duration.ofSeconds(30), policy.ceiling(1_000));
  }

  @Test
  void spreadsTheWaitsOverTheWholeRange() {
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1_000; i++) {
      long millis = policy.jitter(1).toMillis();
      least = Math.min(least, millis);
      most = Math.max(most, millis);
    }
    assertTrue(least < 50 && most > 450 && most <= 500, least + " to " + most);
  }
}
