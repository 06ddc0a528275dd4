package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes over real HTTP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SimulatorIT {
  private static final String NODE = "289935";
  private static final String[] JSON = {"Content-Type", "application/json"};

  @TempDir Path data;

  @Test
  void answersBestSellersAsParsedContent() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      HttpResponse<String> response = simulator.shopper().post(bestSellers(NODE, 1));

      assertEquals(200, response.statusCode());
      assertEquals("application/json", response.headers().firstValue("content-type").orElse(""));
      JsonObject result = result(response);
      assertEquals(
          Set.of(
              "content",
              "created_at",
              "updated_at",
              "page",
              "url",
              "job_id",
              "status_code",
              "type",
              "parser_type"),
          result.fieldNames());
      assertEquals("parsed", result.getString("type"));
      assertTrue(
          result.getString("created_at").matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"));
      JsonObject content = result.getJsonObject("content");
      assertEquals(1, content.getInteger("page"));
      assertEquals(NODE, content.getString("query"));
      assertTrue(content.containsKey("parse_status_code"));
      JsonObject row = content.getJsonArray("results").getJsonObject(0);
      assertTrue(
          row.fieldNames()
              .containsAll(
                  Set.of(
                      "pos",
                      "url",
                      "price_upper",
                      "price_str",
                      "currency",
                      "rating",
                      "ratings_count",
                      "is_prime")));
      assertEquals(1, row.getInteger("pos"));
      assertTrue(row.getString("url").startsWith("/"));
    }
  }

  @Test
  void answersAnUnknownNodeWithZeroRows() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      JsonObject content =
          result(simulator.shopper().post(bestSellers("99", 1))).getJsonObject("content");

      assertEquals(0, content.getJsonArray("results").size());
      assertTrue(content.getInteger("pages") >= 1);
    }
  }

  @Test
  void failsTheThirdPageOfBestSellers() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      JsonObject result = result(simulator.shopper().post(bestSellers(NODE, 3)));

      assertEquals(613, result.getInteger("status_code"));
    }
  }

  @Test
  void takesAStringForParseAsFalse() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      JsonObject result =
          result(simulator.shopper().post(bestSellers(NODE, 1).put("parse", "true")));

      assertInstanceOf(String.class, result.getValue("content"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"universal", "universal_ecommerce"})
  void answersASearchWithTheRawPage(String source) throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      JsonObject result = result(shopper.post(search(product(shopper), 1).put("source", source)));

      assertEquals("raw", result.getString("type"));
      assertTrue(result.getString("content").contains("srp-results"));
    }
  }

  @Test
  void answersATitleThatNoProductHasWithNoResults() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();
      JsonObject unknown = new JsonObject().put("title", "no such").put("price_cents", 500);

      JsonObject result = result(shopper.post(search(unknown, 1)));

      assertTrue(result.getString("content").contains(">0</span> results for"));
      assertEquals(
          "[{\"page\":\"ebay:?:1\",\"calls\":1,\"answers\":{\"200\":1}}]",
          shopper.get("/calls").getJsonArray("pages").encode());
    }
  }

  @Test
  void findsNothingAtAnotherAddress() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      JsonObject body =
          new JsonObject().put("source", "universal").put("url", "https://example.com/");

      assertEquals(404, result(simulator.shopper().post(body)).getInteger("status_code"));
    }
  }

  @Test
  void wantsDemoAndDemo() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();
      String body = bestSellers(NODE, 1).encode();

      HttpResponse<String> none = shopper.send("POST", "/v1/queries", body);
      HttpResponse<String> wrong =
          shopper.send("POST", "/v1/queries", body, "Authorization", "Basic ZGVtbzpvdGhlcg==");

      assertEquals(401, none.statusCode());
      assertEquals("", none.body());
      assertEquals(401, wrong.statusCode());
      assertEquals(0, shopper.get("/calls").getInteger("total"));
    }
  }

  @Test
  void refusesAQueryItCannotUnderstand() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();
      for (JsonObject wrong :
          List.of(
              new JsonObject(),
              bestSellers("abc", 1),
              bestSellers(NODE, 0),
              bestSellers(NODE, 1).put("query", 5),
              bestSellers(NODE, 1).put("geo_location", "United States"),
              new JsonObject().put("source", "universal"),
              new JsonObject().put("source", "google"))) {
        HttpResponse<String> response = shopper.post(wrong);

        assertEquals(400, response.statusCode(), wrong::encode);
        assertFalse(new JsonObject(response.body()).getString("message").isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void spoilsABestSellerPageAsTheFormatsSay(FaultKind kind) throws Exception {
    try (RunningSimulator simulator = failing(kind)) {
      HttpResponse<String> response = simulator.shopper().post(bestSellers(NODE, 1));

      switch (kind) {
        case RATE_LIMIT -> {
          assertEquals(429, response.statusCode());
          assertTrue(response.headers().firstValue("retry-after").isEmpty());
        }
        case TIMEOUT -> assertEquals(408, response.statusCode());
        case HTTP_500 ->
            assertTrue(Set.of(500, 502, 503, 504, 524).contains(response.statusCode()));
        case FAULTED_JOB -> assertFaulted(response);
        case BLOCK_PAGE -> assertEquals(612, result(response).getInteger("status_code"));
        case BROKEN_JSON -> {
          assertEquals(200, response.statusCode());
          assertThrows(RuntimeException.class, () -> new JsonObject(response.body()));
        }
        case EMPTY_PAGE -> {
          JsonObject content = result(response).getJsonObject("content");
          assertEquals(0, content.getJsonArray("results").size());
          assertEquals(2, content.getInteger("pages"));
        }
        case NO_SELLERS ->
            assertFalse(
                result(response).getJsonObject("content").getJsonArray("results").isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void spoilsAResultPageAsTheFormatsSay(FaultKind kind) throws Exception {
    try (RunningSimulator simulator = failing(kind)) {
      Shopper shopper = simulator.shopper();
      JsonObject product = product(shopper);

      HttpResponse<String> response = shopper.post(search(product, 1));

      switch (kind) {
        case RATE_LIMIT -> assertEquals(429, response.statusCode());
        case TIMEOUT -> assertEquals(408, response.statusCode());
        case HTTP_500 -> assertTrue(response.statusCode() >= 500);
        case FAULTED_JOB -> assertFaulted(response);
        case BLOCK_PAGE -> assertFalse(content(response).contains("srp-results"));
        case BROKEN_JSON ->
            assertThrows(RuntimeException.class, () -> new JsonObject(response.body()));
        case EMPTY_PAGE -> assertEquals("", content(response));
        case NO_SELLERS -> {
          assertTrue(content(response).contains("srp-results srp-grid"));
          assertTrue(content(response).contains("s-card--vertical"));
        }
      }
    }
  }

  @Test
  void isGoodForEverOnceATransientFaultHasPassed() throws Exception {
    try (RunningSimulator simulator = failing(FaultKind.HTTP_500)) {
      Shopper shopper = simulator.shopper();

      int failures = 0;
      while (shopper.post(bestSellers(NODE, 1)).statusCode() != 200) {
        failures++;
      }

      assertTrue(failures == 1 || failures == 2);
      assertEquals(200, shopper.post(bestSellers(NODE, 1)).statusCode());
      JsonObject page = shopper.get("/calls").getJsonArray("pages").getJsonObject(0);
      assertEquals("amazon:" + NODE + ":1", page.getString("page"));
      assertEquals(failures + 2, page.getInteger("calls"));
      assertEquals(2, page.getJsonObject("answers").getInteger("200"));
      HttpResponse<String> reset = shopper.send("POST", "/calls/reset", null);
      assertEquals("{\"total\":0,\"pages\":[]}", reset.body());
      assertTrue(shopper.post(bestSellers(NODE, 1)).statusCode() >= 500);
    }
  }

  @Test
  void refusesCallsAboveTheRateAndLeavesThePlanUntouched() throws Exception {
    AtomicLong nanos = new AtomicLong();
    Config.Simulator config =
        Settings.prompt(data, Map.of("rate_per_s", "2", "transient.http_500", "0.98"));
    try (RunningSimulator simulator = new RunningSimulator(config, nanos::get)) {
      Shopper shopper = simulator.shopper();
      HttpResponse<String> first = shopper.post(bestSellers("99", 1));
      shopper.post(bestSellers("99", 1));

      HttpResponse<String> above = shopper.post(bestSellers(NODE, 1));
      nanos.addAndGet(500_000_000);
      HttpResponse<String> later = shopper.post(bestSellers(NODE, 1));

      assertEquals(429, above.statusCode());
      assertTrue(above.headers().firstValue("retry-after").isEmpty());
      assertTrue(later.statusCode() >= 500, "the first call that counts meets the fault");
      assertEquals(List.of("2"), header(first, "limit"));
      assertEquals(List.of("1"), header(first, "remaining"));
      JsonArray pages = shopper.get("/calls").getJsonArray("pages");
      assertEquals(1, pages.getJsonObject(0).getJsonObject("answers").getInteger("429"));
      assertEquals(2, pages.getJsonObject(0).getInteger("calls"));
    }
  }

  @Test
  void showsAndTurnsItsDials() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      HttpResponse<String> turned =
          shopper.patch(new JsonObject("{\"permanent\":{\"timeout\":1},\"page_bytes\":300000}"));

      assertEquals(200, turned.statusCode());
      assertEquals(turned.body(), shopper.get("/dials").encode());
      assertEquals(
          1, new JsonObject(turned.body()).getJsonObject("permanent").getInteger("timeout"));
      assertEquals(408, shopper.post(bestSellers(NODE, 1)).statusCode());
      assertEquals(1, shopper.get("/truth?category_ids=" + NODE).getJsonArray("gaps").size());
    }
  }

  @Test
  void refusesADialThatIsNone() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      HttpResponse<String> response =
          shopper.patch(new JsonObject("{\"transient\":{\"typo\":0.1}}"));

      assertEquals(
          "application/problem+json", response.headers().firstValue("content-type").orElse(""));
      assertEquals(
          "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
              + "\"detail\":\"There is no dial 'transient.typo'. GET /dials shows all of them with"
              + " their values.\",\"code\":\"unknown_dial\"}",
          response.body());
    }
  }

  @Test
  void remembersCallsAndDialsWhenItComesBack() throws Exception {
    JsonObject calls;
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();
      shopper.post(bestSellers(NODE, 1));
      shopper.post(bestSellers("99", 1));
      shopper.patch(new JsonObject("{\"drift\":0.25,\"permanent\":{\"timeout\":0.125}}"));
      calls = shopper.get("/calls");
    }

    Map<String, String> configured = Map.of("permanent.timeout", "0.5");
    try (RunningSimulator simulator = new RunningSimulator(Settings.prompt(data, configured))) {
      Shopper shopper = simulator.shopper();

      assertEquals(calls, shopper.get("/calls"));
      assertEquals(0.25, shopper.get("/dials").getDouble("drift"));
      assertEquals(0.5, shopper.get("/dials").getJsonObject("permanent").getDouble("timeout"));
      shopper.patch(new JsonObject("{\"rate_per_s\":1000}"));
    }

    try (RunningSimulator simulator = quiet()) {
      JsonObject dials = simulator.shopper().get("/dials");
      assertEquals(0.125, dials.getJsonObject("permanent").getDouble("timeout"));
      assertEquals(1000, dials.getInteger("rate_per_s"));
    }
  }

  @Test
  void takesTheDefaultsInPlaceOfDialsItCannotRead() throws Exception {
    Files.writeString(data.resolve("dials.json"), "{\"latency_ms\":");

    try (RunningSimulator simulator = quiet()) {
      JsonObject dials = simulator.shopper().get("/dials");

      assertEquals(600, dials.getJsonObject("latency_ms").getInteger("p99"));
      assertEquals(0, dials.getJsonObject("latency_ms").getInteger("median"));
    }
  }

  @Test
  void tellsTheTruthOfUnknownCategoriesToNobody() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      HttpResponse<String> unknown =
          shopper.send("GET", "/truth?category_ids=appliances,nope", null);
      HttpResponse<String> none = shopper.send("GET", "/truth", null);
      HttpResponse<String> part =
          shopper.send("GET", "/truth?category_ids=appliances&include=prices", null);

      assertEquals(400, unknown.statusCode());
      assertTrue(unknown.body().contains("'nope'"));
      assertEquals(400, none.statusCode());
      assertEquals(400, part.statusCode());
    }
  }

  @Test
  void streamsTheTruth() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      HttpResponse<String> response =
          simulator.shopper().send("GET", "/truth?category_ids=electronics&inexact=keep", null);

      assertEquals(200, response.statusCode());
      assertEquals("chunked", response.headers().firstValue("transfer-encoding").orElse(""));
      assertTrue(new JsonObject(response.body()).getJsonArray("sightings").size() > 1_000);
    }
  }

  @Test
  void answersWhatIsNotThereAsAProblem() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      HttpResponse<String> missing = shopper.send("GET", "/nothing", null);
      HttpResponse<String> method = shopper.send("DELETE", "/dials", null);
      HttpResponse<String> big =
          shopper.send("POST", "/v1/queries", "x".repeat(70_000), "Authorization", "Basic x");
      HttpResponse<String> broken = shopper.send("PATCH", "/dials", "{\"drift\":", JSON);

      assertEquals("not_found", problem(missing, 404).getString("code"));
      assertEquals("method_not_allowed", problem(method, 405).getString("code"));
      assertEquals("GET, PATCH", method.headers().firstValue("allow").orElse(""));
      assertEquals("body_too_large", problem(big, 413).getString("code"));
      assertEquals("bad_json", problem(broken, 400).getString("code"));
    }
  }

  @Test
  void letsNoWebPageChangeIt() throws Exception {
    try (RunningSimulator simulator = quiet()) {
      Shopper shopper = simulator.shopper();

      HttpResponse<String> form =
          shopper.send("PATCH", "/dials", "{}", "Content-Type", "text/plain");
      HttpResponse<String> origin =
          shopper.send("POST", "/calls/reset", null, "Origin", "https://example.com");

      assertEquals("json_required", problem(form, 415).getString("code"));
      assertEquals("foreign_origin", problem(origin, 403).getString("code"));
    }
  }

  @Test
  void saysWhichSettingIsAtFaultWhenItCannotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Config.Simulator busy =
          new Config.Simulator(
              true,
              taken.getLocalPort(),
              1,
              data,
              Duration.ofMillis(5),
              Optional.empty(),
              Map.of());
      assertTrue(startFailure(busy, Failure.Unavailable.class).contains("simulator.port"));
    }
    Path file = Files.writeString(data.resolve("file"), "");
    Config.Simulator unusable = Settings.prompt(file, Map.of());
    assertTrue(startFailure(unusable, Failure.Unavailable.class).contains("simulator.data"));
    Config.Simulator typo = Settings.prompt(data, Map.of("transient.typo", "1"));
    assertTrue(startFailure(typo, Failure.Rejected.class).contains("'transient.typo'"));
  }

  private static String startFailure(Config.Simulator config, Class<?> type) {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> new RunningSimulator(config).close());
    assertInstanceOf(type, failure.getCause());
    return failure.getCause().getMessage();
  }

  private RunningSimulator quiet() {
    return new RunningSimulator(Settings.prompt(data, noTransients()));
  }

  /** Every page meets {@code kind} on its first call. */
  private RunningSimulator failing(FaultKind kind) {
    Map<String, String> dials = noTransients();
    dials.put("transient." + kind.wire(), "1");
    return new RunningSimulator(Settings.prompt(data, dials));
  }

  private static Map<String, String> noTransients() {
    Map<String, String> dials = new HashMap<>();
    for (FaultKind kind : FaultKind.values()) {
      dials.put("transient." + kind.wire(), "0");
    }
    return dials;
  }

  private static JsonObject bestSellers(String node, int page) {
    return new JsonObject()
        .put("source", "amazon_bestsellers")
        .put("domain", "com")
        .put("query", node)
        .put("parse", true)
        .put("start_page", page)
        .put("pages", 1);
  }

  private static JsonObject search(JsonObject product, int page) {
    return new JsonObject()
        .put("source", "universal")
        .put("url", Shopper.searchUrl(product, page))
        .put("geo_location", "United States");
  }

  private static JsonObject product(Shopper shopper) throws Exception {
    for (Object each :
        shopper.get("/truth?category_ids=" + NODE + "&include=products").getJsonArray("products")) {
      if (((JsonObject) each).containsKey("price_cents")) {
        return (JsonObject) each;
      }
    }
    throw new AssertionError("no product has a price");
  }

  private static JsonObject result(HttpResponse<String> response) {
    assertEquals(200, response.statusCode());
    return new JsonObject(response.body()).getJsonArray("results").getJsonObject(0);
  }

  private static String content(HttpResponse<String> response) {
    return result(response).getString("content");
  }

  private static void assertFaulted(HttpResponse<String> response) {
    assertEquals(200, response.statusCode());
    JsonObject answer = new JsonObject(response.body());
    boolean byJob =
        "faulted".equals(answer.getJsonObject("job", new JsonObject()).getString("status"));
    assertTrue(byJob || result(response).getInteger("status_code") == 613);
  }

  private static List<String> header(HttpResponse<String> response, String end) {
    return response.headers().map().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("x-ratelimit-total-requests-"))
        .filter(entry -> entry.getKey().endsWith("-" + end))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  private static JsonObject problem(HttpResponse<String> response, int status) {
    assertEquals(status, response.statusCode());
    assertEquals(
        "application/problem+json", response.headers().firstValue("content-type").orElse(""));
    JsonObject problem = new JsonObject(response.body());
    assertEquals(status, problem.getInteger("status"));
    return problem;
  }
}
