package io.glasshive.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The presets that are kept. Fails with a {@code Failure}. */
public final class Presets {
  private static final Sql SQL = Sql.load("presets");
  private static final String ORDER = "presets";

  private final Pool pool;

  public Presets(Pool pool) {
    this.pool = pool;
  }

  /**
   * Presets, newest first.
   *
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<Preset>> list(Keyset from, int limit) {
    Keyset after = from == null ? null : from.require(ORDER, 2);
    Tuple arguments =
        Tuple.of(
            after == null ? null : Reads.timestamp(after.instant(0)),
            after == null ? null : after.uuid(1),
            limit + 1L);
    return Reads.list(pool, SQL.get("newest_presets"), arguments, Presets::preset)
        .map(all -> Page.of(all, limit, last -> Keyset.of(ORDER, last.createdAt(), last.id())));
  }

  /** The preset, where there is one. */
  public Future<Optional<Preset>> find(UUID id) {
    return one("find_preset", Tuple.of(id));
  }

  /** Keeps a new preset. */
  public Future<Preset> insert(UUID id, String name, List<String> categoryIds, Instant now) {
    return one("insert_preset", arguments(id, name, categoryIds, now)).map(Optional::orElseThrow);
  }

  /** Gives a preset another name and other categories; empty where there is none. */
  public Future<Optional<Preset>> replace(
      UUID id, String name, List<String> categoryIds, Instant now) {
    return one("replace_preset", arguments(id, name, categoryIds, now));
  }

  /** Removes a preset; runs that came from it stay. False where there is none. */
  public Future<Boolean> delete(UUID id) {
    return Reads.list(pool, SQL.get("delete_preset"), Tuple.of(id), row -> row.getUUID("id"))
        .map(deleted -> !deleted.isEmpty());
  }

  private Future<Optional<Preset>> one(String statement, Tuple arguments) {
    return Reads.list(pool, SQL.get(statement), arguments, Presets::preset)
        .map(presets -> presets.stream().findFirst());
  }

  private static Tuple arguments(UUID id, String name, List<String> categoryIds, Instant now) {
    return Tuple.of(id, name)
        .addArrayOfString(categoryIds.toArray(String[]::new))
        .addOffsetDateTime(Reads.timestamp(now));
  }

  private static Preset preset(Row row) {
    return new Preset(
        row.getUUID("id"),
        row.getString("name"),
        List.of(row.getArrayOfStrings("category_ids")),
        Reads.instant(row, "created_at"),
        Reads.instant(row, "updated_at"));
  }
}
