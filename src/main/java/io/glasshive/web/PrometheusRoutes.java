package io.glasshive.web;

import io.glasshive.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /metrics}: the meters of the process for Prometheus, also while the database is prepared.
 * They are put together on the worker pool.
 */
final class PrometheusRoutes {
  private final Vertx vertx;
  private final Readiness readiness;
  private final Meters meters;

  PrometheusRoutes(Vertx vertx, Readiness readiness, Meters meters) {
    this.vertx = vertx;
    this.readiness = readiness;
    this.meters = meters;
  }

  void mount(Api api) {
    api.get("/metrics", this::scrape);
  }

  private Future<?> scrape(RoutingContext context) {
    return HealthRoutes.answers(readiness)
        .compose(up -> vertx.executeBlocking(() -> meters.scrape(up), false))
        .compose(text -> Api.text(context, Meters.CONTENT_TYPE, Buffer.buffer(text)));
  }
}
