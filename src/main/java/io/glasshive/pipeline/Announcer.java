package io.glasshive.pipeline;

import io.glasshive.bus.RunMetrics;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.vertx.core.Vertx;

/**
 * Tells everybody what has become of a run: a new status at once, else the run and its metrics at
 * most twice a second, and both once more at the end. For the writer's context.
 */
final class Announcer {
  /** Twice a second is as often as a person reads a number. */
  private static final long INTERVAL_MILLIS = 500;

  private final Vertx vertx;
  private final LiveMetrics metrics;
  private final Throttle runs;
  private final Throttle figures;
  private Run newest;
  private RunStatus told;

  /**
   * @param told the status that everybody has heard of
   */
  Announcer(Vertx vertx, LiveMetrics metrics, RunStatus told) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.told = told;
    this.runs = new Throttle(vertx, INTERVAL_MILLIS, this::publishRun);
    this.figures = new Throttle(vertx, INTERVAL_MILLIS, this::publishMetrics);
  }

  /** The run as a commit left it. */
  void committed(Run run) {
    newest = run;
    if (run.status() == told) {
      runs.ask();
    } else {
      runs.now();
    }
    if (run.status().ended()) {
      figures.now();
    } else {
      figures.ask();
    }
  }

  /** Tells what is not told yet. */
  void close() {
    runs.flush();
    figures.flush();
  }

  private void publishRun() {
    told = newest.status();
    Topics.RUNS.publish(vertx, newest);
  }

  private void publishMetrics() {
    metrics.published().onSuccess(this::publish);
  }

  private void publish(RunMetrics now) {
    if (now != null) {
      Topics.METRICS.publish(vertx, now);
    }
  }
}
