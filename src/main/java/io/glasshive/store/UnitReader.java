package io.glasshive.store;

import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.UnitStatus;
import io.glasshive.domain.Wire;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** The units of work of a run, as everybody sees them. Fails with a {@code Failure}. */
public final class UnitReader {
  private static final Sql SQL = Sql.load("read_units");
  private static final String ORDER = "units";

  private final Pool pool;

  public UnitReader(Pool pool) {
    this.pool = pool;
  }

  /**
   * Units in the order of their creation.
   *
   * @param status null for any
   * @param phase null for any
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<ListedUnit>> list(
      UUID runId, UnitStatus status, Phase phase, Keyset from, int limit) {
    long after = from == null ? -1 : from.require(ORDER, 1).number(0);
    Tuple arguments = Tuple.of(runId, phase == null ? null : phase.wire(), after, limit + 1L);
    if (status != null) {
      arguments.addString(status.wire());
    }
    String statement = SQL.get(status == null ? "units_of_run" : "units_of_status");
    return Reads.list(pool, statement, arguments, UnitReader::unit)
        .map(units -> Page.of(units, limit, last -> Keyset.of(ORDER, last.position())));
  }

  private static ListedUnit unit(Row row) {
    return new ListedUnit(
        row.getString("unit"),
        Wire.parse(Phase.class, row.getString("phase")),
        row.getString("category_id"),
        row.getLong("position"),
        Wire.parse(UnitStatus.class, row.getString("status")),
        Reads.reason(row),
        row.getInteger("page"),
        row.getInteger("attempts"),
        row.getString("asin"),
        row.getString("title"),
        lastError(row),
        Reads.instant(row, "next_try_at"));
  }

  private static ListedUnit.LastError lastError(Row row) {
    String type = row.getString("error_type");
    if (type == null) {
      return null;
    }
    return new ListedUnit.LastError(
        Wire.parse(ErrorType.class, type),
        Wire.parse(ErrorStage.class, row.getString("error_stage")),
        row.getString("error_message"),
        Reads.instant(row, "error_at"));
  }
}
