package io.glasshive.pipeline;

import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.domain.Card;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Product;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.UnitStatus;
import io.glasshive.store.RunRow;
import io.glasshive.store.RunTables;
import io.glasshive.store.RunTables.AddedUnit;
import io.glasshive.store.RunTables.OwnedProduct;
import io.glasshive.store.RunTables.SellerToStore;
import io.glasshive.store.RunTables.StoredSeller;
import io.glasshive.store.UnitRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The entries of one transaction. {@link #write} runs every statement of it and says what a commit
 * would mean; it changes nothing outside the transaction, so the same batch can be written again.
 *
 * <p>A control entry is a batch of its own: whether it is allowed depends on the status that all
 * earlier entries left.
 */
final class Batch {

  /**
   * What a commit of the transaction means.
   *
   * @param metrics the state that was stored with it, or null
   * @param sellers that it wrote, by normalized name
   * @param unitsWaiting how many there are now, of both phases
   * @param unitsInFlight how many there are now, of both phases
   */
  record Result(
      Run run,
      long baseSeq,
      Log log,
      LiveMetrics.State metrics,
      Map<String, KnownSellers.Known> sellers,
      long unitsWaiting,
      long unitsInFlight,
      List<UnitRow> waiting,
      List<Committed> answers) {
    RunStatus status() {
      return run.status();
    }
  }

  /** Another process has taken the run up. */
  static final class Fenced extends RuntimeException {
    Fenced(long ours, long theirs) {
      super("the run was taken up elsewhere: epoch " + theirs + ", ours is " + ours);
    }
  }

  private final LiveRun run;
  private final WorkUnits workUnits;
  private final EventFactory events;
  private final LiveMetrics metrics;
  private final KnownSellers knownSellers;
  private final LongSupplier nanos;
  private final List<Entry> entries;

  Batch(
      LiveRun run,
      WorkUnits workUnits,
      EventFactory events,
      LiveMetrics metrics,
      KnownSellers knownSellers,
      LongSupplier nanos,
      List<Entry> entries) {
    this.run = run;
    this.workUnits = workUnits;
    this.events = events;
    this.metrics = metrics;
    this.knownSellers = knownSellers;
    this.nanos = nanos;
    this.entries = List.copyOf(entries);
  }

  int size() {
    return entries.size();
  }

  /**
   * Writes the batch.
   *
   * @param maybeCommitted the result of an earlier try whose commit was not answered, or null; when
   *     the rows show that it went through, it is returned and nothing is written
   * @throws Fenced (in the future) when the run's epoch is not ours
   */
  Future<Result> write(SqlClient connection, Result maybeCommitted) {
    RunTables tables = new RunTables(connection, run.id());
    State s = new State();
    // Sent together on one connection; the run's lock is taken first.
    Future<RunRow> row = tables.lockRun();
    Future<?> phases = tables.phases().onSuccess(p -> s.phases = p);
    Future<?> units = tables.lockUnits(unitIds()).onSuccess(u -> s.units = u);
    Future<?> listings = tables.knownListings(searchedAsins()).onSuccess(l -> s.listings = l);
    return Future.join(row, phases, units, listings)
        .recover(failed -> firstFailure(row, phases, units, listings))
        .compose(
            read -> {
              s.row = row.result();
              if (s.row == null || s.row.epoch() != run.epoch()) {
                return Future.failedFuture(
                    new Fenced(run.epoch(), s.row == null ? -1 : s.row.epoch()));
              }
              if (maybeCommitted != null && isCommitted(maybeCommitted, s.row)) {
                return Future.succeededFuture(maybeCommitted);
              }
              accept(s);
              return storeProducts(tables, s)
                  .compose(done -> storeSellers(tables, s))
                  .compose(
                      done ->
                          new Report(run, workUnits, events, metrics, s, entries).write(tables));
            });
  }

  private static boolean isCommitted(Result earlier, RunRow now) {
    return earlier.log().lastSeq() > earlier.baseSeq()
        ? now.lastSeq() >= earlier.log().lastSeq()
        : now.status() == earlier.status();
  }

  /** What the transaction has read and stored so far. */
  static final class State {
    RunRow row;
    Map<io.glasshive.domain.Phase, io.glasshive.store.PhaseRow> phases;
    Map<UnitId, UnitRow> units;
    Map<String, Set<String>> listings;

    /** Why an entry was refused; null where it was accepted. By index. */
    final List<Failure> refusals = new ArrayList<>();

    final Map<String, AddedUnit> addedUnits = new HashMap<>();
    long productMillis;
    final Map<String, StoredSeller> sellers = new HashMap<>();

    /** Those of {@link #sellers} that this transaction wrote. */
    final Map<String, KnownSellers.Known> storedSellers = new HashMap<>();

    long sellerMillis;
    long sellersKnown;
    Instant now;
  }

  private void accept(State s) {
    s.now = events.clock().instant();
    Set<UnitId> touched = new HashSet<>();
    for (Entry entry : entries) {
      s.refusals.add(
          entry.effect() instanceof Effect.OnUnit on
              ? refusal(on, s.units.get(on.unit()), touched.add(on.unit()))
              : null);
    }
  }

  private static Failure refusal(Effect.OnUnit on, UnitRow unit, boolean first) {
    if (unit == null || unit.claim() != on.claim() || !first) {
      return conflict("stale_claim", "The claim on " + on.unit() + " is not in force.");
    }
    UnitStatus wanted = on instanceof Effect.Claim ? UnitStatus.WAITING : UnitStatus.IN_FLIGHT;
    return unit.status() == wanted
        ? null
        : conflict("stale_claim", on.unit() + " is not " + wanted.wire() + ".");
  }

  static Failure conflict(String code, String message) {
    return new Failure.Conflict(code, message, Map.of());
  }

  private Future<Void> storeProducts(RunTables tables, State s) {
    TreeMap<String, Product> distinct = new TreeMap<>();
    Map<String, OwnedProduct> owned = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      if (s.refusals.get(i) == null
          && entries.get(i).effect() instanceof Effect.LandProducts page) {
        String categoryId = s.units.get(page.unit()).categoryId();
        for (Product product : page.products()) {
          distinct.merge(product.asin(), product, Batch::newerWithPrice);
          owned.merge(
              product.asin(),
              new OwnedProduct(product, categoryId),
              (first, later) ->
                  first.product().price() == null
                      ? new OwnedProduct(later.product(), first.categoryId())
                      : first);
        }
      }
    }
    if (distinct.isEmpty()) {
      return Future.succeededFuture();
    }
    long began = nanos.getAsLong();
    return tables
        .upsertProducts(List.copyOf(distinct.values()), s.now)
        .onSuccess(done -> s.productMillis = millisSince(began))
        .compose(done -> tables.addEbayUnits(List.copyOf(owned.values())))
        .onSuccess(added -> added.forEach(a -> s.addedUnits.put(a.unit().asin(), a)))
        .mapEmpty();
  }

  private static Product newerWithPrice(Product old, Product fresh) {
    return fresh.price() == null ? new Product(fresh.asin(), fresh.title(), old.price()) : fresh;
  }

  private Future<Void> storeSellers(RunTables tables, State s) {
    TreeMap<String, SellerToStore> distinct = new TreeMap<>();
    String source = null;
    for (int i = 0; i < entries.size(); i++) {
      if (s.refusals.get(i) == null && entries.get(i).effect() instanceof Effect.LandCards page) {
        source = page.source();
        for (Card card : page.cards()) {
          SellerToStore met = distinct.get(card.seller().normalized());
          distinct.put(
              card.seller().normalized(),
              met == null
                  ? new SellerToStore(card.seller(), card.feedback())
                  : met.seenAgain(card));
        }
      }
    }
    List<SellerToStore> changed = new ArrayList<>(distinct.size());
    distinct.forEach(
        (name, seller) -> {
          StoredSeller unchanged = knownSellers.unchanged(seller);
          if (unchanged == null) {
            changed.add(seller);
          } else {
            s.sellers.put(name, unchanged);
          }
        });
    if (changed.isEmpty()) {
      return Future.succeededFuture();
    }
    long began = nanos.getAsLong();
    return tables
        .upsertSellers(source, changed, s.now)
        .onSuccess(
            stored -> {
              s.sellerMillis = millisSince(began);
              s.sellers.putAll(stored);
              changed.forEach(
                  seller ->
                      s.storedSellers.put(
                          seller.name().normalized(),
                          new KnownSellers.Known(
                              stored.get(seller.name().normalized()).id(), seller.feedback())));
            })
        .compose(stored -> tables.meetSellers(List.copyOf(stored.values())))
        .onSuccess(known -> s.sellersKnown = known)
        .mapEmpty();
  }

  private long millisSince(long began) {
    return (nanos.getAsLong() - began) / 1_000_000;
  }

  private Set<UnitId> unitIds() {
    Set<UnitId> ids = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.effect() instanceof Effect.OnUnit on) {
        ids.add(on.unit());
      }
    }
    return ids;
  }

  private Set<String> searchedAsins() {
    Set<String> asins = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.effect() instanceof Effect.LandCards page) {
        asins.add(page.unit().value().substring("ebay:".length()));
      }
    }
    return asins;
  }

  /** Of statements sent together the first that failed: the others fail because of it. */
  static <T> Future<T> firstFailure(Future<?>... sent) {
    for (Future<?> future : sent) {
      if (future.failed()) {
        return Future.failedFuture(future.cause());
      }
    }
    return Future.failedFuture(new IllegalStateException("no statement failed"));
  }
}
