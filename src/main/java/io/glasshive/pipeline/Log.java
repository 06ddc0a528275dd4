package io.glasshive.pipeline;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.EventJson;
import io.glasshive.store.RunTables.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The events that one transaction adds to a run's log, numbered and encoded as they arrive. */
final class Log {
  private final UUID runId;
  private final List<NewEvent> events = new ArrayList<>();
  private final List<ActivityEvent> numbered = new ArrayList<>();
  private long lastSeq;

  Log(UUID runId, long lastSeq) {
    this.runId = runId;
    this.lastSeq = lastSeq;
  }

  /** Adds an event and tells its position. */
  long add(ActivityEvent event) {
    lastSeq++;
    ActivityEvent added = event.numbered(lastSeq);
    numbered.add(added);
    events.add(
        new NewEvent(
            lastSeq,
            event.workerId(),
            event.phase(),
            event.action(),
            event.errorType(),
            event.attempt(),
            event.timestamp(),
            EventJson.encode(added)));
    return lastSeq;
  }

  long lastSeq() {
    return lastSeq;
  }

  List<NewEvent> events() {
    return events;
  }

  /** The same events as values. */
  List<ActivityEvent> numbered() {
    return numbered;
  }

  /** The events as every reader gets them, or null when there are none. */
  Chunk chunk() {
    if (events.isEmpty()) {
      return null;
    }
    return new Chunk(
        runId,
        events.stream()
            .map(
                e ->
                    new Chunk.Entry(
                        e.seq(), e.workerId(), e.phase(), e.action(), e.errorType(), e.body()))
            .toList());
  }
}
