package io.glasshive.store;

import io.glasshive.domain.Phase;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs and their ledgers, as everybody sees them. Fails with a {@code Failure}. */
public final class RunReader {
  private static final Sql SQL = Sql.load("read_runs");
  private static final String ORDER = "runs";

  private final Pool pool;

  public RunReader(Pool pool) {
    this.pool = pool;
  }

  /** The run, where there is one. */
  public Future<Optional<Run>> find(UUID id) {
    return find(pool, id);
  }

  /**
   * Runs, newest first.
   *
   * @param status null for any
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<Run>> list(RunStatus status, Keyset from, int limit) {
    Keyset after = from == null ? null : from.require(ORDER, 2);
    Tuple arguments =
        Tuple.of(
            after == null ? null : Reads.timestamp(after.instant(0)),
            after == null ? null : after.uuid(1),
            limit + 1L,
            status == null ? null : status.wire());
    return Reads.list(pool, SQL.get("newest_runs"), arguments, RunReader::run)
        .map(runs -> Page.of(runs, limit, last -> Keyset.of(ORDER, last.createdAt(), last.id())));
  }

  /** How far the log of each of these runs goes; those that do not exist are left out. */
  public Future<Map<UUID, RunPosition>> positions(Collection<UUID> ids) {
    Tuple arguments = Tuple.from(new Object[] {ids.toArray(UUID[]::new)});
    return Reads.list(
            pool,
            SQL.get("positions_of_runs"),
            arguments,
            row -> Map.entry(row.getUUID("id"), position(row)))
        .map(RunReader::byId);
  }

  /** The run's ledger at one moment; {@code now} decides which units still wait for their time. */
  public Future<Optional<RunLedger>> ledger(UUID id, Instant now) {
    return Reads.snapshot(pool, connection -> ledger(connection, id, now, true));
  }

  /** The run's metrics as far as they are stored, at one moment. */
  public Future<Optional<StoredMetrics>> metrics(UUID id) {
    return metrics(pool, id);
  }

  /** What a viewer begins with, at one moment. */
  public Future<Optional<RunSnapshot>> snapshot(UUID id, Instant now) {
    return Reads.snapshot(
        pool,
        connection ->
            ledger(connection, id, now, false)
                .compose(
                    ledger ->
                        ledger.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : workers(connection, ledger.get())));
  }

  private static Future<Optional<Run>> find(SqlClient client, UUID id) {
    return Reads.list(client, SQL.get("find_run"), Tuple.of(id), RunReader::run)
        .map(runs -> runs.stream().findFirst());
  }

  private static Future<Optional<RunLedger>> ledger(
      SqlConnection connection, UUID id, Instant now, boolean withCategories) {
    Future<Optional<Run>> run = find(connection, id);
    Future<List<LedgerRow>> rows =
        Reads.list(connection, SQL.get("ledger_of_run"), Tuple.of(id), RunReader::ledgerRow);
    Future<List<Wait>> waits =
        Reads.list(
            connection,
            SQL.get("waits_of_run"),
            Tuple.of(id, Reads.timestamp(now)),
            RunReader::waitRow);
    Future<List<RunLedger.Part>> parts =
        withCategories
            ? Reads.list(
                connection, SQL.get("categories_of_run"), Tuple.of(id), RunReader::emptyPart)
            : Future.succeededFuture(List.of());
    return Future.all(run, rows, waits, parts)
        .map(
            read ->
                run.result()
                    .map(found -> ledger(found, rows.result(), waits.result(), parts.result())));
  }

  private static Future<Optional<RunSnapshot>> workers(SqlConnection connection, RunLedger ledger) {
    Run run = ledger.run();
    Future<List<StoredEvent>> newest =
        Reads.list(
            connection,
            SQL.get("newest_of_workers"),
            Tuple.of(run.id(), run.workers()),
            EventReader::event);
    Future<Optional<StoredMetrics>> metrics = metrics(connection, run.id());
    return Future.all(newest, metrics)
        .map(read -> metrics.result().map(m -> new RunSnapshot(ledger, newest.result(), m)));
  }

  private static Future<Optional<StoredMetrics>> metrics(SqlClient client, UUID id) {
    return Reads.list(client, SQL.get("metrics_of_run"), Tuple.of(id), RunReader::storedMetrics)
        .map(found -> found.stream().findFirst());
  }

  private static RunLedger ledger(
      Run run, List<LedgerRow> rows, List<Wait> waits, List<RunLedger.Part> parts) {
    Map<String, Counts> counts = new HashMap<>();
    rows.forEach(row -> counts.put(row.key(), row.counts()));
    return new RunLedger(
        run,
        phase(Phase.AMAZON, counts, waits),
        phase(Phase.EBAY, counts, waits),
        parts.stream().map(part -> filled(part, counts)).toList());
  }

  private static RunLedger.PhaseCounts phase(
      Phase phase, Map<String, Counts> counts, List<Wait> waits) {
    Counts own = counts.getOrDefault(key(phase, ""), Counts.NONE);
    return waits.stream()
        .filter(wait -> wait.phase() == phase)
        .findFirst()
        .map(w -> new RunLedger.PhaseCounts(own, w.limiter(), w.backoff(), w.nextTryAt()))
        .orElseGet(() -> new RunLedger.PhaseCounts(own, 0, 0, null));
  }

  private static RunLedger.Part filled(RunLedger.Part part, Map<String, Counts> counts) {
    return new RunLedger.Part(
        part.id(),
        part.name(),
        part.departmentId(),
        part.department(),
        counts.getOrDefault(key(Phase.AMAZON, part.id()), Counts.NONE),
        counts.getOrDefault(key(Phase.EBAY, part.id()), Counts.NONE),
        part.products(),
        part.sellersNew());
  }

  private static String key(Phase phase, String categoryId) {
    return phase.wire() + " " + categoryId;
  }

  private record LedgerRow(String key, Counts counts) {}

  private record Wait(Phase phase, long limiter, long backoff, Instant nextTryAt) {}

  private static LedgerRow ledgerRow(Row row) {
    Counts counts =
        new Counts(
            row.getLong("planned"),
            row.getLong("done"),
            row.getLong("failed"),
            row.getLong("skipped"),
            row.getLong("in_flight"),
            row.getLong("waiting"));
    Phase phase = Wire.parse(Phase.class, row.getString("phase"));
    return new LedgerRow(key(phase, row.getString("category_id")), counts);
  }

  private static Wait waitRow(Row row) {
    return new Wait(
        Wire.parse(Phase.class, row.getString("phase")),
        row.getLong("limiter"),
        row.getLong("backoff"),
        Reads.instant(row, "next_try_at"));
  }

  private static RunLedger.Part emptyPart(Row row) {
    return new RunLedger.Part(
        row.getString("category_id"),
        row.getString("name"),
        row.getString("department_id"),
        row.getString("department"),
        Counts.NONE,
        Counts.NONE,
        row.getLong("products"),
        row.getLong("sellers_new"));
  }

  private static Map<UUID, RunPosition> byId(List<Map.Entry<UUID, RunPosition>> rows) {
    Map<UUID, RunPosition> positions = new HashMap<>();
    rows.forEach(row -> positions.put(row.getKey(), row.getValue()));
    return positions;
  }

  private static RunPosition position(Row row) {
    return new RunPosition(
        Wire.parse(RunStatus.class, row.getString("status")), row.getLong("last_seq"));
  }

  private static StoredMetrics storedMetrics(Row row) {
    Buffer state = row.getBuffer("state");
    return new StoredMetrics(
        row.getUUID("id"),
        row.getLong("last_seq"),
        row.getInteger("workers"),
        List.of(row.getArrayOfStrings("category_ids")),
        state == null ? null : state.getBytes());
  }

  private static Run run(Row row) {
    Run.Totals totals =
        new Run.Totals(
            row.getLong("products"),
            row.getLong("sightings"),
            row.getLong("sellers_found"),
            row.getLong("sellers_new"),
            row.getLong("sellers_known"),
            row.getLong("requests"),
            row.getLong("errors"),
            row.getLong("gaps"));
    return new Run(
        row.getUUID("id"),
        row.getString("name"),
        Wire.parse(RunStatus.class, row.getString("status")),
        row.getBoolean("amazon_complete") ? Phase.EBAY : Phase.AMAZON,
        row.getInteger("round"),
        row.getInteger("workers"),
        List.of(row.getArrayOfStrings("category_ids")),
        row.getString("amazon_source"),
        row.getString("ebay_source"),
        Reads.reason(row),
        Reads.instant(row, "created_at"),
        Reads.instant(row, "started_at"),
        Reads.instant(row, "ended_at"),
        row.getLong("last_seq"),
        totals);
  }
}
