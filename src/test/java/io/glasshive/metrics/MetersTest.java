package io.glasshive.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.metrics.Meters.Measure;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetersTest {
  private static final UUID RUN = UUID.fromString("0199aaaa-0000-7000-8000-000000000001");
  private final Meters meters = new Meters();

  @Test
  void speaksTheTextFormatOfPrometheus() {
    meters.event(event(Action.FETCHING).build(), "simulator");
    meters.event(event(Action.FOUND).durationMs(300).build(), "simulator");
    meters.committed(2, 5, 4_000_000);

    List<String> lines = meters.scrape(true).lines().toList();

    for (String line : lines) {
      assertTrue(
          line.matches("# (HELP|TYPE) [a-z_]+ .+")
              || line.matches("[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+})? \\S+"),
          line);
    }
    assertTrue(lines.contains("# TYPE glasshive_events_total counter"));
    assertTrue(lines.contains("glasshive_events_total{action=\"fetching\"} 1.0"));
    assertTrue(lines.contains("glasshive_requests_total{phase=\"ebay\",source=\"simulator\"} 1.0"));
    assertTrue(
        lines.contains(
            "glasshive_response_seconds_bucket{phase=\"ebay\",source=\"simulator\",le=\"0.25\"} 0"));
    assertTrue(
        lines.contains(
            "glasshive_response_seconds_bucket{phase=\"ebay\",source=\"simulator\",le=\"0.5\"} 1"));
    assertTrue(lines.contains("glasshive_commit_seconds_bucket{le=\"0.005\"} 1"));
    assertTrue(lines.contains("glasshive_batch_entries_sum 2.0"));
    assertTrue(lines.contains("glasshive_database_up 1.0"));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("jvm_memory_used_bytes{")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("jvm_threads_live_threads ")));
  }

  @Test
  void countsErrorsByTypeAndStageAndLeavesInterruptedOnesOut() {
    ActivityEvent.Builder error =
        event(Action.ERROR).durationMs(5).error(ErrorType.API_ERROR, ErrorStage.API);
    meters.event(error.build(), "oxylabs");
    meters.event(error.reason(Reason.INTERRUPTED).build(), "oxylabs");

    String text = meters.scrape(true);

    assertTrue(
        text.contains("glasshive_errors_total{error_stage=\"api\",error_type=\"api_error\"} 1.0"));
    assertTrue(
        text.contains("glasshive_response_seconds_count{phase=\"ebay\",source=\"oxylabs\"} 1"));
    assertTrue(text.contains("glasshive_events_total{action=\"error\"} 2.0"));
  }

  @Test
  void sumsWhatTheOwnersOfAMeasureHold() {
    Level one = meters.level(Measure.LIVE_RUNS, "running");
    Level other = meters.level(Measure.LIVE_RUNS, "running");
    one.set(1);
    other.set(1);
    assertTrue(meters.scrape(false).contains("glasshive_live_runs{status=\"running\"} 2.0"));

    one.set(0);

    assertTrue(meters.scrape(false).contains("glasshive_live_runs{status=\"running\"} 1.0"));
  }

  @Test
  void saysWhenTheDatabaseIsAway() {
    assertTrue(meters.scrape(false).contains("glasshive_database_up 0.0"));
  }

  @Test
  void doesNotGrowWithRunsWorkersAndCategories() {
    meters.event(event(Action.FETCHING).build(), "simulator");
    long before = meters.scrape(true).lines().count();

    for (int i = 1; i <= 100; i++) {
      meters.event(
          new ActivityEvent.Builder(
                  RUN, new UUID(i, i), Instant.EPOCH, i, Phase.EBAY, Action.FETCHING)
              .category("node" + i, "Name " + i)
              .attempt(1)
              .build(),
          "simulator");
    }

    String after = meters.scrape(true);
    assertEquals(before, after.lines().count());
    assertFalse(after.contains("node7"));
  }

  private static ActivityEvent.Builder event(Action action) {
    return new ActivityEvent.Builder(RUN, RUN, Instant.EPOCH, 1, Phase.EBAY, action)
        .category("172541", "Headphones")
        .attempt(1);
  }
}
