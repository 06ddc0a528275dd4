package io.glasshive.web;

import static io.glasshive.journal.StoredRuns.THEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ApiParams;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.OperationType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Scope;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.UnitStatus;
import io.glasshive.domain.Wire;
import io.glasshive.journal.StoredRuns;
import io.glasshive.store.SellerQuestion;
import io.glasshive.web.OpenApi.Operation;
import io.glasshive.web.RunningWeb.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds what is mounted and answered to {@code openapi.yaml}, in both directions. */
@Timeout(60)
class OpenApiIT {

  /**
   * What the document describes before it is there: a route, a response of one, a schema, or a
   * property. An entry that is there after all fails the tests, so it goes when its work is merged.
   */
  private static final Set<String> PENDING =
      Set.of(
          "POST /api/v1/runs/{id}/retry-gaps 200",
          "POST /api/v1/runs/{id}/retry-gaps 202",
          "RetryEstimate",
          "RetryGaps");

  private static final String API = "/api/v1";
  private static final UUID RUN = new UUID(1, 1);
  private static final UUID ENDED = new UUID(1, 2);
  private static final UUID UNKNOWN = new UUID(9, 9);
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private static RunningWeb web;
  private static OpenApi api;

  @BeforeAll
  static void askForEverything() {
    web = RunningWeb.preparing();
    api = new OpenApi(web.get("/openapi.json").body());
    ask("GET", "/health/ready", null);
    ask("GET", API + "/runs", null);
    web.readiness.ready(web.pool);
    Awaitility.await().until(() -> web.get(API + "/runs").status() == 200);
    answerOnTheBus();
    rows();

    askForRuns();
    askForSellers();
    askForPresets();
    askTheServer();
    askWrongly();
  }

  @AfterAll
  static void close() {
    web.close();
  }

  @Test
  void describesEveryRouteAndMountsEveryOneDescribed() {
    Set<String> mounted = new TreeSet<>();
    web.routers()
        .forEach(
            (prefix, router) ->
                router.getRoutes().stream()
                    // Others are guards, the page, and the bridge with its own protocol.
                    .filter(route -> route.methods() != null && route.getPath() != null)
                    .filter(Route::isExactPath)
                    .forEach(route -> mounted.addAll(names(prefix, route))));
    Set<String> described =
        api.operations().stream()
            .map(Operation::name)
            .collect(Collectors.toCollection(TreeSet::new));
    described.addAll(
        described.stream()
            .filter(name -> name.startsWith("GET "))
            .map(name -> name.replaceFirst("GET", "HEAD"))
            .toList());

    described.removeIf(name -> PENDING.contains(name.replaceFirst("HEAD", "GET")));

    assertSame(described, mounted);
  }

  @Test
  void answersAsDescribed() {
    assertEquals(List.of(), api.violations());
  }

  @Test
  void describesNoResponseThatNeverComes() {
    Set<String> described = new TreeSet<>();
    for (Operation operation : api.operations()) {
      operation.statuses().forEach(status -> described.add(operation.name() + " " + status));
    }

    described.removeIf(name -> PENDING.contains(name));
    described.removeIf(name -> PENDING.contains(name.substring(0, name.lastIndexOf(' '))));

    assertSame(described, api.responsesSeen());
  }

  @Test
  void describesNoPropertyThatNeverComes() {
    Set<String> declared = api.properties();
    declared.removeIf(PENDING::contains);
    declared.removeIf(name -> PENDING.contains(name.split("\\.")[0]));

    assertSame(declared, api.propertiesSeen());
  }

  @Test
  void takesAndRefusesBodiesAsDescribed() {
    Map<String, Set<Boolean>> agreements = new TreeMap<>();
    List<String> differences = new ArrayList<>();

    for (Operation operation : api.operations()) {
      JsonNode schema = api.body(operation);
      if (schema != null) {
        bodies(schema, OpenApi.parse(validBody(operation)))
            .forEach(
                (what, body) -> {
                  boolean described = api.mismatches(schema, body).isEmpty();
                  Answer answer = ask(operation.method(), address(operation), body.toString());
                  boolean same = described == (answer.status() != 400);
                  String pending = pending(schema, what);
                  if (pending != null) {
                    agreements.computeIfAbsent(pending, p -> new HashSet<>()).add(same);
                  } else if (!same) {
                    differences.add(operation.name() + " " + body + ": " + answer.body());
                  }
                });
      }
    }

    assertEquals(List.of(), differences);
    agreements.forEach((what, same) -> assertTrue(same.contains(false), what + " is there"));
  }

  @Test
  void namesTheValuesThatTheCodeKnows() {
    Map<String, Set<String>> known = new TreeMap<>();
    known.put("Action", values(Action.values()));
    known.put("ErrorStage", values(ErrorStage.values()));
    known.put("ErrorType", values(ErrorType.values()));
    known.put("ExportFormat", values(ExportFormat.values()));
    known.put("OperationType", values(OperationType.values()));
    known.put("Phase", values(Phase.values()));
    known.put("Reason", values(Reason.values()));
    known.put("RunStatus", values(RunStatus.values()));
    known.put("Scope", values(Scope.values()));
    known.put("SellerSort", values(SellerQuestion.Sort.values()));
    known.put("SortOrder", values(SellerQuestion.Direction.values()));
    known.put("UnitStatus", values(UnitStatus.values()));
    known.put("Command", new TreeSet<>(Set.of("start", "pause", "resume", "cancel", "retry-gaps")));

    assertEquals(known, api.enumerations());
  }

  @Test
  void namesEachOperationOnceAndEachParameterOfItsPath() {
    Set<String> ids = new TreeSet<>();
    for (Operation operation : api.operations()) {
      assertTrue(ids.add(operation.id()), operation.id());
      JsonNode shared = api.document().path("paths").path(operation.path()).path("parameters");
      Set<String> inPath = new TreeSet<>();
      shared.forEach(
          p -> {
            if (api.resolved(p).path("in").asText().equals("path")) {
              inPath.add("{" + api.resolved(p).path("name").asText() + "}");
            }
          });
      assertEquals(operation.path().contains("{id}") ? Set.of("{id}") : Set.of(), inPath);
    }
  }

  @Test
  void isToldInTheGuideWithAnExampleOfEachRoute() throws IOException {
    String guide = Files.readString(Path.of(System.getProperty("basedir", ""), "docs", "api.md"));

    for (Operation operation : api.operations()) {
      assertTrue(guide.contains("`" + operation.name() + "`"), operation.name());
    }
    api.enumerations()
        .get("SellerSort")
        .forEach(value -> assertTrue(guide.contains("`" + value + "`"), value));
  }

  @Test
  void givesTheDocumentOnceToWhoKeepsIt() {
    Answer document = web.get("/openapi.json");
    String tag = document.header("ETag");

    assertEquals("no-cache", document.header("Cache-Control"));
    for (String known : List.of(tag, "\"other\", W/" + tag, "*")) {
      Answer again = web.ask(HttpMethod.GET, "/openapi.json", Map.of("If-None-Match", known), null);
      assertEquals(304, again.status(), known);
      assertEquals(tag, again.header("ETag"));
    }
    Map<String, String> other = Map.of("If-None-Match", "\"other\"");
    assertEquals(200, web.ask(HttpMethod.GET, "/openapi.json", other, null).status());
    assertNotEquals("", tag);
  }

  // ---- what is asked

  private static void askForRuns() {
    ask("GET", API + "/runs?limit=1", null);
    ask("POST", API + "/runs", "{\"category_ids\":[\"electronics\"]}");
    ask("POST", API + "/runs", "{\"category_ids\":[\"electronics\"],\"name\":\"One too many\"}");
    for (UUID id : List.of(RUN, ENDED)) {
      String run = API + "/runs/" + id;
      ask("GET", run, null);
      ask("GET", run + "/progress", null);
      ask("GET", run + "/units?limit=1", null);
      ask("GET", run + "/units", null);
      ask("GET", run + "/activity?limit=2", null);
      ask("GET", run + "/activity", null);
      ask("GET", run + "/metrics", null);
      for (String command : List.of("start", "pause", "resume", "cancel", "retry-gaps")) {
        ask("POST", run + "/" + command, "");
      }
      ask("POST", run + "/retry-gaps", "{\"dry_run\":true}");
    }
    ask("GET", API + "/runs/" + RUN + "/activity?after=99", null, "text/event-stream");
    ask("GET", API + "/runs/" + ENDED + "/activity?after=1", null, "text/event-stream");
    SseViewer viewer = web.watch(API + "/runs/" + RUN + "/activity", Map.of());
    api.saw("Snapshot", data(viewer.awaitPart("\n\n"), "snapshot"));
    viewer.vanish();
    Answer log = ask("GET", API + "/runs/" + ENDED + "/activity", null, "text/event-stream");
    api.saw("StreamEnd", data(log.body(), "end"));
  }

  private static void askForSellers() {
    ask("GET", API + "/sellers?limit=1", null);
    ask("GET", API + "/sellers/1", null);
    ask("PATCH", API + "/sellers/1", "{\"flagged\":true}");
    ask("GET", API + "/sellers/1/sightings?limit=1", null);
    for (SellerQuestion.Sort sort : SellerQuestion.Sort.values()) {
      ask("GET", API + "/sellers?sort=" + sort.wire(), null);
    }
    for (ExportFormat format : ExportFormat.values()) {
      ask("GET", API + "/sellers/export?format=" + format.wire(), null);
    }
    ask("GET", API + "/categories", null);
  }

  private static void askForPresets() {
    String body = "{\"name\":\"Mine\",\"category_ids\":[\"electronics\",\"172541\",\"172541\"]}";
    String id = ask("POST", API + "/presets", body).json().getString("id");
    ask("POST", API + "/presets", body);
    ask("GET", API + "/presets?limit=1", null);
    ask("GET", API + "/presets/" + id, null);
    ask("PUT", API + "/presets/" + id, body);
    ask("DELETE", API + "/presets/" + id, "");
  }

  private static void askTheServer() {
    ask("GET", "/health/live", null);
    ask("GET", "/health/ready", null);
    ask("GET", "/openapi.json", null);
    ask("GET", "/metrics", null);
    Map<String, String> known = Map.of("If-None-Match", "*");
    api.saw("GET", "/openapi.json", web.ask(HttpMethod.GET, "/openapi.json", known, null));
  }

  /** Every refusal that is described: an unknown id, a wrong member or parameter, not JSON. */
  private static void askWrongly() {
    for (Operation operation : api.operations()) {
      boolean hasBody = api.body(operation) != null;
      String body = hasBody ? validBody(operation) : null;
      if (operation.statuses().contains("404")) {
        String id = operation.path().contains("/sellers/") ? "999999" : UNKNOWN.toString();
        ask(operation.method(), operation.path().replace("{id}", id), body);
      }
      if (operation.statuses().contains("400") && hasBody) {
        ask(operation.method(), address(operation), "{\"colour\":\"red\"}");
      } else if (operation.statuses().contains("400")) {
        ask(operation.method(), address(operation) + "?limit=0&sort=luck", null);
      }
      if (operation.statuses().contains("415")) {
        Map<String, String> text = Map.of("Content-Type", "text/plain");
        HttpMethod method = HttpMethod.valueOf(operation.method());
        Answer answer = web.ask(method, address(operation), text, body);
        assertEquals(415, answer.status());
        api.saw(operation.method(), address(operation), answer);
      }
    }
    ask("GET", API + "/runs/" + RUN + "/activity?after=x", null);
  }

  private static Answer ask(String method, String path, String body) {
    return ask(method, path, body, "application/json");
  }

  private static Answer ask(String method, String path, String body, String accept) {
    Map<String, String> headers = new LinkedHashMap<>(body == null ? Map.of() : JSON);
    headers.put("Accept", accept);
    Answer answer = web.ask(HttpMethod.valueOf(method), path, headers, body);
    if (!PENDING.contains(api.operation(method, path).name())) {
      api.saw(method, path, answer);
    }
    return answer;
  }

  /** An address at which the operation finds what it needs. */
  private static String address(Operation operation) {
    if (operation.path().contains("/sellers/")) {
      return operation.path().replace("{id}", "1");
    } else if (operation.path().contains("/presets/{id}")) {
      String body = "{\"name\":\"Kept\",\"category_ids\":[\"electronics\"]}";
      String id = web.post(API + "/presets", body).json().getString("id");
      return operation.path().replace("{id}", id);
    }
    return operation.path().replace("{id}", RUN.toString());
  }

  private static String validBody(Operation operation) {
    return switch (operation.id()) {
      case "createRun" -> "{\"category_ids\":[\"electronics\"]}";
      case "createPreset", "replacePreset" ->
          "{\"name\":\"Mine\",\"category_ids\":[\"electronics\"]}";
      case "flagSeller" -> "{\"flagged\":true}";
      default -> "{}";
    };
  }

  // ---- bodies

  /** Bodies that differ from a good one in one place, by the place. */
  private static Map<String, ObjectNode> bodies(JsonNode schema, JsonNode good) {
    Map<String, ObjectNode> bodies = new LinkedHashMap<>();
    bodies.put("", good.deepCopy());
    bodies.put("unknown member", ((ObjectNode) good.deepCopy()).put("colour", "red"));
    good.fieldNames()
        .forEachRemaining(
            name -> bodies.put("no " + name, ((ObjectNode) good.deepCopy()).without(name)));
    api.resolved(schema)
        .path("properties")
        .fields()
        .forEachRemaining(
            property -> {
              int count = 0;
              JsonNode type = api.resolved(property.getValue());
              for (JsonNode value : candidates(type)) {
                ObjectNode body = good.deepCopy();
                body.set(property.getKey(), value);
                bodies.put(property.getKey() + "=" + count++, body);
              }
              if (type.has("properties")) {
                bodies(type, JsonNodeFactory.instance.objectNode())
                    .forEach(
                        (what, inner) -> {
                          ObjectNode body = good.deepCopy();
                          body.set(property.getKey(), inner);
                          bodies.put(property.getKey() + "." + what, body);
                        });
              }
            });
    return bodies;
  }

  private static List<JsonNode> candidates(JsonNode type) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    List<JsonNode> values = new ArrayList<>();
    values.add(json.objectNode());
    values.add(json.arrayNode());
    values.add(json.arrayNode().add(7));
    values.add(NullNode.instance);
    values.add(BooleanNode.TRUE);
    values.add(TextNode.valueOf(""));
    values.add(TextNode.valueOf("x"));
    values.add(TextNode.valueOf("x".repeat(201)));
    values.add(IntNode.valueOf(-1));
    values.add(IntNode.valueOf(0));
    values.add(IntNode.valueOf(1));
    values.add(json.numberNode(0.5));
    if (type.has("maximum")) {
      values.add(json.numberNode(type.path("maximum").asLong()));
      values.add(json.numberNode(type.path("maximum").asLong() + 1));
    }
    return values;
  }

  /** The entry of PENDING that a body touches. */
  private static String pending(JsonNode schema, String what) {
    String ref = schema.path("$ref").asText();
    if (ref.endsWith("/RetryGaps") && PENDING.contains("RetryGaps")) {
      return "RetryGaps";
    }
    return what.startsWith("limits.max_calls") && PENDING.contains("Limits.max_calls")
        ? "Limits.max_calls"
        : null;
  }

  // ---- what there is

  private static void answerOnTheBus() {
    Topics.CREATE_RUN.answer(
        web.vertx,
        order ->
            "One too many".equals(order.name())
                ? Future.failedFuture(
                    new Failure.Conflict(
                        "too_many_runs",
                        "4 runs are active.",
                        Map.of("active", 4, "max_active", 4)))
                : Future.succeededFuture(run()));
    Topics.COMMANDS.answer(
        web.vertx,
        command ->
            command.runId().equals(RUN)
                ? Future.succeededFuture(new CommandReceipt(run(), new Receipt(2, 5, 31)))
                : Future.failedFuture(RunCommand.refusal(RunStatus.COMPLETED)));
  }

  private static void rows() {
    web.runs.run(RUN, RunStatus.RUNNING, THEN);
    web.runs.run(ENDED, RunStatus.CANCELLED, THEN.plusSeconds(1));
    web.runs.execute(
        "insert into ledger (run_id, phase, category_id, planned, waiting)"
            + " values ($1, 'ebay', '', 2, 2), ($1, 'ebay', '172541', 2, 2)",
        Tuple.of(RUN));
    web.runs.execute(
        "insert into units (run_id, unit, phase, category_id, status, page, attempts, asin, title,"
            + " next_try_at, error_type, error_stage, error_message, error_at) values"
            + " ($1, 'ebay:B000000001', 'ebay', '172541', 'waiting', 2, 1, 'B000000001', 'A thing',"
            + " $2, 'timeout', 'api', 'no answer', $2)",
        Tuple.of(RUN, RunningWeb.CLOCK.instant().plusSeconds(60).atOffset(ZoneOffset.UTC)));
    web.runs.execute(
        "insert into units (run_id, unit, phase, category_id, status, reason) values"
            + " ($1, 'amazon:172541:1', 'amazon', '172541', 'done', null),"
            + " ($1, 'ebay:B000000002', 'ebay', '172541', 'skipped', 'no_price')",
        Tuple.of(RUN));
    for (int n = 1; n <= 2; n++) {
      web.runs.execute(
          "insert into sellers (source, normalized_name, display_name, profile_url,"
              + " feedback_percent, feedback_count, feedback_count_approximate, times_seen,"
              + " first_seen_at, last_seen_at, first_run_id, last_run_id)"
              + " values ('ebay_web', $1, $1, 'https://www.ebay.com/usr/anna', 99.3, 1200, true, 1,"
              + " $2, $2, $3, $3)",
          Tuple.of("anna" + n, THEN.atOffset(ZoneOffset.UTC), RUN));
      web.runs.execute(
          "insert into sightings (run_id, asin, listing_id, seller_id, category_id, page, seq,"
              + " price_cents, currency, price_min, price_max, seen_at)"
              + " values ($1, 'B000000001', $2, 1, '172541', 1, 4, 1999, 'USD', 1800, 2200, $3)",
          Tuple.of(RUN, "11" + n, THEN.atOffset(ZoneOffset.UTC)));
    }
    web.runs.execute(
        "insert into products (asin, title, first_seen_at, last_seen_at, first_run_id, last_run_id)"
            + " values ('B000000001', 'A thing', now(), now(), $1, $1)",
        Tuple.of(RUN));
    web.runs.append(RUN, events());
    web.runs.execute("update runs set reason = 'user' where id = $1", Tuple.of(ENDED));
    web.runs.end(ENDED, RunStatus.CANCELLED);
  }

  /** Events that have every field among them. */
  private static ActivityEvent[] events() {
    ApiParams search =
        new ApiParams.SellerQuery("A thing", 1000, 1800, 2200, 1, 60, "new", true, true);
    ActivityEvent page =
        StoredRuns.fetching(RUN, 1).toBuilder()
            .apiParams(new ApiParams.BestSellersQuery("172541", 1))
            .build();
    ActivityEvent cards =
        StoredRuns.fetching(RUN, 2).toBuilder()
            .unit(UnitId.ebay("B000000001"))
            .productName("A thing")
            .apiParams(search)
            .build();
    ActivityEvent inserted =
        new ActivityEvent.Builder(new UUID(2, 2), RUN, THEN, 0, Phase.EBAY, Action.INSERTED)
            .category("172541", "Electronics > Headphones")
            .unit(UnitId.ebay("B000000001"))
            .operationType(OperationType.SELLER_INSERT)
            .sourceWorkerId(2)
            .sellerFound("anna")
            .itemsCount(1)
            .durationMs(3)
            .build();
    ActivityEvent resumed =
        StoredRuns.ofRun(RUN, Action.RESUMED).toBuilder()
            .reason(Reason.USER)
            .actor("api")
            .newSellersCount(1)
            .details(Map.of("kept_rows", 3))
            .build();
    return new ActivityEvent[] {
      page,
      cards,
      StoredRuns.error(RUN, 2, RunningWeb.CLOCK.instant().plusSeconds(60)),
      inserted,
      resumed
    };
  }

  private static Run run() {
    return new Run(
        RUN,
        "Mine",
        RunStatus.RUNNING,
        Phase.AMAZON,
        1,
        7,
        List.of("172541"),
        "simulator",
        "simulator",
        null,
        THEN,
        null,
        null,
        1,
        new Run.Totals(0, 0, 0, 0, 0, 0, 0, 0));
  }

  private static void assertSame(Set<String> described, Set<String> found) {
    Set<String> missing = new TreeSet<>(described);
    missing.removeAll(found);
    Set<String> undescribed = new TreeSet<>(found);
    undescribed.removeAll(described);
    assertEquals(Set.of(), missing, "described only (or add it to PENDING)");
    assertEquals(Set.of(), undescribed, "not described (or still in PENDING)");
  }

  private static Set<String> names(String prefix, Route route) {
    String path = prefix + route.getPath().replaceAll(":(\\w+)", "{$1}");
    return route.methods().stream().map(method -> method + " " + path).collect(Collectors.toSet());
  }

  private static Set<String> values(Wire[] all) {
    return Arrays.stream(all).map(Wire::wire).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String data(String stream, String event) {
    String after = stream.substring(stream.indexOf("event: " + event + "\n"));
    String data = after.substring(after.indexOf("data: ") + 6);
    return data.substring(0, data.indexOf('\n'));
  }
}
