package io.glasshive.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The marks that people put on sellers. Fails with a {@code Failure}. */
public final class SellerFlags {
  private static final Sql SQL = Sql.load("change_sellers");

  private final Pool pool;

  public SellerFlags(Pool pool) {
    this.pool = pool;
  }

  /** Flags a seller, or takes its flag away; gives the seller as it is then, where there is one. */
  public Future<Optional<ListedSeller>> set(long id, boolean flagged) {
    return Reads.list(pool, SQL.get("flag_seller"), Tuple.of(id, flagged), SellerReader::seller)
        .map(sellers -> sellers.stream().findFirst());
  }
}
