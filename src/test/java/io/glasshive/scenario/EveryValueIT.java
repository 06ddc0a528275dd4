package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.app.Server;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.EventsGuide;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.domain.Action;
import io.glasshive.domain.Actor;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.OperationType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Scope;
import io.glasshive.domain.UnitStatus;
import io.glasshive.domain.Wire;
import io.glasshive.metrics.Meters;
import io.glasshive.simulator.SimulatorVerticle;
import io.glasshive.simulator.TruthDefaults;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that meet whatever a run can meet. Together they bring every value that the code declares
 * and can produce; and where each field stands is what {@code docs/events.md} says.
 */
@Timeout(120)
class EveryValueIT {
  /** Declared, but nothing produces it by now; what appears after all goes from here. */
  private static final Map<String, Set<String>> NOT_YET =
      Map.of(
          "action", Set.of("retry_gaps", "limit_changed", "alarm"),
          "reason", Set.of("breaker", "rate_limit", "drift"),
          "actor", Set.of("schedule", "breaker"));

  private static final String CATEGORY = "289935";
  private static final int WORKERS = 4;
  private static final Map<String, Object> SLOW = latency(2_000);
  private static final Map<String, Object> FAST = latency(0);

  /** Values pass through rows between two looks: the database itself keeps them. */
  private static final String[] KEEP_EVERY_STATUS = {
    "create table seen (field text, value text)",
    "create function see_run() returns trigger language plpgsql as $$ begin"
        + " insert into seen values ('run status', new.status), ('reason', new.reason);"
        + " return null; end $$",
    "create function see_unit() returns trigger language plpgsql as $$ begin"
        + " insert into seen values ('unit status', new.status), ('reason', new.reason);"
        + " return null; end $$",
    "create trigger see after insert or update on runs for each row execute function see_run()",
    "create trigger see after insert or update on units for each row execute function see_unit()"
  };

  private static final EventsGuide GUIDE = EventsGuide.read();
  private static final List<JsonNode> LOG = new ArrayList<>();
  private static final Map<String, Set<String>> SEEN = new TreeMap<>();

  @TempDir static Path dir;
  private static Config.Database database;
  private static Vertx apart;
  private static SimulatorVerticle simulator;
  private static HttpApi dials;
  private static Vertx vertx;
  private static Server server;
  private static HttpApi api;

  @BeforeAll
  static void meetEverything() throws Exception {
    database = TestPostgres.newDatabase();
    apart = Vertx.vertx();
    Config config = TestConfig.of(dir.resolve("market"), "simulator.seed=4");
    simulator = new SimulatorVerticle(config.simulator(), TruthDefaults.of(config));
    await(apart.deployVerticle(simulator));
    dials = new HttpApi(simulator.uri());

    start("demo");
    TestPostgres.execute(database, KEEP_EVERY_STATUS);
    endWithGaps();
    String id = stopAndGoOn();
    restart("wrong");
    api.awaitStatus(id, "paused");
    restart("demo");
    cancel(id);
    useUpABudget();
    endWithoutGaps();
    fail();
    collect();
  }

  @AfterAll
  static void stop() throws Exception {
    if (vertx != null) {
      await(server.stop());
      await(vertx.close());
    }
    await(apart.close());
  }

  @Test
  void producesEveryValueThatIsDeclaredAndNoOther() {
    Map<String, Set<String>> declared = new TreeMap<>();
    declared.put("action", values(Action.values()));
    declared.put("error_type", values(ErrorType.values()));
    declared.put("error_stage", values(ErrorStage.values()));
    declared.put("operation_type", values(OperationType.values()));
    declared.put("reason", values(Reason.values()));
    declared.put("scope", values(Scope.values()));
    declared.put("phase", values(Phase.values()));
    declared.put("actor", values(Actor.values()));
    declared.put("run status", values(RunStatus.values()));
    declared.put("unit status", values(UnitStatus.values()));
    NOT_YET.forEach((field, values) -> assertTrue(declared.get(field).removeAll(values), field));

    assertEquals(declared, SEEN);
  }

  @Test
  void saysInTheGuideWhatIsNotProducedYet() {
    Set<String> said = new TreeSet<>(NOT_YET.get("action"));
    said.addAll(NOT_YET.get("reason"));

    assertEquals(said, new TreeSet<>(GUIDE.notYet()));
  }

  @Test
  void setsEachFieldWhereTheGuideSaysAndNowhereElse() {
    for (EventsGuide.Field field : GUIDE.fields()) {
      Where where = where(field.standsIn());
      for (JsonNode event : LOG) {
        boolean there = event.has(field.name());
        assertTrue(
            there ? where.may.test(event) : !where.must.test(event), () -> field + " in " + event);
      }
    }
  }

  @Test
  void givesEachReasonInTheActionsThatTheGuideNames() {
    Map<String, String> in = GUIDE.values("reason");
    for (JsonNode event : LOG) {
      if (event.has("reason")) {
        String said = in.get(event.get("reason").asText());
        assertTrue(
            said.equals("run actions")
                ? ofRun(event)
                : EventsGuide.names(said).contains(event.get("action").asText()),
            event::toString);
      }
    }
  }

  @Test
  void reportsEachOperationInItsAction() {
    Map<String, String> said = new TreeMap<>();
    GUIDE
        .values("operation_type")
        .forEach((type, action) -> said.put(type, EventsGuide.names(action).get(0)));

    Map<String, String> reported = new TreeMap<>();
    for (JsonNode event : LOG) {
      if (event.has("operation_type")) {
        reported.put(event.get("operation_type").asText(), event.get("action").asText());
      }
    }

    assertEquals(said, reported);
  }

  @Test
  void breaksNoRuleWhateverItMeets() throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo", "demo:wrong").assertGood(connection);
    }
  }

  // ---- what is met

  /** Every kind of failure, for a while and for good. */
  private static void endWithGaps() {
    dials.turn(Map.of("transient", shares(0.08), "permanent", Map.of("block_page", 0.1)));

    assertEquals(
        "completed_with_gaps",
        api.awaitEnd(api.startRun(WORKERS, CATEGORY)).path("status").asText());

    dials.turn(Map.of("transient", shares(0), "permanent", Map.of("block_page", 0)));
  }

  /** Every command but cancel; left with requests in flight. */
  private static String stopAndGoOn() {
    dials.turn(SLOW);
    String id = api.createRun(WORKERS, false, CATEGORY);
    api.command(id, "start", "page");
    awaitInFlight(id);
    api.command(id, "pause", "cli");
    dials.turn(FAST);
    api.awaitStatus(id, "paused");
    dials.turn(SLOW);
    api.command(id, "resume", "api");
    awaitInFlight(id);
    return id;
  }

  private static void cancel(String id) {
    api.command(id, "resume", "page");
    awaitInFlight(id);
    api.command(id, "cancel", "page");
    api.awaitEnd(id);
    dials.turn(FAST);
  }

  private static void useUpABudget() {
    Map<String, Object> order =
        Map.of("category_ids", List.of(CATEGORY), "limits", Map.of("max_calls", 3));
    String id = api.post("/api/v1/runs", order, 201).path("id").asText();
    api.awaitStatus(id, "paused");
    api.command(id, "resume", "cli");
    api.awaitStatus(id, "paused");
    api.command(id, "cancel", "cli");
    api.awaitEnd(id);
  }

  /** Every seller is known by now. */
  private static void endWithoutGaps() {
    assertEquals(
        "completed", api.awaitEnd(api.startRun(WORKERS, CATEGORY)).path("status").asText());
  }

  /** A log that takes no request. */
  private static void fail() {
    TestPostgres.execute(
        database,
        "alter table activity_events add constraint no_request"
            + " check (action <> 'fetching') not valid");
    assertEquals("failed", api.awaitEnd(api.startRun(1, CATEGORY)).path("status").asText());
  }

  private static void start(String password) throws Exception {
    Config config =
        TestConfig.of(
            dir.resolve("data"),
            ServerProcess.on(
                database,
                "source.amazon=oxylabs",
                "source.ebay=oxylabs",
                "oxylabs.base_url=" + simulator.uri(),
                "oxylabs.username=demo",
                "oxylabs.password=" + password,
                "retry.max_attempts=2",
                "ebay.pages=1"));
    vertx = Vertx.vertx();
    server = await(Server.start(vertx, config, new Server.Options(true, false), new Meters()));
    await(server.ready());
    api = new HttpApi(server.url());
  }

  private static void restart(String password) throws Exception {
    await(server.stop());
    await(vertx.close());
    start(password);
  }

  private static void awaitInFlight(String id) {
    Awaitility.await()
        .until(
            () -> {
              JsonNode phases = api.progress(id).path("phases");
              return phases.path("amazon").path("in_flight").asInt()
                      + phases.path("ebay").path("in_flight").asInt()
                  > 0;
            });
  }

  private static Map<String, Object> latency(int millis) {
    return Map.of("latency_ms", Map.of("median", millis, "p99", millis));
  }

  private static Map<String, Object> shares(double share) {
    Map<String, Object> shares = new HashMap<>();
    for (String kind :
        List.of("rate_limit", "timeout", "http_500", "faulted_job", "empty_page", "no_sellers")) {
      shares.put(kind, share);
    }
    return shares;
  }

  // ---- what came of it

  private static void collect() throws Exception {
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("select body from activity_events order by run_id, seq")) {
        while (row.next()) {
          LOG.add(HttpApi.JSON.readTree(row.getString(1)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select distinct field, value from seen where value is not null")) {
        while (row.next()) {
          see(row.getString(1), row.getString(2));
        }
      }
    }
    for (String field :
        List.of(
            "action",
            "error_type",
            "error_stage",
            "operation_type",
            "reason",
            "scope",
            "phase",
            "actor")) {
      seeAll(field);
    }
  }

  private static void seeAll(String field) {
    for (JsonNode event : LOG) {
      if (event.has(field)) {
        see(field, event.get(field).asText());
      }
    }
  }

  private static void see(String field, String value) {
    SEEN.computeIfAbsent(field, f -> new TreeSet<>()).add(value);
  }

  private static Set<String> values(Wire[] values) {
    return Arrays.stream(values).map(Wire::wire).collect(Collectors.toCollection(TreeSet::new));
  }

  // ---- where fields stand

  /** Events that must have a field, and those that may. */
  private record Where(Predicate<JsonNode> must, Predicate<JsonNode> may) {
    static Where exactly(Predicate<JsonNode> events) {
      return new Where(events, events);
    }

    static Where some(Predicate<JsonNode> events) {
      return new Where(event -> false, events);
    }
  }

  /** What the guide means by the cell beside a field's type. */
  private static Where where(String standsIn) {
    Predicate<JsonNode> ofRun = EveryValueIT::ofRun;
    Predicate<JsonNode> request = is("fetching");
    Predicate<JsonNode> rowError = is("error").and(event -> !event.has("attempt"));
    Predicate<JsonNode> outcome = is("found", "error", "rate_limited").and(rowError.negate());
    Predicate<JsonNode> pipeline = is("uploading", "deduped", "updated", "inserted");
    return switch (standsIn) {
      case "all" -> Where.exactly(event -> true);
      case "all but run actions" -> Where.exactly(ofRun.negate());
      case "where `category_id` is" -> Where.exactly(event -> event.has("category_id"));
      case "requests, outcomes, row errors, pipeline actions" ->
          Where.exactly(request.or(outcome).or(rowError).or(pipeline));
      case "those of the eBay phase" ->
          Where.exactly(ofRun.negate().and(event -> event.get("phase").asText().equals("ebay")));
      case "optional" -> Where.some(event -> true);
      case "requests" -> Where.exactly(request);
      case "requests and outcomes" -> Where.exactly(request.or(outcome));
      case "outcomes, pipeline actions" -> Where.exactly(outcome.or(pipeline));
      case "pipeline actions" -> Where.exactly(pipeline);
      case "run actions" -> Where.exactly(ofRun);
      case "some run actions" -> Where.some(ofRun);
      case "some run actions and errors" -> Where.some(ofRun.or(is("error")));
      case "commands, stops" -> Where.some(ofRun);
      case "outcomes that will be tried again" -> Where.some(outcome.and(is("found").negate()));
      case "`found`, row errors, pipeline actions" ->
          Where.exactly(is("found").or(rowError).or(pipeline));
      default -> {
        List<String> actions = EventsGuide.names(standsIn);
        assertEquals("`" + String.join("`, `", actions) + "`", standsIn);
        yield Where.exactly(is(actions.toArray(String[]::new)));
      }
    };
  }

  private static Predicate<JsonNode> is(String... actions) {
    Set<String> wanted = Set.of(actions);
    return event -> wanted.contains(event.get("action").asText());
  }

  private static boolean ofRun(JsonNode event) {
    return Wire.parse(Action.class, event.get("action").asText()).ofRun();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
