package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.app.ScriptedServer.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collecting through a server that holds the data directory already. */
@Timeout(30)
class CollectCommandTest {

  @TempDir Path directory;

  private ScriptedServer server;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    terminal = new Terminal(directory);
    new ServerFile(server.url(), ProcessHandle.current().pid(), Optional.empty()).write(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "completed, 0",
    "completed_with_gaps, 3",
    "paused, 4",
    "paused:budget, 4",
    "paused:credentials, 4",
    "paused:user, 4",
    "failed, 1",
    "cancelled, 1",
  })
  void endsWithTheCodeOfTheRunsEnd(String end, int exitCode) {
    server.going("pending", "running", "running", end);

    Terminal.Result result = collect();

    assertEquals(exitCode, result.exitCode(), result.err());
    String status = end.split(":")[0];
    assertTrue(result.out().contains(": " + status + " after 0:0"), result.out());
  }

  @Test
  void asksForTheRunThatWasNamed() {
    server.going("completed");

    collect("--workers", "3", "--name", "nightly");

    assertEquals(
        List.of(
            new Change(
                "POST",
                "/api/v1/runs",
                "application/json",
                "glasshive-cli/" + Version.number(),
                new JsonObject()
                    .put("category_ids", new JsonArray().add("172541").add("electronics"))
                    .put("name", "nightly")
                    .put("workers", 3))),
        server.changes());
  }

  @Test
  void asksForAPresetWithABudget() {
    server.going("completed");

    terminal.run(
        "collect", "--preset", "daily", "--max-calls", "500", "--set", "data.dir=" + directory);

    assertEquals(
        new JsonObject()
            .put("preset_id", "daily")
            .put("limits", new JsonObject().put("max_calls", 500)),
        server.changes().get(0).body());
  }

  @Test
  void saysHowToResumeARunThatItsBudgetPaused() {
    server.going("running", "paused:budget");

    Terminal.Result text = collect("--max-calls", "9");
    Terminal.Result json = collect("--max-calls", "9", "--output", "json");

    String resume =
        "glasshive runs resume " + ScriptedServer.RUN_ID + " --set data.dir=" + directory;
    assertTrue(text.out().contains("the calls that it was allowed"), text.out());
    assertTrue(text.out().contains("To resume it: " + resume), text.out());
    assertFalse(text.out().contains("serve"), "its server is there");
    assertEquals(4, new JsonObject(json.out()).getInteger("exit"));
    assertTrue(json.err().contains("To resume it: " + resume), json.err());
  }

  @Test
  void waitsForABreakerThatClosesAgain() {
    server.going("running", "paused:breaker", "running", "paused:breaker", "running+", "completed");

    assertEquals(0, collect().exitCode());
  }

  @Test
  void givesUpABreakerWhoseProbesKeepFailing() {
    String[] steps = new String[200];
    for (int i = 0; i < steps.length; i += 2) {
      steps[i] = "paused:breaker";
      steps[i + 1] = "running"; // a probe, and nothing landed
    }
    steps[steps.length - 1] = "completed";
    server.going(steps);

    Terminal.Result result = collect("--set", "collect.max_pause=50ms");

    assertEquals(4, result.exitCode(), result.out());
    assertTrue(result.out().contains("collect.max_pause"), result.out());
    assertTrue(result.out().contains("runs resume"), result.out());
  }

  @Test
  void countsTheWaitAnewWhenTheBreakerWasClosedInBetween() {
    String[] steps = new String[60];
    for (int i = 0; i < steps.length; i += 2) {
      steps[i] = "paused:rate_limit";
      steps[i + 1] = "running+";
    }
    steps[steps.length - 1] = "completed";
    server.going(steps);
    terminal.nanosPerLook(10_000_000);

    assertEquals(0, collect("--set", "collect.max_pause=100ms").exitCode());
  }

  @Test
  void leavesWhatWasNotSaidToTheServer() {
    server.going("completed");

    collect();

    assertEquals(Set.of("category_ids"), server.changes().get(0).body().fieldNames());
  }

  @Test
  void summarizesForAPersonOnStandardOutput() {
    server.going("running", "completed_with_gaps");

    Terminal.Result result = collect();

    assertEquals(
        """
        Run RUN (nightly): completed_with_gaps after 0:00
          amazon 1 of 1 units done, 0 failed, 0 skipped
          ebay   47 of 50 units done, 2 failed, 1 skipped
          50 products, 700 sightings, 40 sellers new, 9 known; 99 requests, 4 errors
        2 gaps
        To see the gaps: glasshive runs show RUN --set data.dir=DIR
        To retry them: glasshive runs retry-gaps RUN --set data.dir=DIR
        """,
        result
            .out()
            .replace(ScriptedServer.RUN_ID, "RUN")
            .replace(directory.toString(), "DIR")
            .replaceAll("after 0:0\\d", "after 0:00"));
  }

  @Test
  void writesPlainLinesWhenNobodyWatches() {
    server.going("running", "running", "completed");

    Terminal.Result result = collect();

    List<String> lines = result.err().lines().toList();
    assertEquals(3, lines.size(), result.err());
    assertTrue(lines.get(0).contains(server.url().toString()), lines.get(0));
    assertTrue(
        lines
            .get(1)
            .endsWith(
                "amazon 1/1  ebay 50/50  products 50  sellers 40 new, 9 known"
                    + "  errors 4 (timeout 3, http_500 1)"),
        lines.get(1));
    assertTrue(lines.get(2).endsWith("  completed"), lines.get(2));
    assertFalse(result.err().contains("\u001b"), "no terminal, nothing to obey");
  }

  @Test
  void drawsOneLineOverAndOverOnATerminal() {
    terminal = new Terminal(directory, new FixedScreen(80), Map.of());
    server.going("running", "completed");

    List<String> drawn = List.of(collect().err().split("\r\u001b\\[K"));

    assertEquals(3, drawn.size(), "what came before, and a line for each look");
    for (String line : drawn.subList(1, 3)) {
      assertTrue(line.startsWith("\u001b[?7l0:0"), line);
      assertTrue(line.replaceAll("\u001b\\[\\?7[lh]", "").strip().length() <= 79, line);
    }
  }

  @Test
  void leavesOneJsonObjectOnStandardOutput() {
    server.going("running", "completed_with_gaps");

    Terminal.Result result = collect("--output", "json");

    assertEquals(
        new JsonObject()
            .put("run", ScriptedServer.run("completed_with_gaps"))
            .put("phases", ScriptedServer.phases())
            .put("exit", 3),
        new JsonObject(result.out()));
    assertEquals(1, result.out().lines().count());
    assertTrue(result.err().contains("amazon 1/1"), result.err());
  }

  @ParameterizedTest
  @CsvSource({"400, 2", "404, 2", "409, 1", "503, 1", "500, 1"})
  void saysWhatTheServerSaysWhenItRefuses(int status, int exitCode) {
    server.refusing(
        status,
        new JsonObject().put("code", "x").put("title", "No").put("detail", "No category '17'."));

    Terminal.Result text = collect();
    Terminal.Result json = collect("--output", "JSON");

    assertEquals(exitCode, text.exitCode());
    assertEquals("", text.out());
    assertEquals("No category '17'.", text.err().lines().toList().get(1));
    assertEquals(exitCode, json.exitCode());
    assertEquals(new JsonObject().put("exit", exitCode), new JsonObject(json.out()));
  }

  @Test
  void tellsTheExitCodeAsJsonWhenTheConfigurationIsWrong() {
    Terminal.Result result = collect("--output", "json", "--set", "http.prot=1");

    assertEquals(2, result.exitCode());
    assertEquals("{\"exit\":2}", result.out().strip());
  }

  @Test
  void bearsAServerThatIsBusyForAMoment() {
    server.going("running", "503", "503", "completed");

    assertEquals(0, collect().exitCode());
  }

  @Test
  void failsWhenTheServerStaysAway() {
    server.going("running", "503");
    terminal.patience = Duration.ofMillis(100);

    Terminal.Result result = collect();

    assertEquals(1, result.exitCode());
    assertTrue(result.out().contains("Wait. The run was lost from sight"), result.out());
  }

  @Test
  void failsWhenTheServerDies() {
    server.going("running").then(this::closeLater);
    terminal.patience = Duration.ofMillis(100);

    Terminal.Result result = collect("--output", "json");

    assertEquals(1, result.exitCode());
    assertEquals(1, new JsonObject(result.out()).getInteger("exit"));
    assertTrue(result.err().contains("does not answer"), result.err());
  }

  @Test
  void cancelsAndWaitsForTheEndOnCtrlC() {
    server.going("running").then(terminal.stop::request);

    Terminal.Result result = collect();

    assertEquals(130, result.exitCode());
    assertTrue(result.out().contains(": cancelled after"), result.out());
    assertEquals(
        new Change(
            "POST",
            "/api/v1/runs/" + ScriptedServer.RUN_ID + "/cancel",
            "application/json",
            "glasshive-cli/" + Version.number(),
            new JsonObject()),
        server.changes().get(1));
  }

  @Test
  void waitsForNothingAfterASecondCtrlC() {
    server.going("running").then(terminal.stop::request);
    server.silentWhenCancelling(terminal.stop::insist);

    Terminal.Result result = collect();

    assertEquals(130, result.exitCode());
    assertTrue(result.out().contains(": running after"), result.out());
    assertTrue(result.out().contains("it may go on there"), result.out());
    assertTrue(result.out().contains("is kept"), result.out());
  }

  @Test
  void takesNoServerFileForAServerWhenItsProcessIsGone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();

    new ServerFile(server.url(), gone.pid(), Optional.empty()).write(directory);

    assertFalse(ServerFile.ofLivingProcess(directory).isPresent());
  }

  private void closeLater() {
    // From another thread: this one is the server's own.
    new Thread(server::close).start();
  }

  private Terminal.Result collect(String... more) {
    String[] args = new String[more.length + 5];
    args[0] = "collect";
    args[1] = "--categories";
    args[2] = "172541, electronics";
    args[3] = "--set";
    args[4] = "data.dir=" + directory;
    System.arraycopy(more, 0, args, 5, more.length);
    return terminal.run(args);
  }
}
