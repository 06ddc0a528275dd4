package io.glasshive.pipeline;

import io.glasshive.domain.Phase;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.Level;
import io.glasshive.metrics.Meters;
import io.glasshive.metrics.Meters.Measure;

/** What a run's writer adds to the meters of the process. For the writer's context. */
final class WriterMeters {
  private final Meters meters;
  private final LiveRun run;
  private final Level queued;
  private final Level waiting;
  private final Level inFlight;
  private Level status;

  WriterMeters(Meters meters, LiveRun run) {
    this.meters = meters;
    this.run = run;
    this.queued = meters.level(Measure.QUEUED_ENTRIES);
    this.waiting = meters.level(Measure.WAITING_UNITS);
    this.inFlight = meters.level(Measure.BUSY_WORKERS);
    this.status = meters.level(Measure.LIVE_RUNS, run.status().wire());
    waiting.set(run.waiting().size());
    status.set(1);
  }

  void queued(int entries) {
    queued.set(entries);
  }

  /** A batch is committed. */
  void committed(Batch.Result result, int entries, long nanos) {
    meters.committed(entries, result.log().numbered().size(), nanos);
    result.log().numbered().forEach(event -> meters.event(event, source(event.phase())));
    waiting.set(result.unitsWaiting());
    inFlight.set(result.unitsInFlight());
    become(result.status());
  }

  /** The run is not live here any more. */
  void close() {
    queued.set(0);
    waiting.set(0);
    inFlight.set(0);
    status.set(0);
  }

  private void become(RunStatus now) {
    status.set(0);
    if (!now.ended()) {
      status = meters.level(Measure.LIVE_RUNS, now.wire());
      status.set(1);
    }
  }

  private String source(Phase phase) {
    return phase == Phase.AMAZON ? run.amazonSource() : run.ebaySource();
  }
}
