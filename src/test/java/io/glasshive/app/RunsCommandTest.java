package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listing, showing and steering the runs of a server. */
@Timeout(30)
class RunsCommandTest {

  private static final String OTHER_ID = "01930000-1111-7000-8000-000000000002";

  @TempDir Path directory;

  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    server.listing(
        ScriptedServer.run(OTHER_ID, "a\tname", "running"),
        ScriptedServer.run(ScriptedServer.RUN_ID, "nightly", "completed_with_gaps"));
    new ServerFile(server.url(), ProcessHandle.current().pid(), Optional.empty()).write(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listsWithTabsAndWholeIdsWhenNobodyWatches() {
    Terminal.Result result = run("runs");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        """
        ID\tSTATUS\tCREATED\tPRODUCTS\tNEW\tKNOWN\tERRORS\tGAPS\tNAME
        OTHER\trunning\t2026-11-23T22:19:04Z\t50\t40\t9\t4\t0\ta name
        RUN\tcompleted_with_gaps\t2026-11-23T22:19:04Z\t50\t40\t9\t4\t2\tnightly
        """,
        result.out().replace(ScriptedServer.RUN_ID, "RUN").replace(OTHER_ID, "OTHER"));
  }

  @Test
  void listsATableThatFitsATerminalWithIdsJustLongEnough() {
    Terminal terminal = new Terminal(directory, new FixedScreen(70), Map.of());

    Terminal.Result result = terminal.run("runs", "--set", "data.dir=" + directory);

    List<String> lines = result.out().lines().toList();
    assertTrue(lines.get(1).startsWith("01930000-1  running              "), result.out());
    assertTrue(lines.get(2).startsWith("01930000-0  completed_with_gaps  "), result.out());
    assertTrue(lines.stream().allMatch(line -> line.length() <= 70), result.out());
  }

  @Test
  void listsAsTheServerDoesAsJson() {
    JsonObject json = new JsonObject(run("runs", "--limit", "1", "--output", "json").out());

    assertEquals(1, json.getJsonArray("items").size());
    assertEquals("1", json.getString("next_cursor"));
  }

  @Test
  void saysThatThereAreMore() {
    assertTrue(run("runs", "--limit", "1").err().contains("--limit"));
  }

  @Test
  void showsARunWithItsGapsAndHowToRetryThem() {
    server.going("completed_with_gaps");

    Terminal.Result result = run("runs", "show", "01930000-0");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        """
        Run RUN (nightly)
          completed_with_gaps, round 1, 5 workers; amazon from simulator, ebay from simulator
          created 2026-11-23T22:19:04Z

        PHASE   PLANNED  DONE  FAILED  SKIPPED  IN FLIGHT  WAITING  PLAN
        amazon  1        1     0       0        0          0        final
        ebay    50       47    2       1        0          0        final

        50 products, 700 sightings; sellers: 720 found, 40 new, 9 known
        99 requests, 4 errors
          by type: http_500 1, timeout 3
          by stage: api 4

        2 gaps
          ebay:B000000001 page 2: timeout (api) after 3 attempts: The simulator did not answer [31m.
          ... and 1 more

        To retry the gaps: glasshive runs retry-gaps RUN --set data.dir=DIR
        """,
        result.out().replace(ScriptedServer.RUN_ID, "RUN").replace(directory.toString(), "DIR"));
  }

  @Test
  void showsEverythingAsOneJsonObject() {
    server.going("paused:breaker");

    JsonObject json =
        new JsonObject(run("runs", "show", ScriptedServer.RUN_ID, "--output", "json").out());

    assertEquals(List.of("run", "phases", "metrics", "gaps"), List.copyOf(json.fieldNames()));
    assertEquals("breaker", json.getJsonObject("run").getString("reason"));
    assertEquals(1, json.getJsonArray("gaps").size());
  }

  @ParameterizedTest
  @CsvSource({"pause, pausing", "resume, running", "cancel, cancelling", "retry-gaps, running"})
  void givesARunACommand(String command, String state) {
    Terminal.Result result = run("runs", command, "01930000-0");

    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        "Run "
            + ScriptedServer.RUN_ID
            + " is "
            + state
            + ": 3 requests in flight, 7 units waiting, 120 rows kept.\n",
        result.out());
    assertEquals(
        List.of("POST /api/v1/runs/" + ScriptedServer.RUN_ID + "/" + command + " {}"),
        server.changes().stream().map(c -> c.method() + " " + c.path() + " " + c.body()).toList());
  }

  @Test
  void asksWhatARetryOfSomeGapsWouldTake() {
    server.answeringCommands(
        200, new JsonObject().put("units", 12).put("calls", 30).put("seconds", 95));

    Terminal.Result result =
        run(
            "runs",
            "retry-gaps",
            "01930000-0",
            "--dry-run",
            "--error-type",
            "timeout",
            "--error-stage",
            "api",
            "--category",
            "172541");

    assertEquals(
        "It would retry 12 units: about 30 calls in 1:35. Nothing was changed.\n", result.out());
    assertEquals(
        new JsonObject()
            .put("error_type", "timeout")
            .put("error_stage", "api")
            .put("category_id", "172541")
            .put("dry_run", true),
        server.changes().get(0).body());
  }

  @Test
  void saysWhatTheServerSaysWhenTheStateForbidsIt() {
    server.answeringCommands(
        409,
        new JsonObject()
            .put("code", "illegal_state")
            .put("detail", "The run is running; allowed now: cancel.")
            .put("state", "running")
            .put("allowed", new JsonArray().add("cancel")));

    Terminal.Result result = run("runs", "resume", "01930000-0");

    assertEquals(1, result.exitCode());
    assertEquals("The run is running; allowed now: cancel.\n", result.err());
    assertEquals("", result.out());
  }

  @Test
  void asksForMoreOfAnIdThatSeveralRunsBeginWith() {
    Terminal.Result result = run("runs", "cancel", "0193");

    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("More than one run's id begins with 0193"), result.err());
    assertTrue(result.err().contains(OTHER_ID + "  a name"), result.err());
    assertTrue(server.changes().isEmpty());
  }

  @Test
  void findsARunOnALaterPageOfTheList() {
    server.listing(
        IntStream.range(0, 1_500)
            .mapToObj(
                i -> ScriptedServer.run(String.format("%08x-x", 0x20000000 + i), "n", "failed"))
            .toArray(JsonObject[]::new));

    Terminal.Result result = run("runs", "cancel", "200005db");

    assertEquals(2, result.exitCode());
    assertEquals("There is no such run.\n", result.err(), "found, asked for, and gone");
  }

  @ParameterizedTest
  @CsvSource({
    "ffff, No run's id begins with ffff",
    "01930000-0000-7000-8000-00000000ffff, There is no such run.",
  })
  void saysThatThereIsNoSuchRun(String id, String said) {
    Terminal.Result result = run("runs", "show", id);

    assertEquals(2, result.exitCode());
    assertTrue(result.err().startsWith(said), result.err());
  }

  @Test
  void asksTheServerThatIsNamed() {
    Terminal terminal = new Terminal(directory.resolve("elsewhere"));

    Terminal.Result result =
        terminal.run("runs", "show", ScriptedServer.RUN_ID, "--server", server.url().toString());

    assertEquals(0, result.exitCode(), result.err());
  }

  @Test
  void saysHowToStartAServerWhenNoneRuns() {
    Path elsewhere = directory.resolve("elsewhere");

    Terminal.Result result = new Terminal(directory).run("runs", "--set", "data.dir=" + elsewhere);

    assertEquals(1, result.exitCode());
    assertTrue(
        result.err().contains("start one with glasshive serve --set data.dir=" + elsewhere),
        result.err());
    assertFalse(elsewhere.toFile().exists());
  }

  private Terminal.Result run(String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--set";
    all[args.length + 1] = "data.dir=" + directory;
    return new Terminal(directory).run(all);
  }
}
