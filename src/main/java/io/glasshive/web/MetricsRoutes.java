package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.journal.MetricsReader;
import io.glasshive.store.RunReader;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/**
 * {@code /runs/{id}/metrics}: the figures of a run at one position of its log, folded on the worker
 * pool.
 */
final class MetricsRoutes {
  private final RunReader runs;
  private final MetricsReader metrics;

  MetricsRoutes(RunReader runs, MetricsReader metrics) {
    this.runs = runs;
    this.metrics = metrics;
  }

  void mount(Api api) {
    api.get("/runs/:id/metrics", this::ofRun);
  }

  private Future<?> ofRun(RoutingContext context) {
    UUID id = Query.runId(context);
    return runs.metrics(id)
        .map(found -> found.orElseThrow(() -> notFound(id)))
        .compose(metrics::read)
        .compose(body -> Api.json(context, body));
  }

  private static Failure.Rejected notFound(UUID id) {
    return Failure.Rejected.notFound("There is no run " + id + ".");
  }
}
