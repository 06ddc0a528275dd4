package io.glasshive.web.shape;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.store.RunSnapshot;
import io.glasshive.store.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a viewer without a position begins with. The events in it are the stored bytes, so the text
 * is put together rather than encoded.
 */
public final class SnapshotJson {
  private SnapshotJson() {}

  /**
   * The snapshot on one line.
   *
   * @param metrics at the snapshot's position, encoded
   * @param waitsForDatabase whether the run's writer does
   * @param now decides which waits are over
   */
  public static String of(
      RunSnapshot snapshot, String metrics, boolean waitsForDatabase, Instant now) {
    Run run = snapshot.ledger().run();
    return "{\"seq\":"
        + run.lastSeq()
        + ",\"run\":"
        + RunJson.of(run).encode()
        + ",\"phases\":"
        + ProgressJson.phases(snapshot.ledger(), waitsForDatabase).encode()
        + ",\"metrics\":"
        + metrics
        + ",\"workers\":"
        + workers(snapshot, now)
        + "}";
  }

  private static String workers(RunSnapshot snapshot, Instant now) {
    Map<Integer, StoredEvent> newest = new HashMap<>();
    snapshot.newestOfWorkers().forEach(event -> newest.put(event.workerId(), event));
    StringJoiner workers = new StringJoiner(",", "[", "]");
    for (int id = 1; id <= snapshot.ledger().run().workers(); id++) {
      workers.add(worker(id, newest.get(id), snapshot.ledger().run().status(), now));
    }
    return workers.toString();
  }

  private static String worker(int id, StoredEvent last, RunStatus status, Instant now) {
    if (last == null) {
      return "{\"worker_id\":" + id + ",\"state\":\"" + atRest(status) + "\"}";
    }
    ActivityEvent event = EventJson.decode(last.body());
    Instant until = event.nextTryAt();
    boolean waits = until != null && until.isAfter(now);
    boolean rests = status.ended() || status == RunStatus.PAUSED;
    String state = rests ? atRest(status) : state(event, waits);
    StringBuilder json = new StringBuilder("{\"worker_id\":").append(id);
    json.append(",\"state\":\"").append(state).append('"');
    json.append(",\"phase\":\"").append(last.phase().wire()).append('"');
    if (last.action() == Action.FETCHING && !rests) {
      json.append(",\"open\":").append(last.body());
    }
    json.append(",\"last\":").append(last.body());
    if (waits && !rests) {
      json.append(",\"until\":\"").append(EventJson.time(until)).append('"');
    }
    return json.append('}').toString();
  }

  private static String state(ActivityEvent last, boolean waits) {
    return switch (last.action()) {
      case FETCHING -> "searching";
      case RATE_LIMITED -> waits ? "rate_limited" : "idle";
      case ERROR -> waits ? "backing_off" : givenUp(last) ? "error" : "idle";
      default -> "idle";
    };
  }

  /** The request failed for good: nothing more was planned for its unit. */
  private static boolean givenUp(ActivityEvent error) {
    return error.nextTryAt() == null && !error.isInterrupted();
  }

  private static String atRest(RunStatus status) {
    return status == RunStatus.COMPLETED || status == RunStatus.COMPLETED_WITH_GAPS
        ? "complete"
        : "idle";
  }
}
