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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Pages that fail for good become gaps: listed, counted, explained, and nothing else is lost. */
@Timeout(240)
class PermanentFaultsIT {
  private static final String CATEGORY = "electronics";

  private static final Map<FaultKind, String> ERROR_TYPES =
      Map.of(
          FaultKind.TIMEOUT, "timeout",
          FaultKind.HTTP_500, "http_500",
          FaultKind.FAULTED_JOB, "api_error",
          FaultKind.BLOCK_PAGE, "api_error",
          FaultKind.BROKEN_JSON, "api_error",
          FaultKind.EMPTY_PAGE, "parse_error",
          FaultKind.NO_SELLERS, "parse_error");

  private static final Map<String, Set<String>> STAGES =
      Map.of(
          "timeout", Set.of("api"),
          "http_500", Set.of("api"),
          "api_error", Set.of("api"),
          "parse_error", Set.of("product_extraction", "seller_extraction"));

  private final Vertx vertx = Vertx.vertx();
  private final Config.Database database = TestPostgres.newDatabase();
  private Server server;
  private HttpApi api;
  @TempDir Path dir;

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      await(server.stop());
    }
    await(vertx.close());
  }

  @ParameterizedTest
  @EnumSource(value = FaultKind.class, mode = Mode.EXCLUDE, names = "RATE_LIMIT")
  void endsWithTheGapsThatTheTruthHas(FaultKind kind) throws Exception {
    // Of this seed's three Amazon pages one has a fault, and pages one and two on eBay.
    start("simulator.seed=2", "simulator.permanent." + kind.wire() + "=0.2", "ebay.pages=2");

    String id = api.startRun(8, CATEGORY);
    JsonNode run = api.awaitEnd(id);

    assertEquals("completed_with_gaps", run.path("status").asText());
    assertMatchesTheTruth(id, "demo:demo");
    List<JsonNode> failed = api.all("/api/v1/runs/" + id + "/units?status=failed");
    assertListed(failed, Set.of(ERROR_TYPES.get(kind)));
    assertEquals(truthGaps(), gapsOf(failed));
    assertEquals(run.path("totals").path("gaps").asInt(), failed.size());
    Set<String> phases =
        failed.stream().map(unit -> unit.path("phase").asText()).collect(Collectors.toSet());
    assertEquals(kind == FaultKind.NO_SELLERS ? Set.of("ebay") : Set.of("amazon", "ebay"), phases);
    assertTrue(failed.stream().anyMatch(unit -> unit.path("page").asInt() == 2));
    assertFailedAsOftenAsAllowed(failed);
  }

  private void start(String... assignments) throws Exception {
    String[] all = ServerProcess.on(database, assignments);
    server =
        await(
            Server.start(
                vertx, TestConfig.of(dir, all), new Server.Options(true, false), new Meters()));
    await(server.ready());
    api = new HttpApi(server.url());
  }

  private void assertMatchesTheTruth(String id, String secret) throws Exception {
    UUID runId = UUID.fromString(id);
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets(secret).assertGood(connection, runId);
      TruthCheck.of(simulator()).categories(CATEGORY).assertGood(connection, runId);
    }
  }

  private URI simulator() {
    return server.simulatorUrl().orElseThrow();
  }

  /** Unit to page and error type. */
  private Map<String, String> truthGaps() {
    JsonNode truth = new HttpApi(simulator()).get("/truth?include=gaps&category_ids=" + CATEGORY);
    Map<String, String> gaps = new TreeMap<>();
    for (JsonNode gap : truth.path("gaps")) {
      gaps.put(
          gap.path("unit").asText(),
          gap.path("page").asInt() + " " + gap.path("error_type").asText());
    }
    return gaps;
  }

  private static Map<String, String> gapsOf(List<JsonNode> units) {
    Map<String, String> gaps = new TreeMap<>();
    for (JsonNode unit : units) {
      gaps.put(
          unit.path("unit").asText(),
          unit.path("page").asInt() + " " + unit.path("last_error").path("error_type").asText());
    }
    return gaps;
  }

  private static void assertListed(List<JsonNode> units, Set<String> errorTypes) {
    assertFalse(units.isEmpty());
    for (JsonNode unit : units) {
      JsonNode error = unit.path("last_error");
      assertEquals("failed", unit.path("status").asText());
      assertTrue(errorTypes.contains(error.path("error_type").asText()), unit::toString);
      assertTrue(
          STAGES
              .get(error.path("error_type").asText())
              .contains(error.path("error_stage").asText()),
          unit::toString);
      assertFalse(error.path("message").asText().isBlank(), unit::toString);
      assertTrue(error.hasNonNull("at"), unit::toString);
      assertFalse(unit.has("next_try_at"), unit::toString);
    }
  }

  /**
   * No transient fault stands before a permanent one, so each was asked for as often as allowed.
   */
  private void assertFailedAsOftenAsAllowed(List<JsonNode> units) {
    Map<String, Integer> calls = new TreeMap<>();
    for (JsonNode page : new HttpApi(simulator()).get("/calls").path("pages")) {
      calls.put(page.path("page").asText(), page.path("calls").asInt());
    }
    for (JsonNode unit : units) {
      String page = unit.path("unit").asText();
      String asked = page.startsWith("ebay:") ? page + ":" + unit.path("page").asInt() : page;
      assertEquals(unit.path("attempts").asInt(), calls.get(asked), asked);
      assertTrue(calls.get(asked) <= 3, asked);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
