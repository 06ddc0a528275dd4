package io.glasshive.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.StoredRuns;
import io.glasshive.metrics.MetricsFold;
import io.glasshive.metrics.MetricsJson;
import io.glasshive.web.RunningWeb.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metrics of runs and of the process, over real HTTP. */
@Timeout(90)
class MetricsRoutesIT {
  private static final List<String> CATEGORIES = List.of("172541", "165793011");

  @Test
  void showsTheFiguresOfARunAtTheEndOfItsLog() {
    try (RunningWeb web = RunningWeb.ready()) {
      UUID run = web.runs.run(RunStatus.RUNNING);
      Chunk first = web.runs.append(run, 1_200);
      Chunk last = web.runs.append(run, StoredRuns.found(run, 1), StoredRuns.error(run, 2, null));
      MetricsFold fold = new MetricsFold();
      first.entries().forEach(entry -> fold.add(EventJson.decode(entry.body())));
      byte[] state = fold.encode();
      last.entries().forEach(entry -> fold.add(EventJson.decode(entry.body())));
      String expected = MetricsJson.encode(run, 3, CATEGORIES, fold);

      Answer fromTheLog = web.get("/api/v1/runs/" + run + "/metrics");
      web.runs.execute(
          "insert into run_metrics (run_id, seq, state) values ($1, 1200, $2)",
          Tuple.of(run, Buffer.buffer(state)));
      Answer fromAState = web.get("/api/v1/runs/" + run + "/metrics");

      assertEquals(200, fromTheLog.status());
      assertEquals("application/json", fromTheLog.header("Content-Type"));
      assertEquals("no-store", fromTheLog.header("Cache-Control"));
      assertEquals(expected, fromTheLog.body());
      assertEquals(expected, fromAState.body());
    }
  }

  @Test
  void refusesARunThatIsNotThereAndAMethodThatIsNotPossible() {
    try (RunningWeb web = RunningWeb.ready()) {
      String path = "/api/v1/runs/" + new UUID(0x7000, 1L << 63) + "/metrics";

      assertEquals(404, web.get(path).status());
      assertEquals(405, web.post(path, "{}").status());
      assertEquals(405, web.post("/metrics", "{}").status());
    }
  }

  @Test
  void speaksToPrometheusAlsoWhileTheDatabaseIsPrepared() {
    try (RunningWeb web = RunningWeb.preparing()) {
      Answer early = web.get("/metrics");
      web.readiness.ready(web.pool);
      Answer late = web.get("/metrics");

      assertEquals(200, early.status());
      assertEquals("text/plain; version=0.0.4; charset=utf-8", early.header("Content-Type"));
      assertTrue(early.body().contains("\nglasshive_database_up 0.0\n"), early::body);
      assertTrue(late.body().contains("\nglasshive_database_up 1.0\n"), late::body);
    }
  }

  @Test
  void showsNoMetricsUnderAForeignName() {
    try (RunningWeb web = RunningWeb.preparing()) {
      Answer answer = web.ask(HttpMethod.GET, "/metrics", Map.of("Host", "evil.example"), null);

      assertEquals(
          web.ask(HttpMethod.GET, "/", Map.of("Host", "evil.example"), null).status(),
          answer.status());
      assertTrue(answer.status() >= 400, answer::body);
    }
  }

  @Test
  void countsStreamsAndWhatIsKeptForThem() {
    try (RunningWeb web = RunningWeb.ready()) {
      UUID run = web.runs.run(RunStatus.RUNNING);
      SseViewer viewer =
          web.watch(
              "/api/v1/runs/" + run + "/activity?after=0", Map.of("Accept", "text/event-stream"));
      Chunk chunk = web.runs.append(run, 3);
      web.publish(chunk);
      viewer.awaitEvent(3);

      String text = web.get("/metrics").body();

      assertTrue(text.contains("\nglasshive_streams 1.0\n"), text);
      assertTrue(text.contains("\nglasshive_streams_behind 0.0\n"), text);
      long ring = 2L * chunk.size() + 100L * chunk.entries().size();
      assertTrue(text.contains("\nglasshive_stream_ring_bytes " + ring + ".0\n"), text);
    }
  }
}
