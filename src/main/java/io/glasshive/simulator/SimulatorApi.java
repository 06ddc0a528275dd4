package io.glasshive.simulator;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Failure;
import io.glasshive.simulator.Answers.Outline;
import io.glasshive.simulator.FaultPlan.Fate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The routes of the simulator, as {@code api.md} has them. All state here belongs to the verticle's
 * event loop; the book of calls and the kept dials to the one thread of {@code records}; pages are
 * written on worker threads.
 */
final class SimulatorApi {
  static final int MAX_BODY_BYTES = 64 << 10;

  private static final String CREDENTIALS = "Basic ZGVtbzpkZW1v"; // demo:demo
  private static final String LIMIT_HEADER = "x-ratelimit-total-requests-7508-";

  /** What the routes work on; made once, before the server listens. */
  record Parts(
      long seed,
      long timeoutMillis,
      TruthDefaults defaults,
      Catalogue catalogue,
      World world,
      Market market,
      Answers answers,
      CallBook book,
      KeptDials keptDials,
      Dials kept,
      Dials dials) {}

  private final Vertx vertx;
  private final WorkerExecutor records;
  private final Parts parts;
  private final RateDial rate;
  private final Draw latencies;
  private Dials kept;
  private Dials dials;
  private FaultPlan plan;

  SimulatorApi(Vertx vertx, WorkerExecutor records, Parts parts, LongSupplier nanos) {
    this.vertx = vertx;
    this.records = records;
    this.parts = parts;
    this.rate = new RateDial(nanos);
    this.latencies = Draw.of(parts.seed()).on("latency");
    this.kept = parts.kept();
    turnTo(parts.dials());
  }

  Router router() {
    Router router = Router.router(vertx);
    Problems.installOn(router);
    BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
    router.post("/v1/queries").handler(body).handler(this::query);
    router.get("/truth").handler(this::truth);
    router.get("/calls").handler(this::calls);
    router.post("/calls/reset").handler(body).handler(OwnRequests::check).handler(this::reset);
    router.get("/dials").handler(ctx -> json(ctx, dials.toJson().toBuffer()));
    router.patch("/dials").handler(body).handler(OwnRequests::check).handler(this::patch);
    Map.of(
            "/v1/queries", List.of(HttpMethod.POST),
            "/truth", List.of(HttpMethod.GET),
            "/calls", List.of(HttpMethod.GET),
            "/calls/reset", List.of(HttpMethod.POST),
            "/dials", List.of(HttpMethod.GET, HttpMethod.PATCH))
        .forEach((path, allowed) -> router.route(path).handler(Problems.notAllowed(allowed)));
    return router;
  }

  private void turnTo(Dials next) {
    dials = next;
    plan = new FaultPlan(parts.seed(), next);
    rate.set(next.ratePerSecond());
  }

  private void query(RoutingContext ctx) {
    if (!CREDENTIALS.equals(ctx.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      ctx.response().setStatusCode(401).end();
      return;
    }
    Query query;
    try {
      query = Query.parse(object(ctx), parts.world());
    } catch (Failure.Rejected e) {
      answer(ctx, 400, Answers.message(e.getMessage()));
      return;
    }
    if (rate.limit() > 0) {
      boolean taken = rate.take();
      ctx.response().putHeader(LIMIT_HEADER + "limit", "" + rate.limit());
      ctx.response().putHeader(LIMIT_HEADER + "remaining", "" + rate.remaining());
      if (!taken) {
        refuse(ctx, query);
        return;
      }
    }
    FaultPlan now = plan;
    Dials turned = dials;
    records
        .executeBlocking(() -> planned(query, now))
        .compose(outline -> waited(outline, turned))
        .compose(outline -> written(outline, turned))
        .onSuccess(written -> answer(ctx, written.status(), written.body()))
        .onFailure(ctx::fail);
  }

  private record Written(int status, Buffer body) {}

  private Outline planned(Query query, FaultPlan now) throws Exception {
    return parts
        .book()
        .call(query.page(), call -> parts.answers().outline(query, now, call), Outline::status);
  }

  private Future<Outline> waited(Outline outline, Dials turned) {
    Draw draw = latencies.on(outline.query().page()).on(outline.call());
    boolean timesOut = outline.planned().fate() == Fate.FAULT && outline.status() == 408;
    long millis = timesOut ? parts.timeoutMillis() : turned.latencyMillis(draw);
    if (millis == 0) {
      return Future.succeededFuture(outline);
    }
    Promise<Outline> waited = Promise.promise();
    vertx.setTimer(millis, timer -> waited.complete(outline));
    return waited.future();
  }

  private Future<Written> written(Outline outline, Dials turned) {
    return vertx.executeBlocking(
        () -> new Written(outline.status(), parts.answers().body(outline, turned.pageBytes())),
        false);
  }

  private void refuse(RoutingContext ctx, Query query) {
    records
        .executeBlocking(
            () -> {
              parts.book().refused(query.page());
              return null;
            })
        .onSuccess(done -> answer(ctx, 429, Answers.message("Too many requests")))
        .onFailure(ctx::fail);
  }

  private void truth(RoutingContext ctx) {
    Map<String, String> given = new HashMap<>();
    ctx.queryParams().forEach(entry -> given.putIfAbsent(entry.getKey(), entry.getValue()));
    List<String> ids =
        Arrays.stream(given.getOrDefault("category_ids", "").split(","))
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .toList();
    Truth.Question question =
        Truth.question(parts.catalogue().resolve(ids), parts.defaults(), given);
    FaultPlan now = plan;
    vertx
        .executeBlocking(() -> chunks(question, now), false)
        .compose(chunks -> stream(ctx, chunks))
        .onFailure(ctx::fail);
  }

  private TruthChunks chunks(Truth.Question question, FaultPlan now) {
    Truth truth = Truth.of(parts.world(), parts.market(), now, parts.defaults(), question);
    return new TruthChunks(truth, parts.seed());
  }

  private Future<Void> stream(RoutingContext ctx, TruthChunks chunks) {
    HttpServerResponse response = ctx.response();
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Promise<Void> streamed = Promise.promise();
    writeRest(response, chunks, streamed);
    return streamed.future();
  }

  /** One chunk after the other; no chain of futures, which would be as long as the truth. */
  private void writeRest(HttpServerResponse response, TruthChunks chunks, Promise<Void> streamed) {
    if (!chunks.hasNext()) {
      response.end().onComplete(streamed);
      return;
    }
    vertx
        .executeBlocking(chunks::next, false)
        .compose(response::write)
        .onSuccess(done -> writeRest(response, chunks, streamed))
        .onFailure(streamed::fail);
  }

  private void calls(RoutingContext ctx) {
    records
        .executeBlocking(() -> parts.book().toJson())
        .onSuccess(body -> json(ctx, body))
        .onFailure(ctx::fail);
  }

  private void reset(RoutingContext ctx) {
    records
        .executeBlocking(
            () -> {
              parts.book().reset();
              return parts.book().toJson();
            })
        .onSuccess(body -> json(ctx, body))
        .onFailure(ctx::fail);
  }

  private void patch(RoutingContext ctx) {
    JsonObject patch = object(ctx);
    Dials next = dials.with(patch);
    Dials nextKept = kept.with(patch);
    turnTo(next);
    kept = nextKept;
    records
        .executeBlocking(
            () -> {
              parts.keptDials().save(nextKept);
              return null;
            })
        .onSuccess(done -> json(ctx, next.toJson().toBuffer()))
        .onFailure(ctx::fail);
  }

  private static JsonObject object(RoutingContext ctx) {
    Buffer body = ctx.body().buffer();
    if (body == null || body.length() == 0) {
      return new JsonObject();
    }
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new Failure.Rejected("bad_json", "The body must be a JSON object.");
    }
  }

  private static void json(RoutingContext ctx, Buffer body) {
    answer(ctx, 200, body);
  }

  /** Answers unless the caller has gone. */
  private static void answer(RoutingContext ctx, int status, Buffer body) {
    HttpServerResponse response = ctx.response();
    if (!response.closed()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(body);
    }
  }
}
