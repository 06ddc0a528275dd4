package io.glasshive.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;

/** {@code /health}: whether the process lives, and whether it can do its work. */
final class HealthRoutes {
  /** A database that takes longer for nothing is of no use to a request either. */
  private static final int DATABASE_SECONDS = 2;

  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  void mount(Api api) {
    api.get("/health/live", context -> Api.json(context, 200, status("live")));
    api.get("/health/ready", this::ready);
  }

  private Future<?> ready(RoutingContext context) {
    return database().compose(state -> answer(context, state));
  }

  private static Future<Void> answer(RoutingContext context, String database) {
    boolean ok = database.equals("ok");
    JsonObject body =
        status(ok ? "ready" : "not_ready")
            .put("checks", new JsonObject().put("database", database));
    return Api.json(context, ok ? 200 : 503, body);
  }

  private Future<String> database() {
    return readiness.database().succeeded()
        ? answers(readiness).map(up -> up ? "ok" : "does not answer")
        : Future.succeededFuture(readiness.step());
  }

  /** Whether the database is there and answers. */
  static Future<Boolean> answers(Readiness readiness) {
    Future<Pool> database = readiness.database();
    if (!database.succeeded()) {
      return Future.succeededFuture(false);
    }
    return database
        .result()
        .query("select 1")
        .execute()
        .timeout(DATABASE_SECONDS, TimeUnit.SECONDS)
        .map(true)
        .otherwise(false);
  }

  private static JsonObject status(String status) {
    return new JsonObject().put("status", status);
  }
}
