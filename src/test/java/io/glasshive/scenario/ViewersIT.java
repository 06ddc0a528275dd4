package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.check.CheckConnection;
import io.glasshive.check.Transcript;
import io.glasshive.check.ViewersCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everybody who watches a run sees the same events, in the same order, without a hole. */
@Timeout(240)
class ViewersIT {
  @TempDir Path dir;

  @Test
  void showsTheSameToEverybodyWheneverTheyCome() throws Exception {
    Config.Database database = TestPostgres.newDatabase();
    SseViewer first = new SseViewer("the first");
    SseViewer second = new SseViewer("the second");
    SseViewer snapshot = new SseViewer("the one who begins with a snapshot");
    SseViewer late = new SseViewer("the late one");
    SseViewer moving = new SseViewer("the one who comes and goes");
    try (first;
        second;
        snapshot;
        late;
        moving;
        ServerProcess server =
            ServerProcess.start(
                dir,
                database,
                "simulator.latency_ms.median=20",
                "simulator.latency_ms.p99=80",
                // The log of the run is larger: who comes late reads the table.
                "journal.ring_bytes=64KiB")) {
      HttpApi api = server.api();
      String id = api.createRun(8, false, "electronics");
      URI stream = api.at("/api/v1/runs/" + id + "/activity");
      URI whole = URI.create(stream + "?after=0");
      assertEquals(200, first.connect(whole));
      assertEquals(200, second.connect(whole));
      assertEquals(200, moving.connect(whole));

      api.post("/api/v1/runs/" + id + "/start", Map.of(), 202);
      for (long seq : List.of(100, 250, 500)) {
        moving.awaitSeq(seq);
        moving.leave();
        assertEquals(200, moving.reconnect(whole));
        if (seq == 250) {
          assertEquals(200, late.connect(whole));
          assertEquals(200, snapshot.connect(stream));
        }
      }
      assertEquals("completed", api.awaitEnd(id).path("status").asText());
      List<SseViewer> everybody = List.of(first, second, late, moving);
      everybody.forEach(SseViewer::awaitOver);
      snapshot.awaitOver();

      Transcript pages = api.pages("the reader of pages", id, 100);
      Transcript onePage = api.pages("the reader of long pages", id, 1000);
      try (Connection connection = CheckConnection.open(database)) {
        ViewersCheck.assertSawEverything(
            connection,
            UUID.fromString(id),
            List.of(
                first.transcript(),
                second.transcript(),
                late.transcript(),
                moving.transcript(),
                pages,
                onePage));
        assertEquals(
            List.of(),
            ViewersCheck.violations(
                connection, UUID.fromString(id), List.of(snapshot.transcript(), pages)));
      }
      long end = api.lastSeq(id);
      assertSawTheEnd(end, "completed", everybody);
      assertSawTheEnd(end, "completed", List.of(snapshot));
      assertBeganWithASnapshot(snapshot);
      assertEquals(204, moving.reconnect(whole));
      assertEquals(400, moving.connect(URI.create(stream + "?after=" + (end + 1))));
    }
  }

  private static void assertSawTheEnd(long end, String status, List<SseViewer> viewers) {
    String frame =
        "\n\nid: "
            + end
            + "\nevent: end\ndata: {\"last_seq\":"
            + end
            + ",\"status\":\""
            + status
            + "\"}\n\n";
    for (SseViewer viewer : viewers) {
      assertTrue(viewer.text().endsWith(frame), () -> tail(viewer.text()));
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 600));
  }

  /** The next event is the one after the snapshot's position. */
  private static void assertBeganWithASnapshot(SseViewer viewer) {
    String[] lines = viewer.text().split("\n", 4);
    long position = Long.parseLong(lines[0].replaceFirst("^id: ", ""));
    assertEquals("event: snapshot", lines[1]);
    assertTrue(lines[2].startsWith("data: {\"seq\":" + position + ","), lines[2]);
    assertEquals(position + 1, viewer.transcript().events().get(0).seq());
  }
}
