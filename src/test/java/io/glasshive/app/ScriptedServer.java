package io.glasshive.app;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers as the API of a server does, from a script: each look at the run takes the next step, and
 * the last step stays. Requests that change something are kept.
 */
final class ScriptedServer {

  static final String RUN_ID = "01930000-0000-7000-8000-000000000001";

  /** A request that changes something. */
  record Change(String method, String path, String contentType, String agent, JsonObject body) {}

  private final Vertx vertx = Vertx.vertx();
  private final Deque<Runnable> effects = new ArrayDeque<>();
  private final Deque<String> statuses = new ArrayDeque<>();
  private final List<Change> changes = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  private JsonObject creation;
  private int creationStatus = 201;
  private String status = "running";

  ScriptedServer() {
    creation = run("running");
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  /** Creating a run is answered with this. */
  ScriptedServer refusing(int httpStatus, JsonObject problem) {
    creationStatus = httpStatus;
    creation = problem;
    return this;
  }

  /** The run goes through these, a look at a time; "503" is an answer without a run. */
  ScriptedServer going(String... steps) {
    for (String step : steps) {
      statuses.add(step);
      effects.add(() -> {});
    }
    return this;
  }

  /** Something that happens at the next look, which still finds the run running. */
  ScriptedServer then(Runnable effect) {
    statuses.add("running");
    effects.add(effect);
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  static JsonObject run(String status) {
    return new JsonObject()
        .put("id", RUN_ID)
        .put("name", "nightly")
        .put("status", status)
        .put(
            "totals",
            new JsonObject()
                .put("products", 50)
                .put("sightings", 700)
                .put("sellers_new", 40)
                .put("sellers_known", 9)
                .put("requests", 99)
                .put("errors", 4)
                .put("gaps", status.equals("completed_with_gaps") ? 2 : 0));
  }

  static JsonObject phases() {
    return new JsonObject().put("amazon", counts(1, 1, 0, 0)).put("ebay", counts(50, 47, 2, 1));
  }

  private static JsonObject counts(int planned, int done, int failed, int skipped) {
    return new JsonObject()
        .put("planned", planned)
        .put("done", done)
        .put("failed", failed)
        .put("skipped", skipped)
        .put("in_flight", 0)
        .put("waiting", 0);
  }

  private void handle(HttpServerRequest request) {
    String runPath = "/api/v1/runs/" + RUN_ID;
    switch (request.method() + " " + request.path().replace(runPath, "RUN")) {
      case "GET /health/live" -> answer(request, 200, new JsonObject());
      case "POST /api/v1/runs" -> change(request, creationStatus, creation);
      case "GET RUN" -> look(request);
      case "GET RUN/progress" ->
          answer(
              request,
              200,
              new JsonObject()
                  .put("run_id", RUN_ID)
                  .put("phases", phases())
                  .put("departments", new JsonArray()));
      case "POST RUN/cancel" -> {
        statuses.clear();
        effects.clear();
        going("cancelling", "cancelled");
        change(request, 202, new JsonObject().put("run", run("cancelling")));
      }
      default -> answer(request, 404, new JsonObject().put("code", "not_found"));
    }
  }

  private void look(HttpServerRequest request) {
    if (!statuses.isEmpty()) {
      status = statuses.poll();
      effects.remove().run();
    }
    if (status.equals("503")) {
      answer(request, 503, new JsonObject().put("code", "database").put("detail", "Wait."));
    } else {
      answer(request, 200, run(status));
    }
  }

  private void change(HttpServerRequest request, int httpStatus, JsonObject answer) {
    request
        .body()
        .onSuccess(
            body -> {
              changes.add(
                  new Change(
                      request.method().name(),
                      request.path(),
                      request.getHeader("Content-Type"),
                      request.getHeader("User-Agent"),
                      body.toJsonObject()));
              answer(request, httpStatus, answer);
            });
  }

  private static void answer(HttpServerRequest request, int httpStatus, JsonObject body) {
    request
        .response()
        .setStatusCode(httpStatus)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }
}
