package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.check.TruthCheck;
import io.glasshive.check.ViewersCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed goes on with its runs at the next start, as if nothing had been. */
@Timeout(240)
class KilledInMidRunIT {
  private static final int WORKERS = 8;
  private static final String CATEGORY = "electronics";
  private static final String SMALL_CATEGORY = "289935";

  /** Requests of each page as the log has them, and how many of them were cut off. */
  private static final String REQUESTS =
      """
      with event as (
        select action, worker_id, attempt, body::jsonb as json
        from activity_events where run_id = ?)
      select json ->> 'unit'
             || case when json ->> 'phase' = 'ebay'
                then ':' || (json -> 'api_params' ->> 'page') else '' end,
             count(*),
             count(*) filter (where exists (
               select from event cut
               where cut.action = 'error' and cut.json ->> 'reason' = 'interrupted'
                 and cut.worker_id = asked.worker_id and cut.attempt = asked.attempt
                 and cut.json ->> 'unit' = asked.json ->> 'unit'
                 and cut.json ->> 'started_at' = asked.json ->> 'started_at'))
      from event asked where action = 'fetching' group by 1
      """;

  private static final String IN_FLIGHT =
      "select unit, 1, 0 from units where run_id = ? and status = 'in_flight'";

  @TempDir Path dir;
  private JarProcess simulator;
  private HttpApi marketplace;
  private URI simulatorUrl;

  @BeforeEach
  void startTheMarketplaceAsAProcessThatSurvives() {
    simulator =
        JarProcess.start(
            dir,
            ServerProcess.arguments(
                "simulate",
                dir,
                "simulator.data=" + dir.resolve("simulator"),
                "simulator.seed=7",
                // Long enough that every worker has a request in flight when the server is killed.
                "simulator.latency_ms.median=30",
                "simulator.latency_ms.p99=120"));
    simulatorUrl = URI.create(simulator.awaitLine("Simulator "));
    marketplace = new HttpApi(simulatorUrl);
  }

  @AfterEach
  void stopTheMarketplace() {
    simulator.close();
  }

  @Test
  void goesOnByItselfAndEndsWithTheTruthHoweverOftenItIsKilled() throws Exception {
    Config.Database database = TestPostgres.newDatabase();
    String id;
    long inFlight = 0;
    SseViewer viewer = new SseViewer("the viewer who comes back");
    try (viewer;
        BalanceWatch watch = new BalanceWatch();
        Connection connection = CheckConnection.open(database)) {
      try (ServerProcess server = ServerProcess.start(dir, database, settings())) {
        id = server.api().startRun(WORKERS, CATEGORY);
        watch.look(server.api(), id);
        assertEquals(200, viewer.connect(URI.create(stream(server, id) + "?after=0")));
        server.api().awaitSeq(id, 120);
        server.process().kill9();
      }
      for (long next : List.of(350, 600)) {
        inFlight += assertPutAwayUnharmed(connection, id, watch);
        try (ServerProcess server = ServerProcess.start(dir, database, settings())) {
          watch.look(server.api(), id);
          assertEquals(200, viewer.reconnect(stream(server, id)));
          server.api().awaitSeq(id, next);
          server.process().kill9();
        }
      }
      inFlight += assertPutAwayUnharmed(connection, id, watch);
      try (ServerProcess server = ServerProcess.start(dir, database, settings())) {
        watch.look(server.api(), id);
        assertEquals(200, viewer.reconnect(stream(server, id)));

        JsonNode run = server.api().awaitEnd(id);

        assertEquals("completed", run.path("status").asText());
        viewer.awaitOver();
        watch.rest();
        UUID runId = UUID.fromString(id);
        RunCheck.withSecrets("demo:demo").assertGood(connection, runId);
        TruthCheck.of(simulatorUrl).categories(CATEGORY).assertGood(connection, runId);
        ViewersCheck.assertSawEverything(
            connection,
            runId,
            List.of(viewer.transcript(), server.api().pages("the pages", id, 250)));
        assertOnlyWhatWasInFlightWasAskedAgain(server.api(), connection, id, inFlight);
        assertTrue(watch.readings() > 20, () -> "readings: " + watch.readings());
      }
    }
  }

  @Test
  void leavesNoEmbeddedDatabaseBehindAndFindsItWholeAgain() throws Exception {
    String id;
    List<ProcessHandle> children;
    try (ServerProcess server = ServerProcess.start(dir, settings())) {
      id = server.api().startRun(WORKERS, SMALL_CATEGORY);
      server.api().awaitSeq(id, 100);
      children = server.process().children();
      server.process().kill9();
    }

    assertFalse(children.isEmpty());
    await("the end of PostgreSQL")
        .atMost(Duration.ofSeconds(10))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));

    try (ServerProcess server = ServerProcess.start(dir, settings());
        Connection connection = server.embeddedDatabase()) {
      assertEquals("completed", server.api().awaitEnd(id).path("status").asText());
      RunCheck.withSecrets("demo:demo").assertGood(connection);
      TruthCheck.of(simulatorUrl).categories(SMALL_CATEGORY).assertGood(connection);
    }
  }

  private String[] settings() {
    return new String[] {
      "source.amazon=oxylabs",
      "source.ebay=oxylabs",
      "oxylabs.base_url=" + simulatorUrl,
      "oxylabs.username=demo",
      "oxylabs.password=demo"
    };
  }

  private static URI stream(ServerProcess server, String id) {
    return server.api().at("/api/v1/runs/" + id + "/activity");
  }

  /** What a dead server left breaks no rule, and tells how many requests were under way. */
  private static long assertPutAwayUnharmed(Connection connection, String id, BalanceWatch watch)
      throws SQLException {
    watch.rest();
    RunCheck.withSecrets("demo:demo").assertGood(connection, UUID.fromString(id));
    int inFlight = requests(connection, IN_FLIGHT, id).size();
    assertTrue(inFlight <= WORKERS, () -> "in flight: " + inFlight);
    return inFlight;
  }

  /**
   * Every call that the marketplace got is in the log, and a page was asked more often than an
   * undisturbed run asks it only where a request of it was cut off.
   */
  private void assertOnlyWhatWasInFlightWasAskedAgain(
      HttpApi server, Connection connection, String id, long inFlight) throws SQLException {
    Map<String, Long> calls = calls();
    Map<String, Requests> logged = requests(connection, REQUESTS, id);
    assertEquals(inFlight, logged.values().stream().mapToLong(Requests::cutOff).sum());
    assertTrue(inFlight > 0, "no request was under way at any kill");
    marketplace.post("/calls/reset", Map.of(), 200);
    marketplace.turn(Map.of("latency_ms", Map.of("median", 0)));
    String undisturbed = server.startRun(WORKERS, CATEGORY);
    assertEquals("completed", server.awaitEnd(undisturbed).path("status").asText());
    Map<String, Long> planned = calls();

    assertEquals(planned.keySet(), calls.keySet());
    calls.forEach(
        (page, count) -> {
          Requests of = logged.getOrDefault(page, new Requests(0, 0));
          String what = page + ": " + count + " calls, " + of + ", planned " + planned.get(page);
          assertTrue(count <= of.count(), what);
          assertTrue(count >= of.count() - of.cutOff(), what);
          assertTrue(count <= planned.get(page) + of.cutOff(), what);
        });
    TruthCheck.of(simulatorUrl)
        .categories(CATEGORY)
        .timesSeen(2)
        .assertGood(connection, UUID.fromString(undisturbed));
  }

  private Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>();
    for (JsonNode page : marketplace.get("/calls").path("pages")) {
      calls.put(page.path("page").asText(), page.path("calls").asLong());
    }
    return calls;
  }

  /**
   * Requests of one page.
   *
   * @param cutOff how many of them no answer came to, because the server was killed
   */
  private record Requests(long count, long cutOff) {}

  private static Map<String, Requests> requests(Connection connection, String sql, String id)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, UUID.fromString(id));
      try (ResultSet row = select.executeQuery()) {
        Map<String, Requests> requests = new HashMap<>();
        while (row.next()) {
          requests.put(row.getString(1), new Requests(row.getLong(2), row.getLong(3)));
        }
        return requests;
      }
    }
  }
}
