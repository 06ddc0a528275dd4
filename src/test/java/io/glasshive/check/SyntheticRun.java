package io.glasshive.check;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Actor;
import io.glasshive.domain.ApiParams;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.OperationType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Scope;
import io.glasshive.domain.UnitId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a run into the database step by step, as the contract wants it, by statements of its own:
 * what the check is tried on. Each step is a sentence: {@code fetch}, {@code products}, {@code
 * sellers}, {@code fails}. After the last one {@link #end} writes status, ledger and totals.
 */
final class SyntheticRun {

  /** A product as a page lists it; no price when {@code cents} is null. */
  record Listed(String asin, String title, Long cents) {}

  /** A card of a result page. */
  record Offer(String listingId, String seller) {}

  private record Open(UnitId unit, int page, Instant startedAt, String url, int attempt) {}

  private final Connection connection;
  private final Instant begin;
  final UUID id;
  private final Map<String, Category> categories = new LinkedHashMap<>();
  private final Map<String, Category> ownerOfAsin = new HashMap<>();
  private final Map<String, Listed> products = new HashMap<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private final Map<UnitId, Integer> pages = new HashMap<>();
  private final Map<UnitId, Integer> attempts = new HashMap<>();
  private final Map<String, Long> totals = new LinkedHashMap<>();
  private final Map<String, Long> sellersNewOf = new HashMap<>();
  private final Map<Phase, Integer> startedRound = new HashMap<>();
  private final Map<Phase, Integer> completeRound = new HashMap<>();
  private long seq;
  private int round = 1;
  private boolean started;
  private Reason why;
  private long maxCalls;
  private Long granted;

  private SyntheticRun(Connection connection, UUID id, Instant begin) {
    this.connection = connection;
    this.id = id;
    this.begin = begin;
    for (String total :
        List.of(
            "products",
            "sightings",
            "sellers_found",
            "sellers_new",
            "sellers_known",
            "requests",
            "errors")) {
      totals.put(total, 0L);
    }
  }

  /** A pending run over {@code categories}, one page of best sellers each. */
  static SyntheticRun pending(
      Connection connection, Instant begin, int workers, List<Category> categories)
      throws SQLException {
    SyntheticRun run = new SyntheticRun(connection, uuid(begin, 0), begin);
    run.update(
        """
        insert into runs (id, name, status, workers, amazon_source, ebay_source, settings, created_at)
        values (?, 'synthetic', 'pending', ?, 'simulator', 'simulator', '{}', ?)
        """,
        run.id,
        workers,
        begin);
    int position = 0;
    for (Category category : categories) {
      run.categories.put(category.id(), category);
      run.update(
          "insert into run_categories (run_id, category_id, position, name, department_id, department)"
              + " values (?, ?, ?, ?, ?, ?)",
          run.id,
          category.id(),
          position++,
          category.name(),
          category.departmentId(),
          category.departmentName());
      run.addUnit(UnitId.amazon(category.id(), 1), category, null, "waiting", null);
    }
    return run;
  }

  long seq() {
    return seq;
  }

  void start() throws SQLException {
    started = true;
    append(event(0, runPhase(), Action.STARTED).scope(Scope.RUN).round(round).actor("api"));
  }

  void runAction(Action action, Reason reason, Actor actor) throws SQLException {
    ActivityEvent.Builder event =
        event(0, runPhase(), action).round(round).reason(reason).actor(actor.wire());
    if (action == Action.PAUSING) {
      why = reason;
      event.details(Map.of("in_flight", open.size(), "waiting", 1, "kept_rows", 1));
    } else if (action == Action.PAUSED || action == Action.CANCELLED) {
      why = reason;
      event.details(figures());
    } else if (action == Action.RESUMED) {
      if (why == Reason.BUDGET) {
        granted = totals.get("requests") + maxCalls;
        event.details(Map.of("calls_granted", granted));
      }
      why = null;
    }
    append(event);
  }

  /** The run may make so many requests, until it is granted as many again. */
  void limitTo(long calls) throws SQLException {
    maxCalls = calls;
    granted = calls;
    update("update runs set settings = jsonb_build_object('max_calls', ?) where id = ?", calls, id);
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("kept_rows", 1);
    for (String figure : List.of("products", "sightings", "sellers_new")) {
      figures.put(figure, totals.get(figure));
    }
    figures.put("quiet_after_ms", 5);
    return figures;
  }

  /** Opens the next round: each failed unit waits again. */
  void retryGaps() throws SQLException {
    round++;
    append(event(0, Phase.AMAZON, Action.RETRY_GAPS).round(round).reason(Reason.USER).actor("cli"));
    for (String unit : units("failed")) {
      attempts.remove(new UnitId(unit));
    }
    update(
        "update units set status = 'waiting', attempts = 0, failures = 0"
            + " where run_id = ? and status = 'failed'",
        id);
  }

  /** A worker claims a unit and asks for its next page. */
  void fetch(int worker, UnitId unit) throws SQLException {
    Phase phase = unit.phase();
    if (startedRound.getOrDefault(phase, 0) < round) {
      startedRound.put(phase, round);
      append(event(0, phase, Action.STARTED).scope(Scope.PHASE).round(round));
    }
    int page = pages.getOrDefault(unit, 1);
    int attempt = attempts.merge(unit, 1, Integer::sum);
    ApiParams params = params(unit, page);
    Open request = new Open(unit, page, now(), "https://example.com/" + unit + "/" + page, attempt);
    open.put(worker, request);
    count("requests", 1);
    append(
        of(worker, unit, Action.FETCHING)
            .url(request.url)
            .apiParams(params)
            .startedAt(request.startedAt)
            .attempt(attempt));
    update(
        "update units set status = 'in_flight', page = ?, attempts = ?, claim = claim + 1,"
            + " worker_id = ?, started_at = ?, url = ?, api_params = ?, next_try_at = null"
            + " where run_id = ? and unit = ?",
        page,
        attempt,
        worker,
        request.startedAt,
        request.url,
        EventJson.encode(params),
        id,
        unit.value());
  }

  /** The worker's page of best sellers was read, with so many rows set aside. */
  void products(int worker, int setAside, List<Listed> listed) throws SQLException {
    Open request = open.remove(worker);
    UnitId unit = request.unit;
    Category category = categories.get(unit.value().split(":")[1]);
    append(outcome(worker, request, Action.FOUND).itemsCount(listed.size() + setAside));
    for (int i = 0; i < setAside; i++) {
      rowError(worker, unit, ErrorStage.PRODUCT_EXTRACTION, "a row without ASIN");
    }
    for (Listed product : listed) {
      if (product.cents == null) {
        rowError(worker, unit, ErrorStage.PRICE_PARSING, product.asin + " has no readable price");
      }
    }
    report(worker, unit, Action.UPLOADING, OperationType.PRODUCT_BATCH, listed.size());
    for (Listed product : listed) {
      update(
          "insert into products (asin, title, price_cents, currency, first_seen_at, last_seen_at,"
              + " first_run_id, last_run_id) values (?, ?, ?, 'USD', ?, ?, ?, ?)"
              + " on conflict (asin) do update set last_run_id = excluded.last_run_id",
          product.asin,
          product.title,
          product.cents,
          now(),
          now(),
          id,
          id);
      if (products.putIfAbsent(product.asin, product) == null) {
        ownerOfAsin.put(product.asin, category);
        count("products", 1);
        boolean priced = product.cents != null;
        addUnit(
            UnitId.ebay(product.asin),
            category,
            product,
            priced ? "waiting" : "skipped",
            priced ? null : "no_price");
      }
    }
    settle(unit, "done", request.page);
  }

  /** The worker's result page was read, with so many cards set aside. */
  void sellers(int worker, int setAside, boolean next, List<Offer> offers) throws SQLException {
    Open request = open.remove(worker);
    UnitId unit = request.unit;
    String asin = unit.value().substring(5);
    append(outcome(worker, request, Action.FOUND).itemsCount(offers.size() + setAside));
    final long found = seq;
    count("sellers_found", offers.size() + setAside);
    for (int i = 0; i < setAside; i++) {
      rowError(worker, unit, ErrorStage.SELLER_EXTRACTION, "a name that cannot be");
    }
    Set<String> names = new LinkedHashSet<>(offers.stream().map(Offer::seller).toList());
    int inserted = 0;
    for (String name : names) {
      inserted += meet(name) ? 1 : 0;
    }
    SellerQuery query = (SellerQuery) params(unit, request.page);
    for (Offer offer : offers) {
      count(
          "sightings",
          update(
              "insert into sightings (run_id, asin, listing_id, seller_id, category_id, page, seq,"
                  + " price_min, price_max, seen_at)"
                  + " select ?, ?, ?, id, ?, ?, ?, ?, ?, ? from sellers where normalized_name = ?"
                  + " on conflict do nothing",
              id,
              asin,
              offer.listingId,
              ownerOfAsin.get(asin).id(),
              request.page,
              found,
              query.priceMin(),
              query.priceMax(),
              now(),
              offer.seller));
    }
    report(worker, unit, Action.DEDUPED, OperationType.SELLER_DEDUPE, offers.size() - inserted);
    report(worker, unit, Action.UPDATED, OperationType.SELLER_UPDATE, names.size() - inserted);
    report(worker, unit, Action.INSERTED, OperationType.SELLER_INSERT, inserted);
    count("sellers_new", inserted);
    sellersNewOf.merge(ownerOfAsin.get(asin).id(), (long) inserted, Long::sum);
    if (next) {
      pages.put(unit, request.page + 1);
      attempts.remove(unit);
      settle(unit, "waiting", request.page + 1);
      update("update units set attempts = 0 where run_id = ? and unit = ?", id, unit.value());
    } else {
      settle(unit, "done", request.page);
    }
  }

  /** The worker's request brought nothing; the unit waits again or fails. */
  void fails(int worker, ErrorType type, boolean forGood) throws SQLException {
    Open request = open.remove(worker);
    boolean limited = type == ErrorType.RATE_LIMIT;
    ActivityEvent.Builder event =
        outcome(worker, request, limited ? Action.RATE_LIMITED : Action.ERROR)
            .error(type, ErrorStage.API)
            .errorMessage("the source answered badly");
    append(forGood ? event : event.nextTryAt(now().plusSeconds(1)));
    count("errors", 1);
    settle(request.unit, forGood ? "failed" : "waiting", request.page);
    update(
        "update units set failures = failures + ?, error_type = ?, error_stage = 'api',"
            + " error_message = 'bad', error_at = ? where run_id = ? and unit = ?",
        limited ? 0 : 1,
        type.wire(),
        now(),
        id,
        request.unit.value());
  }

  /** The worker's request was cut off. */
  void interrupted(int worker) throws SQLException {
    Open request = open.remove(worker);
    append(
        outcome(worker, request, Action.ERROR)
            .error(ErrorType.API_ERROR, ErrorStage.API)
            .errorMessage("the server stopped")
            .reason(Reason.INTERRUPTED));
    settle(request.unit, "waiting", request.page);
  }

  void completePhase(Phase phase) throws SQLException {
    completeRound.put(phase, round);
    append(
        event(0, phase, Action.COMPLETE)
            .scope(Scope.PHASE)
            .round(round)
            .newSellersCount(phase == Phase.AMAZON ? 0 : totals.get("sellers_new")));
  }

  void completeRun() throws SQLException {
    append(
        event(0, Phase.EBAY, Action.COMPLETE)
            .scope(Scope.RUN)
            .round(round)
            .newSellersCount(totals.get("sellers_new")));
  }

  /** Writes status, ledger, totals and the categories' figures. */
  void end(String status) throws SQLException {
    boolean over =
        List.of("completed", "completed_with_gaps", "cancelled", "failed").contains(status);
    update(
        "update runs set status = ?, reason = ?, calls_granted = ?, round = ?, last_seq = ?, started_at = ?, ended_at = ?,"
            + " products = ?, sightings = ?, sellers_found = ?, sellers_new = ?,"
            + " sellers_known = (select count(*) from run_sellers where run_id = ? and not inserted),"
            + " requests = ?, errors = ? where id = ?",
        status,
        why == null ? null : why.wire(),
        granted,
        round,
        seq,
        started ? begin : null,
        over ? now() : null,
        totals.get("products"),
        totals.get("sightings"),
        totals.get("sellers_found"),
        totals.get("sellers_new"),
        id,
        totals.get("requests"),
        totals.get("errors"),
        id);
    for (Category category : categories.values()) {
      update(
          "update run_categories set products = ?, sellers_new = ?"
              + " where run_id = ? and category_id = ?",
          ownerOfAsin.values().stream().filter(category::equals).count(),
          sellersNewOf.getOrDefault(category.id(), 0L),
          id,
          category.id());
    }
    update("delete from ledger where run_id = ?", id);
    for (Phase phase : Phase.values()) {
      for (String category : categoriesAndAll()) {
        update(
            """
            insert into ledger (run_id, phase, category_id, planned, done, failed, skipped,
              in_flight, waiting, started_round, complete_round)
            select ?, ?, ?, count(*), count(*) filter (where status = 'done'),
              count(*) filter (where status = 'failed'), count(*) filter (where status = 'skipped'),
              count(*) filter (where status = 'in_flight'),
              count(*) filter (where status = 'waiting'), ?, ?
            from units where run_id = ? and phase = ? and (? = '' or category_id = ?)
            """,
            id,
            phase.wire(),
            category,
            category.isEmpty() ? startedRound.getOrDefault(phase, 0) : 0,
            category.isEmpty() ? completeRound.getOrDefault(phase, 0) : 0,
            id,
            phase.wire(),
            category,
            category);
      }
    }
  }

  private List<String> categoriesAndAll() {
    Set<String> all = new LinkedHashSet<>(categories.keySet());
    all.add("");
    return List.copyOf(all);
  }

  private boolean meet(String name) throws SQLException {
    int added =
        update(
            "insert into sellers (source, normalized_name, display_name, profile_url, times_seen,"
                + " first_seen_at, last_seen_at, first_run_id, last_run_id)"
                + " values ('ebay_web', ?, ?, ?, 0, ?, ?, ?, ?) on conflict do nothing",
            name,
            name,
            "https://www.ebay.com/usr/" + name,
            now(),
            now(),
            id,
            id);
    int met =
        update(
            "insert into run_sellers (run_id, seller_id, inserted)"
                + " select ?, id, ? from sellers where normalized_name = ? on conflict do nothing",
            id,
            added == 1,
            name);
    update(
        "update sellers set times_seen = times_seen + ?, last_run_id = ?"
            + " where normalized_name = ?",
        met,
        id,
        name);
    return added == 1;
  }

  private void rowError(int worker, UnitId unit, ErrorStage stage, String message)
      throws SQLException {
    append(
        of(worker, unit, Action.ERROR)
            .error(ErrorType.PARSE_ERROR, stage)
            .errorMessage(message)
            .itemsCount(1));
    count("errors", 1);
  }

  private void report(int worker, UnitId unit, Action action, OperationType operation, int count)
      throws SQLException {
    if (count > 0) {
      append(
          of(0, unit, action)
              .durationMs(3)
              .itemsCount(count)
              .sourceWorkerId(worker)
              .operationType(operation));
    }
  }

  private ActivityEvent.Builder outcome(int worker, Open request, Action action) {
    return of(worker, request.unit, action)
        .url(request.url)
        .durationMs(120)
        .startedAt(request.startedAt)
        .attempt(request.attempt);
  }

  private ActivityEvent.Builder of(int worker, UnitId unit, Action action) {
    ActivityEvent.Builder event = event(worker, unit.phase(), action).unit(unit);
    if (unit.phase() == Phase.EBAY) {
      String asin = unit.value().substring(5);
      return event.category(ownerOfAsin.get(asin)).productName(products.get(asin).title);
    }
    return event.category(categories.get(unit.value().split(":")[1]));
  }

  private ActivityEvent.Builder event(int worker, Phase phase, Action action) {
    return new ActivityEvent.Builder(uuid(begin, seq + 1), id, now(), worker, phase, action);
  }

  private Phase runPhase() {
    return completeRound.getOrDefault(Phase.AMAZON, 0) == round ? Phase.EBAY : Phase.AMAZON;
  }

  private ApiParams params(UnitId unit, int page) {
    if (unit.phase() == Phase.AMAZON) {
      return new BestSellersQuery(unit.value().split(":")[1], page);
    }
    Listed product = products.get(unit.value().substring(5));
    long low = product.cents * 18 / 10;
    return new SellerQuery(
        product.title, product.cents, low, product.cents * 22 / 10, page, 60, "new", true, true);
  }

  private void append(ActivityEvent.Builder builder) throws SQLException {
    ActivityEvent event = builder.seq(++seq).build();
    update(
        "insert into activity_events (run_id, seq, worker_id, phase, action, error_type, attempt,"
            + " at, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        seq,
        event.workerId(),
        event.phase().wire(),
        event.action().wire(),
        event.errorType() == null ? null : event.errorType().wire(),
        event.attempt(),
        event.timestamp(),
        EventJson.encode(event));
  }

  private void addUnit(UnitId unit, Category category, Listed product, String status, String reason)
      throws SQLException {
    update(
        "insert into units (run_id, unit, phase, category_id, status, reason, asin, title,"
            + " price_cents, currency) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'USD')",
        id,
        unit.value(),
        unit.phase().wire(),
        category.id(),
        status,
        reason,
        product == null ? null : product.asin,
        product == null ? null : product.title,
        product == null ? null : product.cents);
  }

  private void settle(UnitId unit, String status, int page) throws SQLException {
    update(
        "update units set status = ?, page = ?, worker_id = null, started_at = null, url = null,"
            + " api_params = null where run_id = ? and unit = ?",
        status,
        page,
        id,
        unit.value());
  }

  private List<String> units(String status) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select unit from units where run_id = ? and status = ?")) {
      query.setObject(1, id);
      query.setString(2, status);
      List<String> units = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          units.add(row.getString(1));
        }
      }
      return units;
    }
  }

  private void count(String total, long more) {
    totals.merge(total, more, Long::sum);
  }

  /** A clock that ticks a millisecond with each event. */
  private Instant now() {
    return begin.plusMillis(seq).plusNanos(123_000);
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(
            i + 1,
            values[i] instanceof Instant time
                ? OffsetDateTime.ofInstant(time, ZoneOffset.UTC)
                : values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static UUID uuid(Instant time, long number) {
    return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L | number);
  }
}
