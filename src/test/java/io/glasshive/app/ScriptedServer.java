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
 *
 * <p>A step is {@code status}, {@code status:reason}, or either with a {@code +} behind it: one
 * more sighting has landed.
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

  private final List<JsonObject> listed = new ArrayList<>();

  private JsonObject creation;
  private int creationStatus = 201;
  private JsonObject commandAnswer;
  private int commandStatus;
  private Runnable insteadOfCancelling;
  private String status = "running";
  private int landed;

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

  /** Commands are answered with this. */
  ScriptedServer answeringCommands(int httpStatus, JsonObject answer) {
    commandStatus = httpStatus;
    commandAnswer = answer;
    return this;
  }

  /** Who asks for a run to be cancelled gets no answer; this happens instead. */
  ScriptedServer silentWhenCancelling(Runnable effect) {
    insteadOfCancelling = effect;
    return this;
  }

  /** Also has these runs, the newest first. */
  ScriptedServer listing(JsonObject... runs) {
    listed.addAll(List.of(runs));
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
    return run(RUN_ID, "nightly", status);
  }

  static JsonObject run(String id, String name, String status) {
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("status", status)
        .put("round", 1)
        .put("workers", 5)
        .put("sources", new JsonObject().put("amazon", "simulator").put("ebay", "simulator"))
        .put("created_at", "2026-11-23T22:19:04.123456Z")
        .put(
            "totals",
            new JsonObject()
                .put("products", 50)
                .put("sightings", 700)
                .put("sellers_found", 720)
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
        .put("waiting", 0)
        .put("final", true);
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
      case "GET RUN/metrics" -> answer(request, 200, metrics());
      case "GET RUN/units" -> answer(request, 200, gaps());
      case "GET /api/v1/runs" -> list(request);
      case "POST RUN/cancel" -> {
        if (insteadOfCancelling != null) {
          insteadOfCancelling.run();
          return;
        } else if (commandAnswer == null) {
          statuses.clear();
          effects.clear();
          going("cancelling", "cancelled");
        }
        command(request, "cancelling");
      }
      case "POST RUN/pause" -> command(request, "pausing");
      case "POST RUN/resume", "POST RUN/retry-gaps" -> command(request, "running");
      default ->
          answer(
              request,
              404,
              new JsonObject().put("code", "not_found").put("detail", "There is no such run."));
    }
  }

  private void command(HttpServerRequest request, String state) {
    if (commandAnswer == null) {
      JsonObject receipt =
          new JsonObject().put("in_flight", 3).put("waiting", 7).put("kept_rows", 120);
      change(request, 202, new JsonObject().put("run", run(state)).put("receipt", receipt));
    } else {
      change(request, commandStatus, commandAnswer);
    }
  }

  /** By cursor: the place of the first one. */
  private void list(HttpServerRequest request) {
    int first = Integer.parseInt(request.getParam("cursor", "0"));
    int last = Math.min(first + Integer.parseInt(request.getParam("limit", "100")), listed.size());
    JsonObject page = new JsonObject().put("items", new JsonArray(listed.subList(first, last)));
    answer(request, 200, last < listed.size() ? page.put("next_cursor", "" + last) : page);
  }

  private static JsonObject metrics() {
    return new JsonObject()
        .put(
            "run",
            new JsonObject()
                .put("errors_by_type", new JsonObject().put("http_500", 1).put("timeout", 3))
                .put("errors_by_stage", new JsonObject().put("api", 4).put("price_parsing", 0)));
  }

  private static JsonObject gaps() {
    return new JsonObject()
        .put(
            "items",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("unit", "ebay:B000000001")
                        .put("page", 2)
                        .put("attempts", 3)
                        .put(
                            "last_error",
                            new JsonObject()
                                .put("error_type", "timeout")
                                .put("error_stage", "api")
                                .put("message", "The simulator did not answer\u001b[31m."))));
  }

  private void look(HttpServerRequest request) {
    if (!statuses.isEmpty()) {
      status = statuses.poll();
      effects.remove().run();
    }
    if (status.equals("503")) {
      answer(request, 503, new JsonObject().put("code", "database").put("detail", "Wait."));
      return;
    }
    if (status.endsWith("+")) {
      landed++;
      status = status.substring(0, status.length() - 1);
    }
    String[] parts = status.split(":");
    JsonObject run = run(parts[0]);
    run.getJsonObject("totals").put("sightings", 700 + landed);
    answer(request, 200, parts.length > 1 ? run.put("reason", parts[1]) : run);
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
