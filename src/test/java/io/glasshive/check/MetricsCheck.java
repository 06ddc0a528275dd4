package io.glasshive.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.LoggedEvent.Kind;
import io.glasshive.domain.EventJson;
import io.glasshive.metrics.MetricsFold;
import io.glasshive.metrics.MetricsJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics that a reader gets (the stored state, and the events after it) are what the log
 * gives, counted here from the JSON of its events, for the run, each worker and each category.
 */
final class MetricsCheck {
  private MetricsCheck() {}

  static void check(StoredRun stored, Connection connection, Findings out) throws SQLException {
    byte[] state = state(connection, stored, out);
    JsonNode told = told(stored, state);
    if (told == null) {
      return; // the log is not what it should be, and others say so
    }
    compare("run", Counted.of(stored.log), told.get("run"), out);
    for (JsonNode worker : told.get("workers")) {
      int id = worker.get("worker_id").asInt();
      List<LoggedEvent> own = stored.log.stream().filter(e -> workerOf(e) == id).toList();
      compare("worker " + id, Counted.of(own), worker, out);
    }
    for (JsonNode category : told.get("categories")) {
      String id = category.get("category_id").asText();
      List<LoggedEvent> own =
          stored.log.stream().filter(e -> id.equals(e.text("category_id"))).toList();
      compare("category " + id, Counted.of(own), category, out);
    }
  }

  private static byte[] state(Connection connection, StoredRun stored, Findings out)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select seq, state from run_metrics where run_id = ?")) {
      query.setObject(1, stored.run.id());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        byte[] state = row.getBytes("state");
        long seq = row.getLong("seq");
        out.same("metrics", "seq of the stored state", MetricsFold.decode(state).seq(), seq);
        if (seq > stored.run.lastSeq()) {
          out.add("metrics", "a state at %d, past the log's end", seq);
        }
        return state;
      }
    }
  }

  private static JsonNode told(StoredRun stored, byte[] state) {
    MetricsFold fold = MetricsFold.decode(state);
    try {
      for (LoggedEvent event : stored.log) {
        if (event.seq() > fold.seq()) {
          fold.add(EventJson.decode(event.body()));
        }
      }
    } catch (RuntimeException notALog) {
      return null;
    }
    List<String> categories = List.copyOf(stored.categories.keySet());
    return StoredRun.parse(
        MetricsJson.encode(stored.run.id(), stored.run.workers(), categories, fold));
  }

  private static int workerOf(LoggedEvent event) {
    return event.kind() == Kind.PIPELINE
        ? (int) event.number("source_worker_id")
        : event.workerId();
  }

  private static void compare(String what, Counted counted, JsonNode told, Findings out) {
    counted.sums.forEach(
        (name, sum) -> out.same("metrics", what + " " + name, sum, told.path(name).asLong(-1)));
    sameCounts(what + " errors_by_type", counted.byType, told.get("errors_by_type"), out);
    sameCounts(what + " errors_by_stage", counted.byStage, told.get("errors_by_stage"), out);
    JsonNode times = told.get("response_ms");
    Collections.sort(counted.millis);
    for (int percent : new int[] {50, 95, 99, 100}) {
      String name = percent == 100 ? "max" : "p" + percent;
      long exact = counted.percentile(percent);
      long given = times.get(name).asLong();
      if (given < exact || given > exact * 1.001) {
        out.add("metrics", "%s response_ms.%s is %d, not %d", what, name, given, exact);
      }
    }
    double mean = counted.millis.stream().mapToLong(m -> m).average().orElse(0);
    if (Math.abs(times.get("mean").asDouble() - mean) > 0.001) {
      out.add("metrics", "%s response_ms.mean is %s, not %s", what, times.get("mean"), mean);
    }
  }

  private static void sameCounts(
      String what, Map<String, Long> counted, JsonNode told, Findings out) {
    Map<String, Long> given = new TreeMap<>();
    told.fields().forEachRemaining(f -> given.put(f.getKey(), f.getValue().asLong()));
    if (!given.equals(counted)) {
      out.add("metrics", "%s are %s, not %s", what, given, counted);
    }
  }

  /** What part of a log gives. */
  private static final class Counted {
    final Map<String, Long> sums = new TreeMap<>();
    final Map<String, Long> byType = new TreeMap<>();
    final Map<String, Long> byStage = new TreeMap<>();
    final List<Long> millis = new ArrayList<>();

    static Counted of(List<LoggedEvent> events) {
      Counted counted = new Counted();
      for (String name :
          List.of(
              "requests",
              "succeeded",
              "failed",
              "interrupted",
              "retries",
              "products",
              "sellers_found",
              "sellers_new")) {
        counted.sums.put(name, 0L);
      }
      events.forEach(counted::add);
      return counted;
    }

    private void add(LoggedEvent event) {
      switch (event.action()) {
        case "fetching" -> {
          sum("requests", 1);
          sum("retries", event.number("attempt") > 1 ? 1 : 0);
        }
        case "found" -> {
          sum("succeeded", 1);
          millis.add(event.number("duration_ms"));
          sum("sellers_found", event.phase().equals("ebay") ? event.number("items_count") : 0);
        }
        case "error", "rate_limited" -> addError(event);
        case "uploading" -> sum("products", event.number("items_count"));
        case "inserted" -> sum("sellers_new", event.number("items_count"));
        default -> {}
      }
    }

    private void addError(LoggedEvent event) {
      if (event.isInterrupted()) {
        sum("interrupted", 1);
        return;
      }
      byType.merge(event.text("error_type"), 1L, Long::sum);
      byStage.merge(event.text("error_stage"), 1L, Long::sum);
      if (event.kind() != Kind.ROW_ERROR) {
        sum("failed", 1);
        millis.add(event.number("duration_ms"));
      }
    }

    private void sum(String name, long by) {
      sums.merge(name, by, Long::sum);
    }

    long percentile(int percent) {
      return millis.isEmpty()
          ? 0
          : millis.get((int) Math.ceil(percent / 100.0 * millis.size()) - 1);
    }
  }
}
