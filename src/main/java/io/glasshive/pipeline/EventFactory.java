package io.glasshive.pipeline;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Phase;
import java.time.InstantSource;
import java.util.UUID;

/** Makes the events of worker 0: those of the pipeline and of the run itself. */
final class EventFactory {
  private final UUID runId;
  private final InstantSource clock;

  EventFactory(UUID runId, InstantSource clock) {
    this.runId = runId;
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  ActivityEvent.Builder ofSystem(Phase phase, Action action) {
    return ofWorker(0, phase, action);
  }

  ActivityEvent.Builder ofWorker(int workerId, Phase phase, Action action) {
    return new ActivityEvent.Builder(
        UuidCreator.getTimeOrderedEpoch(), runId, clock.instant(), workerId, phase, action);
  }
}
