package io.glasshive.worker;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ApiParams;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RowError;
import io.glasshive.domain.WorkUnit;
import io.glasshive.source.SourceFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes the events of one worker. */
final class WorkerEvents {
  private final UUID runId;
  private final int workerId;
  private final InstantSource clock;

  WorkerEvents(UUID runId, int workerId, InstantSource clock) {
    this.runId = runId;
    this.workerId = workerId;
    this.clock = clock;
  }

  /** A request that is open. */
  record Request(WorkUnit unit, String url, ApiParams params, Instant startedAt) {
    int attempt() {
      return unit.attempts() + 1;
    }
  }

  ActivityEvent fetching(Request request) {
    return ofRequest(Action.FETCHING, request).apiParams(request.params()).build();
  }

  /** {@code found} with the row errors that follow it. */
  List<ActivityEvent> found(
      Request request, int itemsCount, long durationMillis, List<RowError> rowErrors) {
    List<ActivityEvent> events = new ArrayList<>();
    events.add(
        ofRequest(Action.FOUND, request).itemsCount(itemsCount).durationMs(durationMillis).build());
    for (RowError error : rowErrors) {
      events.add(
          ofUnit(Action.ERROR, request.unit())
              .error(ErrorType.PARSE_ERROR, error.stage())
              .errorMessage(error.message())
              .itemsCount(1)
              .build());
    }
    return events;
  }

  /**
   * The outcome of a request that brought nothing.
   *
   * @param nextTryAt when it is tried again, or null
   */
  ActivityEvent failed(
      Request request, SourceFailure failure, long durationMillis, Instant nextTryAt) {
    Action action = failure.type() == ErrorType.RATE_LIMIT ? Action.RATE_LIMITED : Action.ERROR;
    ActivityEvent.Builder event =
        ofRequest(action, request)
            .error(failure.type(), failure.stage())
            .errorMessage(failure.message())
            .durationMs(durationMillis);
    return nextTryAt == null ? event.build() : event.nextTryAt(nextTryAt).build();
  }

  /** The outcome of a request that was cut off. */
  ActivityEvent interrupted(Request request, String message, long durationMillis) {
    return ofRequest(Action.ERROR, request)
        .error(ErrorType.API_ERROR, ErrorStage.API)
        .reason(Reason.INTERRUPTED)
        .errorMessage(message)
        .durationMs(durationMillis)
        .build();
  }

  private ActivityEvent.Builder ofRequest(Action action, Request request) {
    return ofUnit(action, request.unit())
        .url(request.url())
        .startedAt(request.startedAt())
        .attempt(request.attempt());
  }

  private ActivityEvent.Builder ofUnit(Action action, WorkUnit unit) {
    ActivityEvent.Builder event =
        new ActivityEvent.Builder(
                UuidCreator.getTimeOrderedEpoch(),
                runId,
                clock.instant(),
                workerId,
                unit.phase(),
                action)
            .category(unit.category())
            .unit(unit.id());
    return unit.product() == null ? event : event.productName(unit.product().title());
  }
}
