package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who looks at a run's progress again and again, from its own thread, and finds that it
 * balances each time: planned = done + failed + skipped + in flight + waiting for each phase,
 * department and category, the categories sum to the departments and these to the phase, why units
 * wait sums to how many do, and the position never goes back.
 */
final class BalanceWatch implements AutoCloseable {
  private static final List<String> PARTS =
      List.of("done", "failed", "skipped", "in_flight", "waiting");
  private static final long EVERY_MILLIS = 25;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger readings = new AtomicInteger();
  private ScheduledFuture<?> looking;
  private long seq;
  private volatile AssertionError wrong;

  /** Begins to look at {@code run}, until {@link #rest}. A server that is away shows nothing. */
  void look(HttpApi api, String run) {
    looking =
        thread.scheduleWithFixedDelay(
            () -> reading(api, run), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Stops looking; fails when any reading did not balance. */
  void rest() {
    if (looking != null) {
      looking.cancel(false);
      Future<?> last = thread.submit(() -> {});
      try {
        last.get(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new AssertionError(e);
      }
    }
    if (wrong != null) {
      throw wrong;
    }
  }

  /** How often it could look. */
  int readings() {
    return readings.get();
  }

  private void reading(HttpApi api, String run) {
    JsonNode progress;
    try {
      progress = api.progress(run);
    } catch (RuntimeException e) {
      return; // the server is away
    }
    try {
      check(progress);
      readings.incrementAndGet();
    } catch (AssertionError e) {
      wrong = wrong == null ? e : wrong;
    }
  }

  private void check(JsonNode progress) {
    long now = progress.path("seq").asLong();
    assertTrue(now >= seq, () -> "the position went back from " + seq + " to " + now);
    seq = now;
    for (String phase : List.of("amazon", "ebay")) {
      JsonNode counts = progress.path("phases").path(phase);
      assertBalanced(counts, phase);
      long why = 0;
      for (JsonNode reason : counts.path("waiting_why")) {
        why += reason.asLong();
      }
      assertEquals(
          counts.path("waiting").asLong(), why, () -> "why " + phase + " waits: " + counts);
      Map<String, Long> ofDepartments = new HashMap<>();
      for (JsonNode department : progress.path("departments")) {
        assertBalanced(department.path(phase), department.path("id").asText());
        add(ofDepartments, department.path(phase));
        Map<String, Long> ofCategories = new HashMap<>();
        for (JsonNode category : department.path("categories")) {
          assertBalanced(category.path(phase), category.path("id").asText());
          add(ofCategories, category.path(phase));
        }
        assertSum(department.path(phase), ofCategories, department.path("id").asText());
      }
      assertSum(counts, ofDepartments, phase);
    }
  }

  private static void assertBalanced(JsonNode counts, String what) {
    long sum = PARTS.stream().mapToLong(part -> counts.path(part).asLong()).sum();
    assertTrue(counts.hasNonNull("planned"), () -> what + " has no counts: " + counts);
    assertEquals(counts.path("planned").asLong(), sum, () -> what + " does not balance: " + counts);
  }

  private static void add(Map<String, Long> sums, JsonNode counts) {
    PARTS.forEach(part -> sums.merge(part, counts.path(part).asLong(), Long::sum));
  }

  private static void assertSum(JsonNode whole, Map<String, Long> sums, String what) {
    PARTS.forEach(
        part ->
            assertEquals(
                whole.path(part).asLong(),
                sums.getOrDefault(part, 0L),
                () -> what + ": its parts do not sum to " + part + " of " + whole));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
