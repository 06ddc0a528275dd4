package io.glasshive.pipeline;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Card;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Product;
import io.glasshive.store.SqlErrors;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the rows of a page that the database refuses, and sets them aside as row errors, so that
 * the good ones land. Halves are tried under savepoints of a transaction that is rolled back at the
 * end: about 2·log₂(n) tries for one bad row among n.
 */
final class RowIsolation {
  private final Pool pool;
  private final Function<Entry, Batch> batches;

  RowIsolation(Pool pool, Function<Entry, Batch> batches) {
    this.pool = pool;
    this.batches = batches;
  }

  /**
   * The entry without the rows that the database refuses, each reported by an event behind the
   * page's own. Fails with {@code cause} when no row by itself is refused.
   */
  Future<Entry> isolate(Entry entry, Throwable cause) {
    Page<?> page = Page.of(entry);
    if (page == null || page.rows().isEmpty()) {
      return Future.failedFuture(cause);
    }
    return isolate(page, cause);
  }

  private <R> Future<Entry> isolate(Page<R> page, Throwable cause) {
    return pool.withConnection(
            connection ->
                connection
                    .query("begin")
                    .execute()
                    .compose(begun -> refused(connection, page, page.rows()))
                    .eventually(() -> connection.query("rollback").execute()))
        .compose(
            refused ->
                refused.isEmpty()
                    ? Future.failedFuture(cause)
                    : Future.succeededFuture(page.without(refused)));
  }

  private <R> Future<List<Refused<R>>> refused(
      SqlConnection connection, Page<R> page, List<R> rows) {
    return connection
        .query("savepoint probe")
        .execute()
        .compose(set -> batches.apply(page.with(rows)).write(connection, null))
        .transform(
            tried ->
                connection
                    .query("rollback to savepoint probe")
                    .execute()
                    .compose(
                        back ->
                            tried.succeeded()
                                ? Future.succeededFuture(List.of())
                                : refused(connection, page, rows, tried.cause())));
  }

  private <R> Future<List<Refused<R>>> refused(
      SqlConnection connection, Page<R> page, List<R> rows, Throwable cause) {
    if (SqlErrors.sort(cause) != SqlErrors.Kind.ROW) {
      return Future.failedFuture(cause);
    }
    if (rows.size() == 1) {
      return Future.succeededFuture(List.of(new Refused<>(rows.get(0), cause)));
    }
    int half = rows.size() / 2;
    return refused(connection, page, rows.subList(0, half))
        .compose(
            first ->
                refused(connection, page, rows.subList(half, rows.size()))
                    .map(
                        second -> {
                          List<Refused<R>> both = new ArrayList<>(first);
                          both.addAll(second);
                          return both;
                        }));
  }

  /** A row with what the database said of it. */
  private record Refused<R>(R row, Throwable cause) {}

  /** A page's entry as rows that can be left out. */
  private record Page<R>(
      Entry entry, List<R> rows, ErrorStage stage, Function<List<R>, Effect> effect) {

    static Page<?> of(Entry entry) {
      if (entry.effect() instanceof Effect.LandProducts p) {
        return new Page<Product>(
            entry,
            p.products(),
            ErrorStage.PRODUCT_EXTRACTION,
            rows -> new Effect.LandProducts(p.unit(), p.claim(), p.workerId(), rows));
      } else if (entry.effect() instanceof Effect.LandCards c) {
        return new Page<Card>(
            entry,
            c.cards(),
            ErrorStage.SELLER_EXTRACTION,
            rows ->
                new Effect.LandCards(
                    c.unit(),
                    c.claim(),
                    c.workerId(),
                    c.source(),
                    rows,
                    c.page(),
                    c.hasNext(),
                    c.lastPage(),
                    c.priceMin(),
                    c.priceMax(),
                    c.seenAt()));
      }
      return null;
    }

    Entry with(List<R> some) {
      return new Entry(entry.events(), effect.apply(List.copyOf(some)));
    }

    Entry without(List<Refused<R>> refused) {
      List<R> good = new ArrayList<>(rows);
      List<ActivityEvent> events = new ArrayList<>(entry.events());
      for (Refused<R> bad : refused) {
        removeSame(good, bad.row());
        events.add(rowError(bad.cause()));
      }
      return new Entry(events, effect.apply(good));
    }

    /** Removes this very row: a page may repeat an equal one. */
    private static <R> void removeSame(List<R> rows, R row) {
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i) == row) {
          rows.remove(i);
          return;
        }
      }
    }

    private ActivityEvent rowError(Throwable cause) {
      ActivityEvent found = entry.events().get(0);
      ActivityEvent.Builder event =
          new ActivityEvent.Builder(
                  UuidCreator.getTimeOrderedEpoch(),
                  found.runId(),
                  found.timestamp(),
                  found.workerId(),
                  found.phase(),
                  Action.ERROR)
              .category(found.categoryId(), found.category())
              .unit(found.unit())
              .error(ErrorType.PARSE_ERROR, stage)
              .errorMessage("The database refused this row: " + cause.getMessage())
              .itemsCount(1);
      return found.productName() == null
          ? event.build()
          : event.productName(found.productName()).build();
    }
  }
}
