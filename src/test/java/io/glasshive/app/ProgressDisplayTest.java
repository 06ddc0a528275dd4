package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads while a run goes on, at fixed times and widths. */
@Timeout(30)
class ProgressDisplayTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter written = new StringWriter();
  private final FixedScreen screen = new FixedScreen(200);

  private long nanos = 1_000_000_000L;

  @Test
  void drawsEverythingWhereThereIsRoom() {
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    pass(10);
    display.show(sight("running", 30, 70));

    assertEquals(
        "0:10  amazon 3/3  ebay 30/100  products 100  sellers 40 new, 9 known"
            + "  errors 4 (timeout 3, http_500 1)  5.0/s  about 0:35 left",
        last());
  }

  @Test
  void saysThatTheEstimateIsALeastOneWhileMoreIsPlanned() {
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20, false));
    pass(10);
    display.show(sight("running", 30, 70, false));

    assertTrue(last().endsWith("5.0/s  0:35 or more left, more to plan"), last());
  }

  @Test
  void estimatesNothingFromNothing() {
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    assertTrue(last().endsWith("errors 4 (timeout 3, http_500 1)"), last());

    pass(10);
    display.show(sight("running", 10, 20));
    assertTrue(last().endsWith("0.0/s"), last());
  }

  @Test
  void followsASourceThatBecomesSlow() {
    ProgressDisplay display = onTerminal();
    for (int i = 0; i <= 20; i++) {
      display.show(sight("running", i, 10 * i));
      pass(1);
    }
    for (int i = 0; i <= 40; i++) {
      display.show(sight("running", 20 + i / 10, 200 + i));
      pass(1);
    }

    assertTrue(last().contains("1.0/s"), last());
  }

  @Test
  void leavesAPauseOutOfTheEstimate() {
    ProgressDisplay display = onTerminal();
    display.show(sight("running", 10, 20));
    pass(10);
    display.show(sight("paused", 30, 70));
    assertTrue(last().endsWith("(timeout 3, http_500 1)  paused (breaker)"), last());

    pass(20);
    display.show(sight("running", 30, 70));
    pass(5);
    display.show(sight("running", 35, 80));

    assertTrue(last().endsWith("2.0/s  about 1:05 left"), last());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 0:10  amazon 3/3  ebay 30/100  products 100  sellers 40 new, 9 known  errors 4  5.0/s"
            + "  about 0:35 left",
        "80  | 0:10  amz 3/3  ebay 30/100  prod 100  sell 40+9  err 4  5.0/s  ~0:35",
        "40  | 3/3 30/100  err 4  ~0:35  0:10",
        "25  | 3/3 30/100  err 4  ~0:35",
        "12  | 3/3 30/100",
      })
  void fitsTheWidth(int columns, String expected) {
    screen.columns = columns;
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    pass(10);
    display.show(sight("running", 30, 70));

    assertEquals(expected, last());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 40, 79, 80, 81, 132})
  void neverFillsTheLastColumn(int columns) {
    screen.columns = columns;
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    pass(10);
    display.show(sight("running", 30, 70));

    assertTrue(last().length() < Math.max(columns, 2), last());
  }

  @Test
  void leavesNothingOfALongerLineAndNoNewLine() {
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    screen.columns = 300;
    display.show(sight("running", 10, 20));

    assertEquals(2, written.toString().split("\r\u001b\\[K", -1).length - 1);
    assertEquals(0, written.toString().chars().filter(c -> c == '\n').count());
  }

  @Test
  void beginsANewLineWhenTheWindowShrinks() {
    ProgressDisplay display = onTerminal();

    display.show(sight("running", 10, 20));
    screen.columns = 40;
    display.show(sight("running", 10, 20));
    display.show(sight("running", 10, 20));
    display.end(sight("running", 10, 20));

    String[] lines = written.toString().split("\n");
    assertEquals(2, lines.length, "the old line, and the one drawn over: " + written);
    assertTrue(last().length() <= 39, last());
  }

  @Test
  void writesLinesTheRarerTheLongerItTakes() {
    ProgressDisplay display = piped();
    for (int second = 0; second < 1_200; second++) {
      display.show(sight("running", 10, 20));
      pass(1);
    }

    List<String> times = written.toString().lines().map(line -> line.split(" ")[0]).toList();
    assertEquals(List.of("0:00", "0:05", "0:10"), times.subList(0, 3));
    assertTrue(
        times.containsAll(List.of("0:55", "1:10", "1:25", "10:55", "11:55")), times.toString());
    assertTrue(times.size() < 70, times.size() + " lines");
  }

  @Test
  void writesAChangeOfStateAtOnceAndTheEndOnlyOnce() {
    ProgressDisplay display = piped();
    RunSight end = sight("completed", 100, 200);

    display.show(sight("running", 10, 20));
    display.show(sight("paused", 10, 20));
    display.show(sight("paused", 10, 20));
    display.show(end);
    display.end(end);

    List<String> lines = written.toString().lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(1).endsWith("paused (breaker)"), lines.get(1));
    assertTrue(lines.get(2).endsWith("completed"), lines.get(2));
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59, 0:59", "60, 1:00", "3599, 59:59", "3600, 1:00:00", "90061, 25:01:01"})
  void writesDurationsAsAClock(long seconds, String expected) {
    assertEquals(expected, ProgressLine.clock(Duration.ofSeconds(seconds)));
  }

  private ProgressDisplay onTerminal() {
    return new ProgressDisplay(new PrintWriter(written), screen, () -> nanos);
  }

  private ProgressDisplay piped() {
    return new ProgressDisplay(new PrintWriter(written), Screen.pipe(), () -> nanos);
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  /** The last line that was drawn, without what a terminal obeys. */
  private String last() {
    String[] drawn = written.toString().split("\r\u001b\\[K");
    return drawn[drawn.length - 1].replaceAll("\u001b\\[\\?7[lh]", "").strip();
  }

  private static RunSight sight(String status, int ebayDone, int requests) {
    return sight(status, ebayDone, requests, true);
  }

  private static RunSight sight(String status, int ebayDone, int requests, boolean planIsFinal) {
    JsonObject run = ScriptedServer.run(status);
    run.getJsonObject("totals").put("products", 100).put("requests", requests);
    if (status.equals("paused")) {
      run.put("reason", "breaker");
    }
    JsonObject amazon =
        new JsonObject().put("planned", 3).put("done", 3).put("final", true).put("waiting", 0);
    JsonObject ebay =
        new JsonObject()
            .put("planned", 100)
            .put("done", ebayDone)
            .put("waiting", 100 - ebayDone)
            .put("final", planIsFinal);
    JsonObject errors = new JsonObject().put("http_500", 1).put("timeout", 3).put("api_error", 0);
    try {
      return new RunSight(
          JSON.readTree(run.encode()),
          JSON.readTree(new JsonObject().put("amazon", amazon).put("ebay", ebay).encode()),
          JSON.readTree(new JsonObject().put("errors_by_type", errors).encode()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
