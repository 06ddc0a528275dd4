package io.glasshive.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.PermitRequest;
import io.glasshive.bus.PermitReturn;
import io.glasshive.bus.PermitReturn.Outcome;
import io.glasshive.config.Config;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PacerTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void grantsAtOnceWithoutLimits() {
    Pacer pacer = pacer(null, null);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));

    assertEquals(2, pacer.grant(0).size());
    assertNull(pacer.nextChange(0));
  }

  @Test
  void keepsRequestsInFlightUnderTheLimit() {
    Pacer pacer = pacer(null, 1);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));

    assertEquals(1, pacer.grant(0).size());
    assertEquals(0, pacer.grant(0).size());

    pacer.giveBack(back(ONE, 1, Outcome.ANSWERED, null), 5);

    assertEquals(2, pacer.grant(5).get(0).workerId());
  }

  @Test
  void spacesRequestsByTheRate() {
    Pacer pacer = pacer("2", null);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));

    assertEquals(1, pacer.grant(0).size());
    assertEquals(Duration.ofMillis(500), pacer.nextChange(0));
    assertEquals(0, pacer.grant(SECOND / 2 - 1).size());
    assertEquals(1, pacer.grant(SECOND / 2).size());
  }

  @Test
  void givesRunsTurns() {
    Pacer pacer = pacer(null, 2);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));
    pacer.ask(ask(ONE, 3));
    pacer.ask(ask(TWO, 1));

    assertEquals(List.of(ONE, TWO), pacer.grant(0).stream().map(PermitRequest::runId).toList());
  }

  @Test
  void keepsARunUnderItsOwnLimit() {
    Pacer pacer = pacer(null, null);
    pacer.ask(new PermitRequest(ONE, 1, null, 1));
    pacer.ask(new PermitRequest(ONE, 2, null, 1));
    pacer.ask(ask(TWO, 1));

    assertEquals(2, pacer.grant(0).size());
  }

  @Test
  void holdsEveryWorkerAfterARefusal() {
    Pacer pacer = pacer(null, null);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));
    pacer.grant(0);

    Duration hold = pacer.giveBack(back(ONE, 1, Outcome.RATE_LIMITED, null), 0);
    pacer.ask(ask(ONE, 1));

    assertTrue(hold.toMillis() >= 250 && hold.toMillis() <= 500, hold.toString());
    assertEquals(0, pacer.grant(hold.toNanos() - 1).size());
    assertEquals(hold, pacer.giveBack(back(ONE, 2, Outcome.RATE_LIMITED, null), 0));
    assertEquals(1, pacer.grant(hold.toNanos()).size());
  }

  @Test
  void backsOffLongerEachTimeUntilAnAnswerComes() {
    Pacer pacer = pacer(null, null);
    long now = 0;
    for (int i = 1; i <= 4; i++) {
      Duration hold = pacer.giveBack(back(ONE, 1, Outcome.RATE_LIMITED, null), now);
      assertTrue(hold.toMillis() >= 250L << (i - 1), i + ": " + hold);
      now += hold.toNanos();
    }

    pacer.giveBack(back(ONE, 1, Outcome.ANSWERED, null), now);

    assertTrue(pacer.giveBack(back(ONE, 1, Outcome.RATE_LIMITED, null), now).toMillis() <= 500);
  }

  @Test
  void obeysWhatTheSourceAsksFor() {
    Pacer pacer = pacer(null, null);

    Duration hold = pacer.giveBack(back(ONE, 1, Outcome.ANSWERED, Duration.ofSeconds(7)), 0);
    pacer.ask(ask(TWO, 1));

    assertEquals(Duration.ofSeconds(7), hold);
    assertEquals(Duration.ofSeconds(7), pacer.nextChange(0));
    assertEquals(0, pacer.grant(7 * SECOND - 1).size());
    assertEquals(1, pacer.grant(7 * SECOND).size());
  }

  @Test
  void forgetsARequestThatIsWithdrawn() {
    Pacer pacer = pacer(null, 1);
    pacer.ask(ask(ONE, 1));
    pacer.ask(ask(ONE, 2));
    pacer.grant(0);

    pacer.giveBack(back(ONE, 2, Outcome.UNUSED, null), 0);
    pacer.giveBack(back(ONE, 1, Outcome.ANSWERED, null), 0);

    assertEquals(0, pacer.grant(0).size());
  }

  private static Pacer pacer(String perSecond, Integer concurrency) {
    return new Pacer(
        new Config.Limiter(
            Optional.ofNullable(perSecond).map(BigDecimal::new), Optional.ofNullable(concurrency)),
        new RetryPolicy(
            new Config.Retry(3, Duration.ofMillis(500), Duration.ofSeconds(30)), new Random(3)));
  }

  private static PermitRequest ask(UUID run, int worker) {
    return new PermitRequest(run, worker, null, null);
  }

  private static PermitReturn back(UUID run, int worker, Outcome outcome, Duration retryAfter) {
    return new PermitReturn(run, worker, outcome, retryAfter);
  }
}
