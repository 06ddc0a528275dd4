package io.glasshive.store;

import io.glasshive.store.SellerQuestion.Direction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/** Sellers and where they were seen, as everybody sees them. Fails with a {@code Failure}. */
public final class SellerReader {
  private static final Sql SQL = Sql.load("read_sellers");
  private static final String SIGHTINGS = "sightings";

  /** Beyond every name and source: they have no character of its rank. */
  private static final String AFTER_NAMES = "~";

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
   * Sellers in the order asked for. A seller whose sort key changes between two parts may come
   * twice or not at all; those of {@code FIRST_SEEN} and {@code NAME} never change.
   *
   * @param from where the part before ended, or null for the first
   */
  public Future<Page<ListedSeller>> list(SellerQuestion question, Keyset from, int limit) {
    String order = question.order();
    Tuple arguments =
        Tuple.tuple()
            .addString(question.namePart())
            .addUUID(question.runId())
            .addBoolean(question.flagged());
    addKey(arguments, question, from == null ? start(question) : from.require(order, 2));
    arguments.addLong(limit + 1L);
    return Reads.list(pool, SQL.get(order), arguments, SellerReader::seller)
        .map(sellers -> Page.of(sellers, limit, last -> position(question, last)));
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

  /** A key before every seller's. */
  private static Keyset start(SellerQuestion question) {
    boolean up = question.direction() == Direction.ASC;
    long id = up ? Long.MIN_VALUE : Long.MAX_VALUE;
    return switch (question.sort()) {
      case FIRST_SEEN, LAST_SEEN ->
          Keyset.of(question.order(), up ? Instant.EPOCH : Keyset.LATEST, id);
      case TIMES_SEEN, FEEDBACK -> Keyset.of(question.order(), id, id);
      case NAME -> Keyset.of(question.order(), up ? "" : AFTER_NAMES, up ? "" : AFTER_NAMES);
    };
  }

  private static void addKey(Tuple arguments, SellerQuestion question, Keyset after) {
    switch (question.sort()) {
      case FIRST_SEEN, LAST_SEEN ->
          arguments.addOffsetDateTime(Reads.timestamp(after.instant(0))).addLong(after.number(1));
      case TIMES_SEEN, FEEDBACK -> arguments.addLong(after.number(0)).addLong(after.number(1));
      case NAME -> arguments.addString(after.text(0)).addString(after.text(1));
    }
  }

  private static Keyset position(SellerQuestion question, ListedSeller last) {
    String order = question.order();
    return switch (question.sort()) {
      case FIRST_SEEN -> Keyset.of(order, last.firstSeenAt(), last.id());
      case LAST_SEEN -> Keyset.of(order, last.lastSeenAt(), last.id());
      case TIMES_SEEN -> Keyset.of(order, last.timesSeen(), last.id());
      case FEEDBACK ->
          Keyset.of(order, last.feedbackCount() == null ? -1 : last.feedbackCount(), last.id());
      case NAME -> Keyset.of(order, last.normalizedName(), last.source());
    };
  }

  private static Keyset position(Sighting last) {
    return Keyset.of(SIGHTINGS, last.seenAt(), last.runId(), last.asin(), last.listingId());
  }

  static ListedSeller seller(Row row) {
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
