package io.glasshive.store;

import io.glasshive.store.SellerQuestion.Sort;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Sellers and where they were seen, as everybody sees them. Fails with a {@code Failure}. */
public final class SellerReader {
  private static final Sql SQL = Sql.load("read_sellers");
  private static final String SIGHTINGS = "sightings";

  private final Pool pool;

  public SellerReader(Pool pool) {
    this.pool = pool;
  }

  /** The seller, where there is one. */
  public Future<Optional<ListedSeller>> find(long id) {
    return Reads.list(pool, SQL.get("find_seller"), Tuple.of(id), SellerReader::seller)
        .map(sellers -> sellers.stream().findFirst());
  }

  /**
   * Sellers in the order asked for.
   *
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<ListedSeller>> list(SellerQuestion question, Keyset from, int limit) {
    Sort sort = question.sort();
    String order = "sellers_by_" + sort.wire();
    Keyset after = from == null ? null : from.require(order, 2);
    Tuple arguments =
        Tuple.tuple()
            .addString(question.namePart())
            .addUUID(question.runId())
            .addBoolean(question.flagged());
    arguments
        .addValue(after == null ? null : key(sort, after))
        .addLong(after == null ? null : after.number(1))
        .addLong(limit + 1L);
    return Reads.list(pool, SQL.get(order), arguments, SellerReader::seller)
        .map(
            sellers ->
                Page.of(sellers, limit, last -> Keyset.of(order, key(sort, last), last.id())));
  }

  /**
   * Where a seller was seen, newest first.
   *
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<Sighting>> sightings(long sellerId, Keyset from, int limit) {
    Keyset after = from == null ? null : from.require(SIGHTINGS, 4);
    Tuple arguments =
        Tuple.tuple()
            .addLong(sellerId)
            .addOffsetDateTime(after == null ? null : Reads.timestamp(after.instant(0)))
            .addUUID(after == null ? null : after.uuid(1))
            .addString(after == null ? null : after.text(2))
            .addString(after == null ? null : after.text(3))
            .addLong(limit + 1L);
    return Reads.list(pool, SQL.get("sightings_of_seller"), arguments, SellerReader::sighting)
        .map(rows -> Page.of(rows, limit, SellerReader::position));
  }

  private static Object key(Sort sort, Keyset after) {
    return switch (sort) {
      case NEWEST, TIMES_SEEN, FEEDBACK -> after.number(0);
      case NAME -> after.text(0);
      case LAST_SEEN -> Reads.timestamp(after.instant(0));
    };
  }

  private static Object key(Sort sort, ListedSeller last) {
    return switch (sort) {
      case NEWEST -> last.id();
      case NAME -> last.normalizedName();
      case TIMES_SEEN -> last.timesSeen();
      case LAST_SEEN -> last.lastSeenAt();
      case FEEDBACK -> last.feedbackCount() == null ? -1L : last.feedbackCount();
    };
  }

  private static Keyset position(Sighting last) {
    return Keyset.of(SIGHTINGS, last.seenAt(), last.runId(), last.asin(), last.listingId());
  }

  private static ListedSeller seller(Row row) {
    return new ListedSeller(
        row.getLong("id"),
        row.getString("source"),
        row.getString("normalized_name"),
        row.getString("display_name"),
        row.getString("profile_url"),
        row.getBigDecimal("feedback_percent"),
        row.getLong("feedback_count"),
        row.getBoolean("feedback_count_approximate"),
        row.getInteger("times_seen"),
        Reads.instant(row, "first_seen_at"),
        Reads.instant(row, "last_seen_at"),
        row.getUUID("first_run_id"),
        row.getUUID("last_run_id"),
        row.getBoolean("flagged"));
  }

  private static Sighting sighting(Row row) {
    return new Sighting(
        row.getUUID("run_id"),
        row.getLong("seq"),
        row.getString("asin"),
        row.getString("title"),
        row.getString("category_id"),
        row.getInteger("page"),
        row.getString("listing_id"),
        row.getLong("price_cents"),
        row.getString("currency"),
        row.getLong("price_min"),
        row.getLong("price_max"),
        Reads.instant(row, "seen_at"));
  }
}
