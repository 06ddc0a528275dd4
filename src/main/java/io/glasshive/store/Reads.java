package io.glasshive.store;

import io.glasshive.domain.Reason;
import io.glasshive.domain.Wire;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How the readers of this package ask: named statements, errors sorted, rows turned into values.
 */
final class Reads {
  private Reads() {}

  /** The rows of one statement, each made into a value. */
  static <T> Future<List<T>> list(
      SqlClient client, String sql, Tuple arguments, Function<Row, T> shape) {
    return client
        .preparedQuery(sql)
        .execute(arguments)
        .map(rows -> shaped(rows, shape))
        .recover(e -> Future.failedFuture(SqlErrors.failure(e)));
  }

  /** Several statements that see one state of the database. */
  static <T> Future<T> snapshot(Pool pool, Function<SqlConnection, Future<T>> read) {
    return pool.withTransaction(
            connection ->
                connection
                    .query("set transaction isolation level repeatable read, read only")
                    .execute()
                    .compose(begun -> read.apply(connection)))
        .recover(e -> Future.failedFuture(SqlErrors.failure(e)));
  }

  static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** The row's reason; null also for one that a later version gave. */
  static Reason reason(Row row) {
    return Wire.find(Reason.class, row.getString("reason")).orElse(null);
  }

  static OffsetDateTime timestamp(Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static <T> List<T> shaped(RowSet<Row> rows, Function<Row, T> shape) {
    List<T> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(shape.apply(row)));
    return values;
  }
}
