package io.glasshive.store;

import io.glasshive.domain.Action;
import io.glasshive.domain.Card;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Feedback;
import io.glasshive.domain.Money;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Product;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.SellerName;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.UnitStatus;
import io.glasshive.domain.Wire;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The rows of one run, as its one writer reads and writes them: one method a statement of {@code
 * sql/pipeline.sql}. Every method runs on the connection given at construction; those of a batch
 * belong inside its transaction.
 */
public final class RunTables {
  private static final Sql SQL = Sql.load("pipeline");

  private final SqlClient client;
  private final UUID runId;

  public RunTables(SqlClient client, UUID runId) {
    this.client = client;
    this.runId = runId;
  }

  /** How many of these runs hand out or finish work. */
  public static Future<Long> countActive(SqlClient client, Collection<UUID> ids) {
    return client
        .preparedQuery(SQL.get("count_active"))
        .execute(Tuple.from(new Object[] {ids.toArray(UUID[]::new)}))
        .map(rows -> rows.iterator().next().getLong("active"));
  }

  /** Ids of the runs to take up at start, oldest first. */
  public static Future<List<UUID>> listLive(SqlClient client) {
    return client
        .preparedQuery(SQL.get("list_live"))
        .execute()
        .map(rows -> list(rows, row -> row.getUUID("id")));
  }

  /** A new run's own row. */
  public record NewRunRow(
      String name,
      RunStatus status,
      int workers,
      String amazonSource,
      String ebaySource,
      io.glasshive.domain.RunSettings settings,
      Instant createdAt,
      Instant startedAt,
      long lastSeq) {}

  public Future<Void> insertRun(NewRunRow run) {
    return update(
        "insert_run",
        run.name(),
        run.status().wire(),
        run.workers(),
        run.amazonSource(),
        run.ebaySource(),
        SettingsJson.encode(run.settings()),
        time(run.createdAt()),
        time(run.startedAt()),
        run.lastSeq(),
        run.settings().maxCalls() == null ? null : run.settings().maxCalls().longValue());
  }

  /** The run's categories, its ledger, and a unit for each page of best sellers. */
  public Future<Void> insertPlan(List<Category> categories, int pages) {
    String[] ids = strings(categories, Category::id);
    List<UnitId> units = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (Category category : categories) {
      for (int page = 1; page <= pages; page++) {
        units.add(UnitId.amazon(category.id(), page));
        owners.add(category.id());
        numbers.add(page);
      }
    }
    return update(
            "insert_run_categories",
            ids,
            strings(categories, Category::name),
            strings(categories, Category::departmentId),
            strings(categories, Category::departmentName))
        .compose(done -> update("insert_ledger", ids, (long) pages))
        .compose(
            done ->
                update(
                    "insert_amazon_units",
                    strings(units, UnitId::value),
                    owners.toArray(String[]::new),
                    numbers.toArray(Integer[]::new)));
  }

  /**
   * The run's row, locked until the transaction ends.
   *
   * @return null when there is no such run
   */
  public Future<RunRow> lockRun() {
    return query("lock_run").map(rows -> rows.size() == 0 ? null : runRow(rows.iterator().next()));
  }

  public Future<Void> raiseEpoch(long epoch, RunStatus status) {
    return update("raise_epoch", epoch, status.wire());
  }

  public Future<Map<Phase, PhaseRow>> phases() {
    return query("phases")
        .map(
            rows -> {
              Map<Phase, PhaseRow> phases = new HashMap<>();
              rows.forEach(row -> phases.put(phase(row), phaseRow(row)));
              return phases;
            });
  }

  /** The run's categories, in the order asked for. */
  public Future<List<Category>> categories() {
    return query("categories")
        .map(
            rows ->
                list(
                    rows,
                    row ->
                        new Category(
                            row.getString("category_id"),
                            row.getString("name"),
                            row.getString("department_id"),
                            row.getString("department"))));
  }

  /** The units of these ids that exist, locked until the transaction ends. */
  public Future<Map<UnitId, UnitRow>> lockUnits(Collection<UnitId> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(new HashMap<>());
    }
    return query("lock_units", (Object) strings(ids, UnitId::value))
        .map(
            rows -> {
              Map<UnitId, UnitRow> units = new HashMap<>();
              rows.forEach(row -> units.put(new UnitId(row.getString("unit")), unitRow(row)));
              return units;
            });
  }

  /** The units in a status, in order of creation. */
  public Future<List<UnitRow>> unitsWith(UnitStatus status) {
    return query("units_with_status", status.wire()).map(rows -> list(rows, RunTables::unitRow));
  }

  /** The listings that the run has of these products. */
  public Future<Map<String, Set<String>>> knownListings(Collection<String> asins) {
    if (asins.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return query("known_listings", (Object) asins.toArray(String[]::new))
        .map(
            rows -> {
              Map<String, Set<String>> known = new HashMap<>();
              rows.forEach(
                  row ->
                      known
                          .computeIfAbsent(row.getString("asin"), asin -> new HashSet<>())
                          .add(row.getString("listing_id")));
              return known;
            });
  }

  /** Stores products, distinct and sorted by ASIN. */
  public Future<Void> upsertProducts(List<Product> products, Instant seenAt) {
    return update(
        "upsert_products",
        strings(products, Product::asin),
        strings(products, Product::title),
        array(products, p -> p.price() == null ? null : p.price().cents(), Long[]::new),
        array(products, p -> p.price() == null ? null : p.price().currency(), String[]::new),
        time(seenAt));
  }

  /** A product with the category that owns it in this run. */
  public record OwnedProduct(Product product, String categoryId) {}

  /** An eBay unit that came into being ({@code inserted}) or got its price. */
  public record AddedUnit(UnitRow unit, boolean inserted) {}

  /** Adds a search for each product that has none yet; distinct ASINs, in order of arrival. */
  public Future<List<AddedUnit>> addEbayUnits(List<OwnedProduct> products) {
    return query(
            "add_ebay_units",
            strings(products, p -> p.product().asin()),
            strings(products, OwnedProduct::categoryId),
            strings(products, p -> p.product().title()),
            array(
                products,
                p -> p.product().price() == null ? null : p.product().price().cents(),
                Long[]::new),
            array(
                products,
                p -> p.product().price() == null ? null : p.product().price().currency(),
                String[]::new))
        .map(rows -> list(rows, RunTables::addedUnit));
  }

  /** A seller to store: the first name shown and the newest feedback of a batch. */
  public record SellerToStore(SellerName name, Feedback feedback) {
    /** This seller after another card of the same batch. */
    public SellerToStore seenAgain(Card card) {
      return new SellerToStore(name, newest(feedback, card.feedback()));
    }

    /** Whether a row with this feedback would stay as it is. */
    public boolean leaves(Feedback stored) {
      return newest(stored, feedback).equals(stored);
    }

    private static Feedback newest(Feedback old, Feedback fresh) {
      long step = fresh.count() >= 1_000_000 ? 100_000 : 100;
      boolean keepExact =
          fresh.approximate() && !old.approximate() && Math.abs(old.count() - fresh.count()) < step;
      return keepExact ? new Feedback(fresh.percent(), old.count(), false) : fresh;
    }
  }

  /** A seller's row after storing. */
  public record StoredSeller(long id, boolean inserted) {}

  /**
   * Stores sellers, distinct and sorted by normalized name.
   *
   * @return by normalized name
   */
  public Future<Map<String, StoredSeller>> upsertSellers(
      String source, List<SellerToStore> sellers, Instant seenAt) {
    return query(
            "upsert_sellers",
            source,
            strings(sellers, s -> s.name().normalized()),
            strings(sellers, s -> s.name().display()),
            strings(sellers, s -> s.name().profileUrl()),
            strings(sellers, s -> s.feedback().percent().toPlainString()),
            array(sellers, s -> s.feedback().count(), Long[]::new),
            array(sellers, s -> s.feedback().approximate(), Boolean[]::new),
            time(seenAt))
        .map(
            rows -> {
              Map<String, StoredSeller> stored = new HashMap<>();
              rows.forEach(
                  row ->
                      stored.put(
                          row.getString("normalized_name"),
                          new StoredSeller(row.getLong("id"), row.getBoolean("inserted"))));
              return stored;
            });
  }

  /**
   * Notes that the run met these sellers.
   *
   * @return how many known ones it met for the first time
   */
  public Future<Long> meetSellers(List<StoredSeller> sellers) {
    return query(
            "meet_sellers",
            array(sellers, StoredSeller::id, Long[]::new),
            array(sellers, StoredSeller::inserted, Boolean[]::new))
        .map(rows -> rows.iterator().next().getLong("known"));
  }

  /** A sighting to store. */
  public record NewSighting(
      String asin,
      String listingId,
      long sellerId,
      String categoryId,
      int page,
      long seq,
      Money price,
      long priceMin,
      long priceMax,
      Instant seenAt) {}

  public Future<Void> insertSightings(List<NewSighting> sightings) {
    return update(
        "insert_sightings",
        strings(sightings, NewSighting::asin),
        strings(sightings, NewSighting::listingId),
        array(sightings, NewSighting::sellerId, Long[]::new),
        strings(sightings, NewSighting::categoryId),
        array(sightings, NewSighting::page, Integer[]::new),
        array(sightings, NewSighting::seq, Long[]::new),
        array(sightings, s -> s.price() == null ? null : s.price().cents(), Long[]::new),
        array(sightings, s -> s.price() == null ? null : s.price().currency(), String[]::new),
        array(sightings, NewSighting::priceMin, Long[]::new),
        array(sightings, NewSighting::priceMax, Long[]::new),
        array(sightings, s -> time(s.seenAt()), OffsetDateTime[]::new));
  }

  /** An event to store: its wire JSON and what queries look at. */
  public record NewEvent(
      long seq,
      int workerId,
      Phase phase,
      Action action,
      ErrorType errorType,
      Integer attempt,
      Instant at,
      String body) {}

  public Future<Void> insertEvents(List<NewEvent> events) {
    return update(
        "insert_events",
        array(events, NewEvent::seq, Long[]::new),
        array(events, NewEvent::workerId, Integer[]::new),
        strings(events, e -> e.phase().wire()),
        strings(events, e -> e.action().wire()),
        strings(events, e -> wire(e.errorType())),
        array(events, NewEvent::attempt, Integer[]::new),
        array(events, e -> time(e.at()), OffsetDateTime[]::new),
        strings(events, NewEvent::body));
  }

  public Future<Void> updateUnits(Collection<UnitRow> changed) {
    List<UnitRow> units = List.copyOf(changed);
    return update(
        "update_units",
        strings(units, u -> u.id().value()),
        strings(units, u -> u.status().wire()),
        strings(units, u -> wire(u.reason())),
        array(units, UnitRow::page, Integer[]::new),
        array(units, UnitRow::attempts, Integer[]::new),
        array(units, UnitRow::failures, Integer[]::new),
        array(units, UnitRow::claim, Long[]::new),
        array(units, u -> u.call() == null ? null : u.call().workerId(), Integer[]::new),
        array(
            units,
            u -> u.call() == null ? null : time(u.call().startedAt()),
            OffsetDateTime[]::new),
        strings(units, u -> u.call() == null ? null : u.call().url()),
        strings(units, u -> u.call() == null ? null : u.call().params()),
        array(units, u -> time(u.nextTryAt()), OffsetDateTime[]::new),
        strings(units, u -> u.lastError() == null ? null : wire(u.lastError().type())),
        strings(units, u -> u.lastError() == null ? null : wire(u.lastError().stage())),
        strings(units, u -> u.lastError() == null ? null : u.lastError().message()),
        array(
            units,
            u -> u.lastError() == null ? null : time(u.lastError().at()),
            OffsetDateTime[]::new));
  }

  /** A row of the ledger: a phase and a category, or {@code ""} for the phase itself. */
  public record LedgerKey(Phase phase, String categoryId) {}

  public Future<Void> addToLedger(Map<LedgerKey, LedgerChange> changes) {
    List<Map.Entry<LedgerKey, LedgerChange>> rows = List.copyOf(changes.entrySet());
    return update(
        "add_to_ledger",
        strings(rows, r -> r.getKey().phase().wire()),
        strings(rows, r -> r.getKey().categoryId()),
        array(rows, r -> r.getValue().planned(), Long[]::new),
        array(rows, r -> r.getValue().done(), Long[]::new),
        array(rows, r -> r.getValue().failed(), Long[]::new),
        array(rows, r -> r.getValue().skipped(), Long[]::new),
        array(rows, r -> r.getValue().inFlight(), Long[]::new),
        array(rows, r -> r.getValue().waiting(), Long[]::new));
  }

  public Future<Void> setPhaseRounds(Phase phase, int started, int complete) {
    return update(
        "set_phase_rounds",
        new String[] {phase.wire()},
        new Integer[] {started},
        new Integer[] {complete});
  }

  /** What to add to a category's figures. */
  public record CategoryChange(long products, long sellersNew) {
    /** Both changes. */
    public CategoryChange plus(CategoryChange other) {
      return new CategoryChange(products + other.products, sellersNew + other.sellersNew);
    }
  }

  public Future<Void> addToCategories(Map<String, CategoryChange> changes) {
    List<Map.Entry<String, CategoryChange>> rows = List.copyOf(changes.entrySet());
    return update(
        "add_to_categories",
        strings(rows, Map.Entry::getKey),
        array(rows, r -> r.getValue().products(), Long[]::new),
        array(rows, r -> r.getValue().sellersNew(), Long[]::new));
  }

  /** What becomes of the run's own row; figures are to be added. */
  public record RunChange(
      RunStatus status,
      Cause cause,
      long lastSeq,
      Instant startedAt,
      Instant endedAt,
      Long callsGranted,
      long products,
      long sightings,
      long sellersFound,
      long sellersNew,
      long sellersKnown,
      long requests,
      long errors) {}

  public Future<Void> updateRun(RunChange c) {
    return update(
        "update_run",
        c.status().wire(),
        wire(c.cause().reason()),
        c.cause().actor(),
        time(c.cause().at()),
        c.cause().message(),
        c.lastSeq(),
        time(c.startedAt()),
        time(c.endedAt()),
        c.callsGranted(),
        c.products(),
        c.sightings(),
        c.sellersFound(),
        c.sellersNew(),
        c.sellersKnown(),
        c.requests(),
        c.errors());
  }

  /** Stores the run's metrics as of {@code seq}. */
  public Future<Void> storeMetrics(long seq, byte[] state) {
    return update("store_metrics", seq, Buffer.buffer(state));
  }

  private Future<RowSet<Row>> query(String statement, Object... parameters) {
    Object[] all = new Object[parameters.length + 1];
    all[0] = runId;
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return client.preparedQuery(SQL.get(statement)).execute(Tuple.from(all));
  }

  private Future<Void> update(String statement, Object... parameters) {
    return query(statement, parameters).mapEmpty();
  }

  private static RunRow runRow(Row row) {
    return new RunRow(
        row.getUUID("id"),
        row.getString("name"),
        Wire.parse(RunStatus.class, row.getString("status")),
        new Cause(
            Reads.reason(row),
            row.getString("command_actor"),
            instant(row, "command_at"),
            row.getString("command_message")),
        row.getInteger("round"),
        row.getInteger("workers"),
        row.getString("amazon_source"),
        row.getString("ebay_source"),
        SettingsJson.decode((JsonObject) row.getJson("settings")),
        row.getLong("epoch"),
        row.getLong("last_seq"),
        instant(row, "created_at"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getLong("calls_granted"),
        row.getLong("requests"),
        row.getLong("products"),
        row.getLong("sightings"),
        row.getLong("sellers_found"),
        row.getLong("sellers_new"),
        row.getLong("sellers_known"),
        row.getLong("errors"));
  }

  private static PhaseRow phaseRow(Row row) {
    return new PhaseRow(
        phase(row),
        row.getLong("planned"),
        row.getLong("done"),
        row.getLong("failed"),
        row.getLong("skipped"),
        row.getLong("in_flight"),
        row.getLong("waiting"),
        row.getInteger("started_round"),
        row.getInteger("complete_round"));
  }

  private static Phase phase(Row row) {
    return Wire.parse(Phase.class, row.getString("phase"));
  }

  private static UnitRow unitRow(Row row) {
    Integer workerId = row.getInteger("worker_id");
    String errorType = row.getString("error_type");
    return new UnitRow(
        new UnitId(row.getString("unit")),
        row.getString("category_id"),
        Wire.parse(UnitStatus.class, row.getString("status")),
        Reads.reason(row),
        row.getInteger("page"),
        row.getInteger("attempts"),
        row.getInteger("failures"),
        row.getString("asin"),
        row.getString("title"),
        money(row),
        row.getLong("claim"),
        workerId == null
            ? null
            : new UnitRow.Call(workerId, instant(row, "started_at"), row.getString("url"), null),
        instant(row, "next_try_at"),
        errorType == null
            ? null
            : new UnitRow.LastError(
                Wire.parse(ErrorType.class, errorType),
                Wire.parse(ErrorStage.class, row.getString("error_stage")),
                row.getString("error_message"),
                instant(row, "error_at")));
  }

  private static AddedUnit addedUnit(Row row) {
    UnitRow unit =
        new UnitRow(
            new UnitId(row.getString("unit")),
            row.getString("category_id"),
            Wire.parse(UnitStatus.class, row.getString("status")),
            null,
            1,
            0,
            0,
            row.getString("asin"),
            row.getString("title"),
            money(row),
            0,
            null,
            null,
            null);
    return new AddedUnit(unit, row.getBoolean("inserted"));
  }

  private static Money money(Row row) {
    Long cents = row.getLong("price_cents");
    return cents == null ? null : new Money(cents, row.getString("currency"));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static String wire(Wire value) {
    return value == null ? null : value.wire();
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
    List<T> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }

  private static <T> String[] strings(Collection<T> values, Function<T, String> read) {
    return array(values, read, String[]::new);
  }

  private static <T, V> V[] array(
      Collection<T> values, Function<T, V> read, IntFunction<V[]> create) {
    return values.stream().map(read).toArray(create);
  }
}
