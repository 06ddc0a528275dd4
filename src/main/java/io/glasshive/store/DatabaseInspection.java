package io.glasshive.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/**
 * What a database is, may be done in it, and who uses it; nothing in it is changed.
 *
 * @param version of the server, {@code 18.6}
 * @param now by its clock
 * @param mayCreate whether the user may create tables where Glasshive's are or would be
 * @param mayWrite whether the user may read and write all tables that are there
 * @param schema of Glasshive
 * @param holder of the server lock, for a person
 */
public record DatabaseInspection(
    String version,
    Instant now,
    boolean mayCreate,
    boolean mayWrite,
    Migrator.Schema schema,
    Optional<String> holder) {

  private static final Sql SQL = Sql.load("inspection");

  /** Looks at {@code database}, or fails as the start of a server would. */
  public static Future<DatabaseInspection> of(Vertx vertx, Database database) {
    return new Migrator(vertx)
        .look(database)
        .compose(
            schema -> ServerLock.holder(database).compose(holder -> of(database, schema, holder)));
  }

  private static Future<DatabaseInspection> of(
      Database database, Migrator.Schema schema, Optional<String> holder) {
    return database
        .pool()
        .query(SQL.get("what_is_allowed"))
        .execute()
        .map(rows -> of(rows.iterator().next(), schema, holder))
        .recover(error -> Future.failedFuture(SqlErrors.failure(error)));
  }

  private static DatabaseInspection of(Row row, Migrator.Schema schema, Optional<String> holder) {
    return new DatabaseInspection(
        row.getString("version"),
        row.getOffsetDateTime("now").toInstant(),
        row.getBoolean("may_create"),
        row.getBoolean("may_write"),
        schema,
        holder);
  }
}
