package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code collect} of the built jar, as a shell sees it. */
@Timeout(240)
class CollectCommandIT {
  @TempDir Path dir;
  private final Config.Database database = TestPostgres.newDatabase();

  @Test
  void collectsADepartmentAndSumsItUp() throws Exception {
    try (JarProcess collect = collect(List.of("--categories", "electronics"), "ebay.pages=1")) {
      assertEquals(0, collect.awaitExit(), collect::output);

      List<String> out = collect.out();
      assertTrue(
          out.get(0).matches("Run \\S+ \\(Electronics\\): completed after \\d+:\\d\\d"),
          collect::output);
      assertTrue(out.get(1).matches("  amazon 3 of 3 units done, 0 failed, 0 skipped"), out.get(1));
      assertTrue(out.get(2).matches("  ebay   \\d+ of \\d+ units done, 0 failed, .*"), out.get(2));
      assertTrue(out.get(3).matches("  \\d+ products, \\d+ sightings, .*"), out.get(3));
      assertEquals(4, out.size(), collect::output);
      assertTrue(collect.err().get(0).startsWith("Watch it at http://"), collect::output);
      checkRuns(List.of("completed"));
    }
  }

  @Test
  void endsWithThreeAndOneJsonObjectWhenThereAreGaps() throws Exception {
    try (JarProcess collect =
        collect(
            List.of("--categories", "289935", "--output", "json", "--workers", "8"),
            "ebay.pages=1",
            "simulator.permanent.block_page=0.2")) {
      assertEquals(3, collect.awaitExit(), collect::output);

      JsonNode json = HttpApi.JSON.readTree(String.join("\n", collect.out()));
      assertEquals(1, collect.out().size(), collect::output);
      Set<String> members = new TreeSet<>();
      json.fieldNames().forEachRemaining(members::add);
      assertEquals(Set.of("exit", "phases", "run"), members);
      assertEquals(3, json.path("exit").asInt());
      assertEquals("completed_with_gaps", json.path("run").path("status").asText());
      assertEquals(8, json.path("run").path("workers").asInt());
      long failed = 0;
      for (JsonNode phase : json.path("phases")) {
        failed += phase.path("failed").asLong();
      }
      assertEquals(json.path("run").path("totals").path("gaps").asLong(), failed);
      assertTrue(failed > 0);
      checkRuns(List.of("completed_with_gaps"));
    }
  }

  @Test
  void refusesACategoryThatItDoesNotKnow() {
    try (JarProcess collect = collect(List.of("--categories", "electronics,nonsense"))) {
      assertEquals(2, collect.awaitExit(), collect::output);

      assertEquals(List.of(), collect.out());
      assertTrue(
          collect.err().stream().anyMatch(line -> line.contains("nonsense")), collect::output);
      assertNoStack(collect);
    }
  }

  @Test
  void refusesAWrongConfigurationAndNamesTheKeyThatWasMeant() {
    try (JarProcess collect =
        collect(List.of("--categories", "electronics"), "ebay.page=1", "run.workers=0")) {
      assertEquals(2, collect.awaitExit(), collect::output);

      assertEquals(List.of(), collect.out());
      String err = String.join("\n", collect.err());
      assertTrue(err.contains("ebay.page") && err.contains("ebay.pages"), err);
      assertTrue(err.contains("run.workers"), err);
      assertNoStack(collect);
    }
  }

  @Test
  void cancelsTheRunAtCtrlCAndKeepsWhatWasCollected() throws Exception {
    try (JarProcess collect =
        collect(
            List.of("--categories", "electronics", "--output", "json"),
            "simulator.latency_ms.median=60",
            "simulator.latency_ms.p99=150")) {
      awaitSightings(100, collect);

      collect.sigint();

      assertEquals(JarProcess.EXIT_SIGINT, collect.awaitExit(), collect::output);
      JsonNode json = HttpApi.JSON.readTree(String.join("\n", collect.out()));
      assertEquals("cancelled", json.path("run").path("status").asText(), collect::output);
      assertEquals(130, json.path("exit").asInt());
      assertTrue(sightings() >= 100);
      assertEquals("cli", actorOfTheCancellation());
      assertEquals(json.path("run").path("totals").path("sightings").asLong(), sightings());
      checkRuns(List.of("cancelled"));
    }
  }

  @Test
  void waitsForNobodyAfterASecondCtrlC() throws Exception {
    try (ServerProcess server =
            ServerProcess.start(
                dir, database, "simulator.latency_ms.median=500", "simulator.latency_ms.p99=500");
        JarProcess collect = collect(List.of("--categories", "289935", "--output", "json"))) {
      awaitOutput(collect, "amazon ");
      String pid = Long.toString(server.process().pid());
      assertTrue(JarProcess.works("kill", "-STOP", pid));
      try {
        collect.sigint();
        awaitOutput(collect, "Cancelling");
        collect.sigint();

        assertEquals(JarProcess.EXIT_SIGINT, collect.awaitExit(), collect::output);
        assertTrue(collect.output().contains("it may go on there"), collect::output);
        assertEquals(1, collect.out().size(), collect::output);
      } finally {
        assertTrue(JarProcess.works("kill", "-CONT", pid));
      }
    }
  }

  @Test
  void sendsTheRunToTheServerThatHoldsTheDirectory() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, database, "ebay.pages=1");
        JarProcess collect = collect(List.of("--categories", "289935", "--name", "From afar"))) {
      assertEquals(0, collect.awaitExit(), collect::output);

      assertTrue(
          collect.err().get(0).contains("The run goes to the server at " + server.url()),
          collect::output);
      List<JsonNode> runs = server.api().all("/api/v1/runs");
      assertEquals(1, runs.size());
      assertEquals("From afar", runs.get(0).path("name").asText());
      assertEquals("completed", runs.get(0).path("status").asText());
      assertTrue(
          collect.out().get(0).startsWith("Run " + runs.get(0).path("id").asText()),
          collect::output);
      checkRuns(List.of("completed"));
    }
  }

  @Test
  void pausesAtTheBudgetAndGoesOnFromTheCommandLine() throws Exception {
    String id;
    try (JarProcess collect = collect(List.of("--categories", "289935", "--max-calls", "5"))) {
      assertEquals(4, collect.awaitExit(), collect::output);

      String out = String.join("\n", collect.out());
      id = out.split(" ")[1];
      assertTrue(out.contains(": paused after "), collect::output);
      assertTrue(out.contains("has made the calls that it was allowed"), collect::output);
      assertTrue(out.contains("glasshive.jar serve "), collect::output);
      assertTrue(out.contains("glasshive.jar runs resume " + id), collect::output);
    }

    try (ServerProcess server =
        ServerProcess.start(
            dir, database, "simulator.latency_ms.median=3000", "simulator.latency_ms.p99=3000")) {
      String prefix = id.substring(0, 10);
      assertTrue(runs().get(1).startsWith(id + "\tpaused\t"), id);
      List<String> shown = runs("show", prefix);
      assertEquals("Run " + id, shown.get(0).substring(0, 4 + id.length()));
      assertTrue(shown.stream().anyMatch(line -> line.contains("(budget)")), shown::toString);

      assertTrue(runs("resume", prefix).get(0).startsWith("Run " + id + " is running: "));
      assertTrue(runs("pause", prefix).get(0).startsWith("Run " + id + " is pausing: "));
      new HttpApi(server.simulatorUrl()).turn(Map.of("latency_ms", Map.of("median", 0, "p99", 0)));
      assertEquals("user", server.api().awaitStatus(id, "paused").path("reason").asText());
      runs("resume", prefix);

      JsonNode run = server.api().awaitPaused(id, "budget");
      assertEquals(10, run.path("totals").path("requests").asInt(), run::toString);
      checkRuns(List.of("paused"));
    }
  }

  @Test
  void collectsAPreset() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir, database)) {
      Map<String, Object> preset = Map.of("name", "Mine", "category_ids", List.of("289935"));
      String presetId = server.api().post("/api/v1/presets", preset, 201).path("id").asText();
      List<String> order = List.of("--preset", presetId, "--max-calls", "1", "--output", "json");

      try (JarProcess collect = collect(order)) {
        assertEquals(4, collect.awaitExit(), collect::output);

        JsonNode run = HttpApi.JSON.readTree(collect.out().get(0)).path("run");
        assertEquals("[\"289935\"]", run.path("category_ids").toString());
        assertEquals(server.api().run(run.path("id").asText()), run);
      }
    }
  }

  private JarProcess collect(List<String> options, String... assignments) {
    List<String> arguments =
        new ArrayList<>(
            ServerProcess.arguments("collect", dir, ServerProcess.on(database, assignments)));
    arguments.addAll(options);
    return JarProcess.start(dir, arguments);
  }

  /** What the command {@code runs} prints, which must succeed. */
  private List<String> runs(String... words) {
    List<String> arguments = new ArrayList<>(List.of("runs"));
    arguments.addAll(List.of(words));
    arguments.addAll(List.of("--set", "data.dir=" + ServerProcess.data(dir)));
    try (JarProcess process = JarProcess.start(dir, arguments)) {
      assertEquals(0, process.awaitExit(), process::output);
      return process.out();
    }
  }

  private static void awaitOutput(JarProcess process, String text) {
    await(text)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> process.output().contains(text) || !process.isAlive());
  }

  private String actorOfTheCancellation() throws SQLException {
    try (Connection connection = CheckConnection.open(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select body::jsonb ->> 'actor' from activity_events where action = 'cancelled'")) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  private void awaitSightings(long count, JarProcess collect) {
    await("sightings")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !collect.isAlive() || sightings() >= count);
  }

  private long sightings() throws SQLException {
    try (Connection connection = CheckConnection.open(database);
        Statement statement = connection.createStatement()) {
      ResultSet tables = statement.executeQuery("select to_regclass('sightings') is not null");
      tables.next();
      if (!tables.getBoolean(1)) {
        return 0;
      }
      ResultSet row = statement.executeQuery("select count(*) from sightings");
      row.next();
      return row.getLong(1);
    }
  }

  /** The runs of the database: their statuses, and that they break no rule. */
  private void checkRuns(List<String> statuses) throws SQLException {
    try (Connection connection = CheckConnection.open(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select status from runs order by created_at")) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      assertEquals(statuses, found);
      RunCheck.withSecrets("demo:demo").assertGood(connection);
    }
  }

  private static void assertNoStack(JarProcess process) {
    assertFalse(process.err().stream().anyMatch(line -> line.startsWith("\tat ")), process::output);
  }
}
