package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.app.Server;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.check.TruthCheck;
import io.glasshive.config.Config;
import io.glasshive.metrics.Meters;
import io.glasshive.simulator.FaultKind;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small collections with each dial of the simulator up, turned while it runs, and with all of them:
 * whatever the dial, the rows are the truth.
 */
@Timeout(240)
class EveryDialIT {
  /** Of this seed's only Amazon page none of the shares used here spoils the page for good. */
  private static final String SEED = "simulator.seed=4";

  private static final String CATEGORY = "289935";
  private static final int MAX_ATTEMPTS = 3;

  private static final Map<FaultKind, String> ERROR_TYPES =
      Map.of(
          FaultKind.RATE_LIMIT, "rate_limit",
          FaultKind.TIMEOUT, "timeout",
          FaultKind.HTTP_500, "http_500",
          FaultKind.FAULTED_JOB, "api_error",
          FaultKind.BLOCK_PAGE, "api_error",
          FaultKind.BROKEN_JSON, "api_error",
          FaultKind.EMPTY_PAGE, "parse_error",
          FaultKind.NO_SELLERS, "parse_error");

  private final Vertx vertx = Vertx.vertx();
  private final Config.Database database = TestPostgres.newDatabase();
  private Server server;
  private HttpApi api;
  private HttpApi simulator;
  @TempDir Path dir;

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      await(server.stop());
    }
    await(vertx.close());
  }

  @Test
  void collectsTheTruthWithEachKindOfFaultThatPasses() throws Exception {
    start("ebay.pages=2");
    for (FaultKind kind : FaultKind.values()) {
      turn(Map.of("transient", Map.of(kind.wire(), 0.4)));

      String id = run("completed");

      assertTrue(failedWith(id, ERROR_TYPES.get(kind)) > 5, kind.wire());
      assertTruth(id, truth());
    }
  }

  @Test
  void collectsTheTruthWithEachKindOfFaultThatStays() throws Exception {
    start("ebay.pages=2");
    for (FaultKind kind : FaultKind.values()) {
      if (kind != FaultKind.RATE_LIMIT) {
        turn(Map.of("permanent", Map.of(kind.wire(), 0.25)));

        String id = run("completed_with_gaps");

        assertTrue(failedWith(id, ERROR_TYPES.get(kind)) > 5, kind.wire());
        assertTruth(id, truth());
      }
    }
  }

  @Test
  void losesNothingButWhatStandsBehindDriftedPages() throws Exception {
    start("ebay.pages=2");
    turn(Map.of("drift", 0.25));

    String id = run("completed_with_gaps");

    assertTruth(id, truth().drifting());
    List<JsonNode> gaps = api.all("/api/v1/runs/" + id + "/units?status=failed");
    assertTrue(gaps.size() > 5);
    Map<String, Integer> repeated = new TreeMap<>();
    for (JsonNode page : simulator.get("/calls").path("pages")) {
      if (page.path("calls").asInt() > 1) {
        assertEquals(MAX_ATTEMPTS, page.path("answers").path("200").asInt(), page::toString);
        repeated.put(page.path("page").asText(), page.path("calls").asInt());
      }
    }
    Map<String, Integer> drifted = new TreeMap<>();
    for (JsonNode gap : gaps) {
      JsonNode error = gap.path("last_error");
      assertEquals("seller_extraction", error.path("error_stage").asText());
      assertTrue(error.path("message").asText().startsWith("layout without sellers"));
      drifted.put(
          gap.path("unit").asText() + ":" + gap.path("page").asInt(), gap.path("attempts").asInt());
    }
    assertEquals(drifted, repeated);
  }

  @Test
  void collectsTheTruthFromASlowOrHurriedSource() throws Exception {
    start("ebay.pages=2");
    turn(Map.of("latency_ms", Map.of("median", 15, "p99", 120)));

    assertTruth(run("completed"), truth());

    turn(Map.of("rate_per_s", 10));

    String limited = run("completed");

    assertTrue(failedWith(limited, "rate_limit") > 0);
    assertTruth(limited, truth());
  }

  @Test
  void collectsTheTruthFromHeavyPagesAndWithInexactCardsKept() throws Exception {
    start("ebay.pages=1", "ebay.inexact=keep");
    turn(Map.of());

    String kept = run("completed");

    assertTruth(kept, truth());
    assertTruth(kept, truth().inexact("keep"));
    long dropped = sightings("drop");
    assertTrue(dropped < sightings("keep"), "dropped " + dropped);
    assertEquals(sightings("keep"), api.run(kept).path("totals").path("sightings").asLong());

    turn(Map.of("page_bytes", 2_000_000));

    assertTruth(run("completed"), truth());
  }

  @Test
  void collectsTheTruthWithEveryDialUp() throws Exception {
    start("ebay.pages=3", "ebay.inexact=keep");
    turn(
        Map.of(
            "latency_ms",
            Map.of("median", 2, "p99", 20),
            "rate_per_s",
            150,
            "page_bytes",
            200_000,
            "transient",
            shares(0.04, true),
            "permanent",
            shares(0.02, false),
            "drift",
            0.1));

    String id = run("completed_with_gaps");

    assertTruth(id, truth().drifting());
    for (String type : List.of("rate_limit", "timeout", "http_500", "api_error", "parse_error")) {
      assertTrue(failedWith(id, type) > 0, type);
    }
  }

  private void start(String... assignments) throws Exception {
    List<String> all =
        Stream.concat(
                Stream.of(SEED, "breaker.cooldown=100ms", "retry.max_attempts=" + MAX_ATTEMPTS),
                Arrays.stream(assignments))
            .toList();
    Config config = TestConfig.of(dir, ServerProcess.on(database, all.toArray(String[]::new)));
    server = await(Server.start(vertx, config, new Server.Options(true, false), new Meters()));
    await(server.ready());
    api = new HttpApi(server.url());
    simulator = new HttpApi(simulatorUrl());
  }

  /** Turns these dials up and all others down, and forgets the calls made. */
  private void turn(Map<String, Object> up) {
    Map<String, Object> dials =
        new HashMap<>(
            Map.of(
                "latency_ms",
                Map.of("median", 0, "p99", 0),
                "rate_per_s",
                0,
                "page_bytes",
                0,
                "transient",
                shares(0, true),
                "permanent",
                shares(0, false),
                "drift",
                0));
    simulator.turn(dials);
    simulator.turn(up);
    simulator.post("/calls/reset", Map.of(), 200);
  }

  private static Map<String, Object> shares(double share, boolean withRateLimit) {
    Map<String, Object> shares = new HashMap<>();
    for (FaultKind kind : FaultKind.values()) {
      if (withRateLimit || kind != FaultKind.RATE_LIMIT) {
        shares.put(kind.wire(), share);
      }
    }
    return shares;
  }

  /** Runs a collection to its end, which must be {@code status}: its id. */
  private String run(String status) {
    String id = api.startRun(8, CATEGORY);
    assertEquals(status, api.awaitEnd(id).path("status").asText());
    return id;
  }

  private TruthCheck truth() {
    return TruthCheck.of(simulatorUrl()).categories(CATEGORY).anyTimesSeen();
  }

  private void assertTruth(String id, TruthCheck truth) throws Exception {
    UUID runId = UUID.fromString(id);
    assertFalse(api.run(id).path("totals").path("sightings").asLong() < 100);
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo").assertGood(connection, runId);
      truth.assertGood(connection, runId);
    }
  }

  /** How many requests of a run failed with a type of error; row errors have no attempt. */
  private long failedWith(String id, String errorType) {
    JsonNode found = api.get("/api/v1/runs/" + id + "/activity?limit=1000&error_type=" + errorType);
    return StreamSupport.stream(found.path("items").spliterator(), false)
        .filter(event -> event.has("attempt"))
        .count();
  }

  private long sightings(String inexact) {
    String path = "/truth?include=sightings&category_ids=" + CATEGORY + "&inexact=" + inexact;
    return simulator.get(path).path("sightings").size();
  }

  private URI simulatorUrl() {
    return server.simulatorUrl().orElseThrow();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
