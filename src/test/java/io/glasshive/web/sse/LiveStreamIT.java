package io.glasshive.web.sse;

import static io.glasshive.journal.StoredRuns.THEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.StoredRuns;
import io.glasshive.web.RunningWeb;
import io.glasshive.web.SseViewer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stream over real HTTP, from a real log, with chunks on a real bus. */
@Timeout(120)
class LiveStreamIT {
  private RunningWeb web = RunningWeb.ready();
  private UUID run = web.runs.run(RunStatus.RUNNING);

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void sendsEventsToTheByteAsTheyWereStored() {
    Chunk first = web.runs.append(run, StoredRuns.fetching(run, 1));

    SseViewer viewer = watch("?after=0");
    viewer.awaitEvent(1);
    Chunk second = web.runs.append(run, StoredRuns.found(run, 1));
    web.publish(second);
    viewer.awaitEvent(2);

    assertEquals(200, viewer.status());
    assertEquals("text/event-stream", viewer.header("Content-Type"));
    assertEquals("no-store", viewer.header("Cache-Control"));
    assertEquals("no", viewer.header("X-Accel-Buffering"));
    String one = first.entries().get(0).body();
    String two = second.entries().get(0).body();
    viewer.awaitText("id: 1\ndata: " + one + "\n\nid: 2\ndata: " + two + "\n\n");
    assertEquals("id: 1\ndata: " + one + "\n\nid: 2\ndata: " + two + "\n\n", viewer.text());
  }

  @Test
  void beginsWithASnapshotAndGoesOnAfterIt() {
    Chunk log =
        web.runs.append(
            run,
            StoredRuns.fetching(run, 1),
            StoredRuns.found(run, 1),
            StoredRuns.fetching(run, 2));

    SseViewer viewer = watch("");
    viewer.awaitPart("event: snapshot\n");
    web.publish(web.runs.append(run, StoredRuns.found(run, 2)));
    String text = viewer.awaitEvent(4);

    assertTrue(text.startsWith("id: 3\nevent: snapshot\ndata: {\"seq\":3,\"run\":{"), text);
    JsonObject snapshot = new JsonObject(text.lines().toList().get(2).substring(6));
    assertEquals(run.toString(), snapshot.getJsonObject("run").getString("id"));
    assertEquals(3, snapshot.getJsonObject("run").getInteger("last_seq"));
    assertTrue(snapshot.getJsonObject("phases").containsKey("ebay"));
    JsonObject metrics = snapshot.getJsonObject("metrics");
    assertEquals(3, metrics.getInteger("seq"));
    assertEquals(2, metrics.getJsonObject("run").getInteger("requests"));
    assertEquals(1, metrics.getJsonObject("run").getInteger("succeeded"));
    assertEquals(3, metrics.getJsonArray("workers").size());
    assertEquals(2, metrics.getJsonArray("categories").size());
    JsonArray workers = snapshot.getJsonArray("workers");
    assertEquals(3, workers.size());
    assertEquals("idle", workers.getJsonObject(0).getString("state"));
    assertEquals("searching", workers.getJsonObject(1).getString("state"));
    assertEquals(
        new JsonObject(log.entries().get(2).body()),
        workers.getJsonObject(1).getJsonObject("open"));
    assertEquals(
        new JsonObject().put("worker_id", 3).put("state", "idle"), workers.getJsonObject(2));
    assertEquals(List.of(4L), viewer.seqs());
  }

  @Test
  void givesEveryViewerTheSameWhileTheLogGrows() {
    web.publish(web.runs.append(run, 600));
    SseViewer early = watch("?after=0");
    for (int i = 0; i < 40; i++) {
      web.publish(web.runs.append(run, 5));
    }
    SseViewer late = watch("?after=0");
    for (int i = 0; i < 40; i++) {
      web.publish(web.runs.append(run, 5));
    }
    web.publish(web.runs.end(run, RunStatus.COMPLETED));

    String one = early.awaitEnd();
    String other = late.awaitEnd();

    assertEquals(range(1, 1001), early.seqs());
    assertEquals(one, other);
  }

  @Test
  void readsWhatAChunkThatWasLostHeld() {
    SseViewer viewer = watch("?after=0");
    web.publish(web.runs.append(run, 2));
    viewer.awaitEvent(2);

    web.runs.append(run, 3);
    web.publish(web.runs.append(run, 2));
    viewer.awaitEvent(7);

    assertEquals(range(1, 7), viewer.seqs());
  }

  @Test
  void sendsAnEventOnceWhenItsChunkComesTwice() {
    Chunk first = web.runs.append(run, 2);
    SseViewer viewer = watch("?after=0");
    Chunk second = web.runs.append(run, 2);
    web.publish(second);
    web.publish(first);
    web.publish(second);
    web.publish(web.runs.append(run, 1));
    viewer.awaitEvent(5);

    assertEquals(range(1, 5), viewer.seqs());
  }

  @Test
  void losesNothingThatComesWhileTheTableIsRead() {
    web.runs.append(run, 5_000);
    SseViewer viewer = watch("?after=0");
    for (int i = 0; i < 30; i++) {
      Chunk chunk = web.runs.append(run, 10);
      if (i % 3 != 1) {
        web.publish(chunk);
      }
    }
    web.publish(web.runs.end(run, RunStatus.CANCELLED));
    viewer.awaitEnd();

    assertEquals(range(1, 5_301), viewer.seqs());
  }

  @Test
  void goesOnWhereAReconnectingClientLeftOff() {
    web.runs.append(run, 10);

    SseViewer viewer = watch("?after=junk", Map.of("Last-Event-ID", "7"));
    viewer.awaitEvent(10);

    assertEquals(range(8, 10), viewer.seqs());
    assertFalse(viewer.text().contains("snapshot"));
  }

  @Test
  void staysBehindWithASlowViewerAndHoldsUpNobody() {
    UUID big = web.runs.run(RunStatus.RUNNING);
    for (int i = 0; i < 20; i++) {
      web.runs.append(big, 1_000);
    }
    SseViewer slow =
        SseViewer.paused(
            web.vertx, web.port, "/api/v1/runs/" + big + "/activity?after=0", Map.of());
    SseViewer quick = web.watch("/api/v1/runs/" + big + "/activity?after=0", Map.of());
    web.publish(web.runs.end(big, RunStatus.COMPLETED));

    String all = quick.awaitEnd();
    assertEquals(0, slow.bytes());
    slow.resume();
    String same = slow.awaitEnd();

    assertEquals(range(1, 20_001), quick.seqs());
    assertEquals(all, same);
  }

  @Test
  void saysThatARunHasEndedOnceItsLogWasDelivered() {
    web.runs.append(run, 2);
    SseViewer viewer = watch("?after=0");
    viewer.awaitEvent(2);
    web.publish(web.runs.end(run, RunStatus.COMPLETED_WITH_GAPS));

    String text = viewer.awaitEnd();

    String end = "id: 3\nevent: end\ndata: {\"last_seq\":3,\"status\":\"completed_with_gaps\"}\n\n";
    assertTrue(text.endsWith(end), text);
    assertEquals(range(1, 3), viewer.seqs());
  }

  @Test
  void goesOnAfterAPhaseIsComplete() {
    SseViewer viewer = watch("?after=0");
    web.publish(web.runs.append(run, StoredRuns.ofRun(run, Action.COMPLETE)));
    viewer.awaitEvent(1);
    web.publish(web.runs.append(run, 1));
    viewer.awaitEvent(2);

    assertFalse(viewer.text().contains("event: end"));
  }

  @Test
  void showsAnEndedRunToWhoComesAfterwards() {
    web.runs.append(run, 2);
    web.runs.end(run, RunStatus.FAILED);
    String end = "id: 3\nevent: end\ndata: {\"last_seq\":3,\"status\":\"failed\"}\n\n";

    SseViewer whole = watch("?after=0");
    SseViewer snapshot = watch("");
    SseViewer rest = watch("?after=2");

    assertTrue(whole.awaitEnd().endsWith(end));
    assertEquals(range(1, 3), whole.seqs());
    assertTrue(snapshot.awaitEnd().startsWith("id: 3\nevent: snapshot\n"));
    assertTrue(snapshot.text().endsWith(end));
    rest.awaitEnd();
    assertEquals(range(3, 3), rest.seqs());
  }

  @Test
  void tellsAClientThatHasEverythingOfAnEndedRunToStayAway() {
    web.runs.end(run, RunStatus.COMPLETED);

    SseViewer again = watch("", Map.of("Last-Event-ID", "1"));

    assertEquals(204, again.status());
    assertEquals("", again.awaitEnd());
  }

  @Test
  void refusesAPositionThatIsNotInTheLog() {
    web.runs.append(run, 2);

    SseViewer past = watch("?after=3");
    SseViewer text = watch("?after=0", Map.of("Last-Event-ID", "x"));
    SseViewer negative = watch("?after=-1");
    SseViewer unknown =
        web.watch("/api/v1/runs/00000000-0000-4000-8000-000000000000/activity", Map.of());

    assertEquals(400, past.status());
    assertEquals(
        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"The log"
            + " ends at 2: ask for what comes after a position up to there, or name none.\","
            + "\"code\":\"bad_position\",\"last_seq\":2}",
        past.awaitEnd());
    assertEquals("application/problem+json", past.header("Content-Type"));
    assertEquals(400, text.status());
    assertEquals(400, negative.status());
    assertEquals(404, unknown.status());
  }

  @Test
  void sendsOnlyWhatAFilterAsksForAndTheEnd() {
    web.runs.append(
        run, StoredRuns.fetching(run, 1), StoredRuns.error(run, 1, THEN), StoredRuns.found(run, 2));
    SseViewer errors = watch("?after=0&errors_only=true");
    SseViewer second = watch("?after=0&worker_id=2&action=found");
    web.publish(web.runs.append(run, StoredRuns.rateLimited(run, 2, THEN)));
    web.publish(web.runs.end(run, RunStatus.CANCELLED));

    errors.awaitEnd();
    second.awaitEnd();

    assertEquals(List.of(2L, 4L), errors.seqs());
    assertEquals(List.of(3L), second.seqs());
    assertTrue(second.text().endsWith("\"status\":\"cancelled\"}\n\n"));
  }

  @Test
  void movesAFilteredViewerOnWithEachHeartbeat() {
    restart(Duration.ofMillis(200), 1);
    web.runs.append(run, 6);

    SseViewer viewer = watch("?after=0&action=alarm");

    viewer.awaitText(": heartbeat\nid: 6\n\n");
    assertEquals(List.of(), viewer.seqs());
  }

  @Test
  void findsAtAHeartbeatWhatTheBusLost() {
    restart(Duration.ofMillis(200), 1);
    SseViewer viewer = watch("?after=0");
    web.runs.append(run, 3);

    viewer.awaitEvent(3);
    web.runs.end(run, RunStatus.COMPLETED);

    viewer.awaitEnd();
    assertEquals(range(1, 4), viewer.seqs());
  }

  @Test
  void goesOnWhenTheDatabaseIsBack() {
    restart(Duration.ofMillis(200), 1);
    SseViewer viewer = watch("?after=0");
    web.publish(web.runs.append(run, 1));
    viewer.awaitEvent(1);
    web.runs.append(run, 2);
    Chunk last = web.runs.append(run, 1);
    web.runs.execute("alter table activity_events rename to away", Tuple.tuple());
    web.publish(last);
    viewer.awaitText("id: 1\n\n");

    web.runs.execute("alter table away rename to activity_events", Tuple.tuple());

    viewer.awaitEvent(4);
    assertEquals(range(1, 4), viewer.seqs());
  }

  @Test
  void servesOnEveryEventLoop() {
    restart(Duration.ofHours(1), 2);
    List<SseViewer> viewers =
        List.of(watch("?after=0"), watch("?after=0"), watch("?after=0"), watch("?after=0"));
    web.publish(web.runs.append(run, 3));
    web.publish(web.runs.end(run, RunStatus.COMPLETED));

    List<String> texts = viewers.stream().map(SseViewer::awaitEnd).distinct().toList();

    assertEquals(1, texts.size());
    assertEquals(range(1, 4), viewers.get(0).seqs());
  }

  @Test
  void answersWithJsonWhereNoStreamIsAskedFor() {
    web.runs.append(run, 1);

    SseViewer any = watch("", Map.of("Accept", "*/*"));
    SseViewer both = watch("?after=0", Map.of("Accept", "application/json, text/event-stream"));

    assertEquals("application/json", any.header("Content-Type"));
    assertEquals("text/event-stream", both.header("Content-Type"));
    assertNull(any.header("X-Accel-Buffering"));
  }

  private SseViewer watch(String query) {
    return watch(query, Map.of());
  }

  private SseViewer watch(String query, Map<String, String> headers) {
    return web.watch("/api/v1/runs/" + run + "/activity" + query, headers);
  }

  private void restart(Duration heartbeat, int instances) {
    web.close();
    web = RunningWeb.ready(heartbeat, instances);
    run = web.runs.run(RunStatus.RUNNING);
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
