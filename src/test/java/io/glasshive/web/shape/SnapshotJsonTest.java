package io.glasshive.web.shape;

import static io.glasshive.journal.StoredRuns.THEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.StoredRuns;
import io.glasshive.store.Counts;
import io.glasshive.store.RunLedger;
import io.glasshive.store.RunLedger.PhaseCounts;
import io.glasshive.store.RunSnapshot;
import io.glasshive.store.StoredEvent;
import io.glasshive.store.StoredMetrics;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SnapshotJsonTest {
  private static final UUID RUN = new UUID(3, 4);

  @Test
  void showsARequestUnderWay() {
    ActivityEvent fetching = StoredRuns.fetching(RUN, 1).numbered(5);
    String body = EventJson.encode(fetching);

    String worker = worker(RunStatus.RUNNING, fetching);

    assertEquals(
        "{\"worker_id\":1,\"state\":\"searching\",\"phase\":\"amazon\",\"open\":"
            + body
            + ",\"last\":"
            + body
            + "}",
        worker);
  }

  @Test
  void showsHowTheLastRequestEnded() {
    assertEquals("idle", state(RunStatus.RUNNING, StoredRuns.found(RUN, 1)));
    assertEquals("error", state(RunStatus.RUNNING, StoredRuns.error(RUN, 1, null)));
    assertEquals(
        "backing_off", state(RunStatus.RUNNING, StoredRuns.error(RUN, 1, THEN.plusSeconds(1))));
    assertEquals("idle", state(RunStatus.RUNNING, StoredRuns.error(RUN, 1, THEN.minusSeconds(1))));
    assertEquals(
        "idle",
        state(
            RunStatus.RUNNING,
            StoredRuns.error(RUN, 1, null).toBuilder().reason(Reason.INTERRUPTED).build()));
    assertEquals(
        "rate_limited",
        state(RunStatus.RUNNING, StoredRuns.rateLimited(RUN, 1, THEN.plusSeconds(1))));
    assertEquals("idle", state(RunStatus.RUNNING, StoredRuns.rateLimited(RUN, 1, THEN)));
  }

  @Test
  void saysUntilWhenAWorkerWaits() {
    JsonObject worker =
        new JsonObject(worker(RunStatus.RUNNING, StoredRuns.error(RUN, 1, THEN.plusSeconds(1))));

    assertEquals("2026-09-24T10:00:01.123456Z", worker.getString("until"));
  }

  @Test
  void showsWorkersAtRestWhileARunIsPaused() {
    ActivityEvent waits = StoredRuns.error(RUN, 1, THEN.plusSeconds(1));

    JsonObject worker = new JsonObject(worker(RunStatus.PAUSED, waits));

    assertEquals("idle", worker.getString("state"));
    assertFalse(worker.containsKey("until"));
  }

  @Test
  void showsWorkersAtRestOnceARunHasEnded() {
    assertEquals("complete", state(RunStatus.COMPLETED, StoredRuns.found(RUN, 1)));
    assertEquals("complete", state(RunStatus.COMPLETED_WITH_GAPS, StoredRuns.found(RUN, 1)));
    assertEquals("idle", state(RunStatus.CANCELLED, StoredRuns.error(RUN, 1, null)));
    assertEquals("idle", state(RunStatus.FAILED, StoredRuns.fetching(RUN, 1)));
  }

  private static String state(RunStatus status, ActivityEvent last) {
    return new JsonObject(worker(status, last)).getString("state");
  }

  private static String worker(RunStatus status, ActivityEvent last) {
    Run run =
        new Run(
            RUN,
            "A run",
            status,
            Phase.AMAZON,
            1,
            1,
            List.of("172541"),
            "simulator",
            "simulator",
            null,
            THEN,
            THEN,
            null,
            5,
            new Run.Totals(0, 0, 0, 0, 0, 0, 0, 0));
    PhaseCounts none = new PhaseCounts(Counts.NONE, 0, 0, null);
    StoredEvent event =
        new StoredEvent(
            5, 1, last.phase(), last.action(), last.errorType(), EventJson.encode(last));
    RunSnapshot snapshot =
        new RunSnapshot(
            new RunLedger(run, none, none, List.of()),
            List.of(event),
            new StoredMetrics(RUN, 5, 1, List.of("172541"), null));
    String json = SnapshotJson.of(snapshot, "{}", false, THEN);
    new JsonObject(json);
    return json.substring(json.indexOf("\"workers\":[") + 11, json.length() - 2);
  }
}
