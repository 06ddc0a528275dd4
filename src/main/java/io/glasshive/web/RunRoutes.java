package io.glasshive.web;

import io.glasshive.bus.Topics;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.UnitStatus;
import io.glasshive.store.RunReader;
import io.glasshive.store.UnitReader;
import io.glasshive.web.shape.ProgressJson;
import io.glasshive.web.shape.RunJson;
import io.glasshive.web.shape.UnitJson;
import io.glasshive.web.sse.DatabaseWaits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.UUID;

/** {@code /runs}: create, list, show, command. */
final class RunRoutes {
  private final Vertx vertx;
  private final RunOrder order;
  private final RunReader runs;
  private final RunCommands commands;
  private final UnitReader units;
  private final DatabaseWaits databaseWaits;
  private final InstantSource clock;

  RunRoutes(
      Vertx vertx,
      RunOrder order,
      RunReader runs,
      RunCommands commands,
      UnitReader units,
      DatabaseWaits databaseWaits,
      InstantSource clock) {
    this.vertx = vertx;
    this.order = order;
    this.runs = runs;
    this.commands = commands;
    this.units = units;
    this.databaseWaits = databaseWaits;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post("/runs", this::create);
    api.get("/runs", this::list);
    api.get("/runs/:id", this::show);
    api.get("/runs/:id/progress", this::progress);
    api.get("/runs/:id/units", this::units);
    RunCommands.NAMES.forEach(
        name -> api.post("/runs/:id/" + name, context -> command(context, name)));
  }

  private Future<?> create(RoutingContext context) {
    return order
        .read(context.body().buffer(), actor(context))
        .compose(run -> Topics.CREATE_RUN.request(vertx, run))
        .compose(created -> created(context, created));
  }

  private static Future<Void> created(RoutingContext context, Run run) {
    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/runs/" + run.id());
    return Api.json(context, 201, RunJson.of(run));
  }

  private Future<?> list(RoutingContext context) {
    Query query = new Query(context);
    RunStatus status = query.wire("status", RunStatus.class);
    return runs.list(status, query.cursor(), query.limit())
        .compose(page -> Api.list(context, page, RunJson::of));
  }

  private Future<?> show(RoutingContext context) {
    return find(Query.runId(context)).compose(run -> Api.json(context, 200, RunJson.of(run)));
  }

  private Future<?> progress(RoutingContext context) {
    UUID id = Query.runId(context);
    return runs.ledger(id, clock.instant())
        .map(found -> found.orElseThrow(() -> notFound(id)))
        .compose(ledger -> Api.json(context, 200, ProgressJson.of(ledger, databaseWaits.has(id))));
  }

  private Future<?> units(RoutingContext context) {
    UUID id = Query.runId(context);
    Query query = new Query(context);
    UnitStatus status = query.wire("status", UnitStatus.class);
    Phase phase = query.wire("phase", Phase.class);
    return find(id)
        .compose(run -> units.list(id, status, phase, query.cursor(), query.limit()))
        .compose(page -> Api.list(context, page, UnitJson::of));
  }

  private Future<?> command(RoutingContext context, String name) {
    UUID id = Query.runId(context);
    Members members = Members.of(context.body().buffer(), RunCommands.members(name));
    return commands
        .carryOut(name, id, members, actor(context))
        .compose(answer -> Api.json(context, 202, RunJson.of(answer.run(), answer.receipt())));
  }

  private Future<Run> find(UUID id) {
    return runs.find(id).map(found -> found.orElseThrow(() -> notFound(id)));
  }

  static Failure.Rejected notFound(UUID id) {
    return Failure.Rejected.notFound("There is no run " + id + ".");
  }

  private static String actor(RoutingContext context) {
    return RunCommands.actor(context.request().getHeader("X-Glasshive-Actor"));
  }
}
