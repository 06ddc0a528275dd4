package io.glasshive.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Topic;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.journal.StoredRuns;
import io.glasshive.metrics.Meters;
import io.glasshive.web.RunningWeb.Answer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the web refuses, whoever asks. */
@Timeout(60)
class SafetyIT {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  private RunningWeb web = RunningWeb.ready("http.public_url=https://bees.example");

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void servesOnlyNamesOfItsOwn() {
    assertEquals(200, toHost("127.0.0.1", web.port).status());
    assertEquals(200, toHost("localhost", web.port).status());
    assertEquals(200, toHost("[::1]", web.port).status());
    assertEquals(200, toHost("bees.example", 443).status());
    problem(421, "wrong_host", toHost("evil.example", web.port));
    problem(421, "wrong_host", toHost("127.0.0.1.evil.example", web.port));
    problem(421, "wrong_host", toHost("127.0.0.1", web.port + 1));
    problem(421, "wrong_host", toHost("bees.example", 8080));
  }

  @Test
  void takesChangesFromItsOwnPageOnly() {
    String body = "{\"category_ids\":[\"nowhere\"]}";

    for (String own :
        new String[] {
          "http://127.0.0.1:" + web.port, "http://localhost:" + web.port, "https://bees.example"
        }) {
      problem(400, "unknown_category", change(Map.of("Origin", own), body));
    }
    for (String foreign :
        new String[] {
          "http://evil.example",
          "null",
          "https://127.0.0.1:" + web.port,
          "http://127.0.0.1:1",
          "http://bees.example",
          "http://evil.example:" + web.port,
          ""
        }) {
      problem(403, "foreign_origin", change(Map.of("Origin", foreign), body));
    }
  }

  @Test
  void takesChangesAsJsonOnly() {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", ""}) {
      problem(
          415,
          "not_json",
          web.ask(HttpMethod.POST, "/api/v1/runs", Map.of("Content-Type", type), "{}"));
    }
    problem(415, "not_json", web.ask(HttpMethod.POST, "/api/v1/runs", Map.of(), "{}"));
  }

  @Test
  void takesNoBodyThatIsTooLarge() {
    String large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";

    problem(413, "body_too_large", web.post("/api/v1/runs", large));
  }

  @Test
  void namesWhatIsWrongWithABody() {
    problem(400, "bad_json", web.post("/api/v1/runs", "{\"name\":"));
    problem(400, "bad_json", web.post("/api/v1/runs", "[]"));
    problem(400, "bad_json", web.post("/api/v1/runs", "7"));
    problem(400, "bad_json", web.post("/api/v1/runs", "{} {}"));
    problem(400, "no_categories", web.post("/api/v1/runs", ""));
    Answer unknown = web.post("/api/v1/runs", "{\"category\":\"toys\",\"limits\":{}}");
    problem(400, "unknown_member", unknown);
    assertTrue(unknown.json().getString("detail").contains("category"), unknown.body());
  }

  @Test
  void saysWhatIsPossibleWhereAMethodIsNot() {
    Answer runs = web.ask(HttpMethod.DELETE, "/api/v1/runs", JSON, null);
    Answer run =
        web.ask(HttpMethod.PUT, "/api/v1/runs/00000000-0000-4000-8000-000000000000", JSON, "{}");
    Answer page = web.ask(HttpMethod.POST, "/", JSON, "{}");
    Map<String, String> origin = Map.of("Origin", "http://evil.example");

    problem(405, "method_not_allowed", runs);
    assertEquals("GET, HEAD, POST", runs.header("Allow"));
    problem(405, "method_not_allowed", run);
    assertEquals("GET, HEAD", run.header("Allow"));
    problem(405, "method_not_allowed", page);
    assertEquals("GET, HEAD", page.header("Allow"));
    Answer options = web.ask(HttpMethod.OPTIONS, "/api/v1/runs", origin, null);
    problem(405, "method_not_allowed", options);
    assertNull(options.header("Access-Control-Allow-Origin"));
    problem(405, "method_not_allowed", web.ask(HttpMethod.TRACE, "/api/v1/runs", Map.of(), null));
  }

  @Test
  void answersWithAProblemWhereThereIsNothing() {
    problem(404, "not_found", web.get("/api/v1/nothing"));
    problem(404, "not_found", web.get("/api/nothing"));
    problem(404, "not_found", web.get("/nothing"));
    problem(404, "not_found", web.get("/api/v1/runs/7"));
    problem(404, "not_found", web.ask(HttpMethod.POST, "/api/v1/nothing", JSON, "{}"));
    problem(404, "not_found", web.get("/../../etc/passwd"));
  }

  @Test
  void refusesAPathThatCannotBeDecodedWithAProblem() {
    for (String path : new String[] {"/%zz", "/api/v1/runs/%zz", "/api/v1/runs/%"}) {
      Answer answer = web.get(path);

      problem(400, "bad_request", answer);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
      assertNotNull(answer.header("Content-Security-Policy"));
    }
  }

  @Test
  void refusesAddressesAndHeadersThatAreTooLong() {
    problem(414, "uri_too_long", web.get("/?x=" + "x".repeat(10_000)));
    problem(
        431,
        "headers_too_large",
        web.ask(HttpMethod.GET, "/health/live", Map.of("X-Long", "x".repeat(20_000)), null));
  }

  @Test
  void tellsBrowsersToRunNothingFromElsewhere() {
    for (String path : new String[] {"/", "/health/live", "/api/v1/nothing"}) {
      Answer answer = web.get(path);
      String policy = answer.header("Content-Security-Policy");
      assertTrue(policy.startsWith("default-src 'self'; "), policy);
      assertTrue(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"));
      assertFalse(policy.contains("unsafe"));
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
      assertNotNull(answer.header("Referrer-Policy"));
    }
  }

  @Test
  void givesOutThePageAndLetsNobodyKeepIt() {
    Answer page = web.get("/");

    assertEquals(200, page.status());
    assertTrue(page.header("Content-Type").startsWith("text/html"));
    assertEquals("no-cache", page.header("Cache-Control"));
    assertTrue(page.body().contains("Glasshive"));
    assertEquals(200, web.ask(HttpMethod.HEAD, "/", Map.of(), null).status());
  }

  @Test
  void saysThatTheDatabaseIsPreparedUntilItIs() {
    web.close();
    web = RunningWeb.preparing();
    web.readiness.preparing(2, 4);

    Answer runs = web.get("/api/v1/runs");
    problem(503, "preparing", runs);
    assertEquals("preparing the database (2/4)", runs.json().getString("detail"));
    assertEquals("1", runs.header("Retry-After"));
    Answer ready = web.get("/health/ready");
    assertEquals(503, ready.status());
    assertEquals(
        "{\"status\":\"not_ready\",\"checks\":{\"database\":\"preparing the database (2/4)\"}}",
        ready.body());
    assertEquals("{\"status\":\"live\"}", web.get("/health/live").body());
    assertEquals(200, web.get("/").status());

    web.readiness.ready(web.pool);
    Awaitility.await().until(() -> web.get("/api/v1/runs").status() == 200);
    assertEquals(
        "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\"}}", web.get("/health/ready").body());

    StoredRuns.await(web.pool.close());
    assertEquals(503, web.get("/health/ready").status());
    assertEquals(503, web.get("/api/v1/runs").status());
  }

  @Test
  void refusesToListenWhereOthersCouldAsk() {
    Vertx vertx = Vertx.vertx();
    Topic.register(vertx);
    Config loopback = RunningWeb.config();
    Config everywhere =
        new Config(
            new Config.Http("0.0.0.0", 0, Optional.empty()),
            loopback.data(),
            loopback.database(),
            loopback.source(),
            loopback.oxylabs(),
            loopback.amazon(),
            loopback.ebay(),
            loopback.run(),
            loopback.retry(),
            loopback.breaker(),
            loopback.limiter(),
            loopback.collect(),
            loopback.pipeline(),
            loopback.journal(),
            loopback.simulator());
    WebParts parts =
        new WebParts(
            everywhere,
            Catalogue.load(),
            new Readiness(),
            Promise.promise(),
            RunningWeb.CLOCK,
            WebParts.HEARTBEAT,
            new Meters());

    Failure.Rejected refused =
        assertThrows(
            Failure.Rejected.class,
            () -> StoredRuns.await(vertx.deployVerticle(new WebVerticle(parts))));

    assertTrue(refused.getMessage().contains("http.host"), refused.getMessage());
    StoredRuns.await(vertx.close());
  }

  private Answer toHost(String host, int port) {
    return web.ask(
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(web.port, "127.0.0.1"))
            .setHost(host)
            .setPort(port)
            .setURI("/health/live"),
        Map.of(),
        null);
  }

  private Answer change(Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(JSON);
    return web.ask(HttpMethod.POST, "/api/v1/runs", all, body);
  }

  private static void problem(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.header("Content-Type"));
    assertEquals(code, answer.json().getString("code"));
    assertEquals("about:blank", answer.json().getString("type"));
    assertFalse(answer.json().getString("title").isBlank());
    assertFalse(answer.json().getString("detail").isBlank());
  }
}
