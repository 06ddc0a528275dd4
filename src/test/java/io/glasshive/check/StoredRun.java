package io.glasshive.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Everything the database holds about one run, as read in one go. */
final class StoredRun {
  static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A row of {@code runs}, its totals by column. */
  record RunRow(
      UUID id,
      String status,
      int round,
      int workers,
      long lastSeq,
      Instant startedAt,
      Instant endedAt,
      String reason,
      Long maxCalls,
      Long callsGranted,
      Map<String, Long> totals) {
    boolean ended() {
      return switch (status) {
        case "completed", "completed_with_gaps", "cancelled", "failed" -> true;
        default -> false;
      };
    }

    boolean complete() {
      return status.startsWith("completed");
    }
  }

  /** A row of {@code run_categories}. */
  record CategoryRow(String id, String label, long products, long sellersNew) {}

  /** A row of {@code ledger}; category '' is the phase. */
  record LedgerRow(
      String phase,
      String category,
      long planned,
      Map<String, Long> byStatus,
      int startedRound,
      int completeRound) {}

  /** A row of {@code units}. */
  record UnitRow(
      String unit,
      String phase,
      String categoryId,
      String status,
      String reason,
      int page,
      int attempts,
      int failures,
      String asin,
      String title,
      Long priceCents,
      Integer workerId,
      Instant startedAt,
      String url,
      String apiParams,
      String errorType,
      String errorStage) {}

  /** A row of {@code sightings} with the seller's name. */
  record SightingRow(
      String asin,
      String listingId,
      long sellerId,
      String categoryId,
      int page,
      long seq,
      long priceMin,
      long priceMax) {}

  static final List<String> STATUSES = List.of("done", "failed", "skipped", "in_flight", "waiting");

  private static final List<String> TOTALS =
      List.of(
          "products",
          "sightings",
          "sellers_found",
          "sellers_new",
          "sellers_known",
          "requests",
          "errors");

  final RunRow run;
  final Map<String, CategoryRow> categories = new LinkedHashMap<>();
  final List<LedgerRow> ledger = new ArrayList<>();
  final Map<String, UnitRow> units = new LinkedHashMap<>();
  final List<LoggedEvent> log = new ArrayList<>();
  final List<SightingRow> sightings = new ArrayList<>();

  /** Sellers of the run: whether it inserted them. */
  final Map<Long, Boolean> sellers = new HashMap<>();

  /** Of the {@code seq} of an outcome, the request that the same worker had opened before it. */
  final Map<Long, LoggedEvent> requestOf = new HashMap<>();

  private StoredRun(RunRow run) {
    this.run = run;
  }

  /** The run as {@code connection}'s transaction sees it, or null where there is none. */
  static StoredRun read(Connection connection, UUID runId) throws SQLException {
    RunRow row = readRun(connection, runId);
    if (row == null) {
      return null;
    }
    StoredRun stored = new StoredRun(row);
    stored.readCategories(connection);
    stored.readLedger(connection);
    stored.readUnits(connection);
    stored.readLog(connection);
    stored.readSightings(connection);
    stored.readSellers(connection);
    stored.pairRequests();
    return stored;
  }

  /** Parses {@code body}, or answers null where it is no JSON object with each field once. */
  static JsonNode parse(String body) {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonNode node = JSON.readTree(parser);
      return node != null && node.isObject() && parser.nextToken() == null ? node : null;
    } catch (JsonProcessingException notJson) {
      return null;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static RunRow readRun(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select * from runs where id = ?")) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        Map<String, Long> totals = new LinkedHashMap<>();
        for (String total : TOTALS) {
          totals.put(total, row.getLong(total));
        }
        return new RunRow(
            id,
            row.getString("status"),
            row.getInt("round"),
            row.getInt("workers"),
            row.getLong("last_seq"),
            instant(row, "started_at"),
            instant(row, "ended_at"),
            row.getString("reason"),
            maxCalls(row.getString("settings")),
            row.getObject("calls_granted", Long.class),
            totals);
      }
    }
  }

  private static Long maxCalls(String settings) {
    JsonNode json = parse(settings);
    return json.has("max_calls") ? json.get("max_calls").asLong() : null;
  }

  private void readCategories(Connection connection) throws SQLException {
    rows(
        connection,
        "select * from run_categories where run_id = ? order by position",
        row -> {
          String name = row.getString("name");
          String department = row.getString("department");
          categories.put(
              row.getString("category_id"),
              new CategoryRow(
                  row.getString("category_id"),
                  name.equals(department) ? department : department + " > " + name,
                  row.getLong("products"),
                  row.getLong("sellers_new")));
        });
  }

  private void readLedger(Connection connection) throws SQLException {
    rows(
        connection,
        "select * from ledger where run_id = ? order by phase, category_id",
        row -> {
          Map<String, Long> byStatus = new LinkedHashMap<>();
          for (String status : STATUSES) {
            byStatus.put(status, row.getLong(status));
          }
          ledger.add(
              new LedgerRow(
                  row.getString("phase"),
                  row.getString("category_id"),
                  row.getLong("planned"),
                  byStatus,
                  row.getInt("started_round"),
                  row.getInt("complete_round")));
        });
  }

  private void readUnits(Connection connection) throws SQLException {
    rows(
        connection,
        "select * from units where run_id = ? order by position",
        row ->
            units.put(
                row.getString("unit"),
                new UnitRow(
                    row.getString("unit"),
                    row.getString("phase"),
                    row.getString("category_id"),
                    row.getString("status"),
                    row.getString("reason"),
                    row.getInt("page"),
                    row.getInt("attempts"),
                    row.getInt("failures"),
                    row.getString("asin"),
                    row.getString("title"),
                    row.getObject("price_cents", Long.class),
                    row.getObject("worker_id", Integer.class),
                    instant(row, "started_at"),
                    row.getString("url"),
                    row.getString("api_params"),
                    row.getString("error_type"),
                    row.getString("error_stage"))));
  }

  private void readLog(Connection connection) throws SQLException {
    int[] round = {1};
    rows(
        connection,
        "select * from activity_events where run_id = ? order by seq",
        row -> {
          String body = row.getString("body");
          JsonNode json = parse(body);
          String action = row.getString("action");
          if (action.equals("retry_gaps")) {
            round[0]++;
          }
          log.add(
              new LoggedEvent(
                  row.getObject("run_id", UUID.class),
                  row.getLong("seq"),
                  row.getInt("worker_id"),
                  row.getString("phase"),
                  action,
                  row.getString("error_type"),
                  row.getObject("attempt", Integer.class),
                  instant(row, "at"),
                  round[0],
                  body,
                  json == null ? JSON.createObjectNode() : json));
        });
  }

  private void readSightings(Connection connection) throws SQLException {
    rows(
        connection,
        "select * from sightings where run_id = ? order by seq, asin, listing_id",
        row ->
            sightings.add(
                new SightingRow(
                    row.getString("asin"),
                    row.getString("listing_id"),
                    row.getLong("seller_id"),
                    row.getString("category_id"),
                    row.getInt("page"),
                    row.getLong("seq"),
                    row.getLong("price_min"),
                    row.getLong("price_max"))));
  }

  private void readSellers(Connection connection) throws SQLException {
    rows(
        connection,
        "select * from run_sellers where run_id = ?",
        row -> sellers.put(row.getLong("seller_id"), row.getBoolean("inserted")));
  }

  private void pairRequests() {
    Map<Integer, LoggedEvent> open = new HashMap<>();
    for (LoggedEvent event : log) {
      if (event.kind() == LoggedEvent.Kind.REQUEST) {
        open.put(event.workerId(), event);
      } else if (event.kind() == LoggedEvent.Kind.OUTCOME) {
        LoggedEvent request = open.remove(event.workerId());
        if (request != null) {
          requestOf.put(event.seq(), request);
        }
      }
    }
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void rows(Connection connection, String sql, RowReader reader) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setFetchSize(5_000);
      query.setObject(1, run.id());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
