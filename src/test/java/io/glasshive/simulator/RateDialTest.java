package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RateDialTest {
  private final AtomicLong nanos = new AtomicLong(1_000);
  private final RateDial dial = new RateDial(nanos::get);

  @Test
  void letsEverythingThroughAtZero() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(dial.take());
    }
    assertEquals(0, dial.limit());
  }

  @Test
  void holdsOneSecondsWorthOfCalls() {
    dial.set(3);

    assertTrue(dial.take() && dial.take() && dial.take());
    assertFalse(dial.take());
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(100));
    assertTrue(dial.take() && dial.take() && dial.take());
    assertFalse(dial.take());
  }

  @Test
  void fillsSteadily() {
    dial.set(0.5);

    assertTrue(dial.take());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_900));
    assertFalse(dial.take());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(101));
    assertTrue(dial.take());
    assertEquals(1, dial.limit());
  }
}
