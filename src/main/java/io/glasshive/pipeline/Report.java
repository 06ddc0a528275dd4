package io.glasshive.pipeline;

import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Card;
import io.glasshive.domain.Category;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.Failure;
import io.glasshive.domain.OperationType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Product;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Scope;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.UnitStatus;
import io.glasshive.store.Cause;
import io.glasshive.store.PhaseRow;
import io.glasshive.store.RunRow;
import io.glasshive.store.RunTables;
import io.glasshive.store.RunTables.AddedUnit;
import io.glasshive.store.RunTables.NewSighting;
import io.glasshive.store.RunTables.RunChange;
import io.glasshive.store.RunTables.StoredSeller;
import io.glasshive.store.UnitRow;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says, entry by entry in order of arrival, what a batch means once its rows are stored: events,
 * units, ledger, figures, status; then writes that.
 */
final class Report {
  private final LiveRun run;
  private final WorkUnits workUnits;
  private final EventFactory events;
  private final LiveMetrics metrics;
  private final Batch.State s;
  private final List<Entry> entries;

  private final Log log;
  private final Ledger ledger;
  private final Tally tally = new Tally();
  private final Map<UnitId, UnitRow> changed = new LinkedHashMap<>();
  private final List<UnitRow> nowWaiting = new ArrayList<>();
  private final List<NewSighting> sightings = new ArrayList<>();
  private final Set<String> newSellersLeft = new HashSet<>();
  private final List<Committed> answers = new ArrayList<>();
  private final Set<Phase> startedNow = new HashSet<>();
  private final Set<Phase> completeNow = new HashSet<>();

  private RunStatus status;
  private Cause cause;
  private Long callsGranted;
  private Instant startedAt;
  private Instant endedAt;

  Report(
      LiveRun run,
      WorkUnits workUnits,
      EventFactory events,
      LiveMetrics metrics,
      Batch.State s,
      List<Entry> entries) {
    this.run = run;
    this.workUnits = workUnits;
    this.events = events;
    this.metrics = metrics;
    this.s = s;
    this.entries = entries;
    this.log = new Log(run.id(), s.row.lastSeq());
    this.ledger = new Ledger(s.phases);
    this.status = s.row.status();
    this.cause = s.row.cause();
    this.callsGranted = s.row.callsGranted();
    this.startedAt = s.row.startedAt();
    this.endedAt = s.row.endedAt();
    s.sellers.forEach(
        (name, seller) -> {
          if (seller.inserted()) {
            newSellersLeft.add(name);
          }
        });
  }

  Future<Batch.Result> write(RunTables tables) {
    tally.sellersKnown = s.sellersKnown;
    for (int i = 0; i < entries.size(); i++) {
      Failure refusal = s.refusals.get(i);
      answers.add(refusal == null ? apply(entries.get(i)) : new Committed.Refused(refusal));
      checkComplete();
      checkQuiet();
    }
    return metrics
        .toStore(status, s.row.lastSeq(), log)
        .compose(state -> save(tables, state).map(saved -> result(state)));
  }

  private Batch.Result result(LiveMetrics.State stored) {
    return new Batch.Result(
        runNow(),
        s.row.lastSeq(),
        log,
        stored,
        Map.copyOf(s.storedSellers),
        ledger.waiting(),
        ledger.inFlight(),
        List.copyOf(nowWaiting),
        answers);
  }

  /** The run as everybody sees it after the commit. */
  private Run runNow() {
    RunRow row = s.row;
    return new Run(
        row.id(),
        row.name(),
        status,
        runPhase(),
        row.round(),
        row.workers(),
        run.categories().stream().map(Category::id).toList(),
        row.amazonSource(),
        row.ebaySource(),
        cause.reason(),
        row.createdAt(),
        startedAt,
        endedAt,
        log.lastSeq(),
        new Run.Totals(
            row.products() + tally.products,
            row.sightings() + tally.sightings,
            row.sellersFound() + tally.sellersFound,
            row.sellersNew() + tally.sellersNew,
            row.sellersKnown() + tally.sellersKnown,
            row.requests() + tally.requests,
            row.errors() + tally.errors,
            ledger.failed()));
  }

  private Committed apply(Entry entry) {
    Effect effect = entry.effect();
    if (effect instanceof Effect.Claim claim) {
      return claim(entry, claim);
    } else if (effect instanceof Effect.LandProducts page) {
      return landProducts(entry, page);
    } else if (effect instanceof Effect.LandCards page) {
      return landCards(entry, page);
    } else if (effect instanceof Effect.Settle settle) {
      return settle(entry, settle);
    } else if (effect instanceof Effect.Start start) {
      return start(start.actor());
    } else if (effect instanceof Effect.Pause pause) {
      return pause(pause);
    } else if (effect instanceof Effect.Resume resume) {
      return resume(resume.actor());
    } else if (effect instanceof Effect.Cancel cancel) {
      return cancel(cancel.actor());
    } else if (effect instanceof Effect.Fail fail) {
      return fail(fail);
    }
    entry.events().forEach(log::add);
    return done();
  }

  /** Decided in order of arrival: an entry before this one may have stopped the run. */
  private Committed claim(Entry entry, Effect.Claim claim) {
    if (status != RunStatus.RUNNING) {
      return new Committed.Refused(
          Batch.conflict("not_running", "The run is " + status.wire() + "; nothing is claimed."));
    }
    if (callsGranted != null && s.row.requests() + tally.requests >= callsGranted) {
      stop(new Effect.Pause(Reason.BUDGET, Actor.SERVER.wire(), budgetUsedUp()));
      return new Committed.Refused(Batch.conflict("budget", budgetUsedUp()));
    }
    UnitRow unit = s.units.get(claim.unit());
    Phase phase = unit.id().phase();
    if (s.phases.get(phase).startedRound() < s.row.round() && startedNow.add(phase)) {
      log.add(
          events.ofSystem(phase, Action.STARTED).scope(Scope.PHASE).round(s.row.round()).build());
    }
    entry.events().forEach(log::add);
    tally.requests++;
    UnitRow claimed =
        unit.claimed(
            new UnitRow.Call(
                claim.workerId(), claim.startedAt(), claim.url(), EventJson.encode(claim.params())),
            claim.attempt());
    change(unit, claimed);
    return new Committed.Done(claimed.claim(), null);
  }

  private Committed landProducts(Entry entry, Effect.LandProducts page) {
    UnitRow unit = s.units.get(page.unit());
    entry.events().forEach(log::add);
    countRowErrors(entry);
    for (Product product : page.products()) {
      AddedUnit added = s.addedUnits.remove(product.asin());
      if (added != null) {
        addSearch(added);
      }
    }
    if (!page.products().isEmpty()) {
      log.add(
          operation(unit, page.workerId(), Action.UPLOADING, OperationType.PRODUCT_BATCH)
              .itemsCount(page.products().size())
              .durationMs(s.productMillis)
              .build());
    }
    change(unit, unit.done());
    return done();
  }

  private void addSearch(AddedUnit added) {
    UnitRow search = added.unit();
    if (added.inserted()) {
      ledger.add(Phase.EBAY, search.categoryId(), search.status());
      tally.newProduct(search.categoryId());
    } else {
      ledger.move(Phase.EBAY, search.categoryId(), UnitStatus.SKIPPED, UnitStatus.WAITING);
    }
    if (search.status() == UnitStatus.WAITING) {
      nowWaiting.add(search);
    }
  }

  private Committed landCards(Entry entry, Effect.LandCards page) {
    UnitRow unit = s.units.get(page.unit());
    long foundSeq = log.lastSeq() + 1;
    entry.events().forEach(log::add);
    int rowErrors = countRowErrors(entry);
    tally.sellersFound += page.cards().size() + rowErrors;

    Set<String> names = new HashSet<>();
    page.cards().forEach(card -> names.add(card.seller().normalized()));
    int known = names.size();
    names.retainAll(newSellersLeft);
    int inserted = names.size();
    newSellersLeft.removeAll(names);
    int updated = known - inserted;
    tally.newSellers(unit.categoryId(), inserted);
    report(unit, page, Action.INSERTED, OperationType.SELLER_INSERT, inserted);
    report(unit, page, Action.UPDATED, OperationType.SELLER_UPDATE, updated);
    report(unit, page, Action.DEDUPED, OperationType.SELLER_DEDUPE, page.cards().size() - inserted);

    int newListings = see(unit, page, foundSeq);
    boolean last = !page.hasNext() || page.lastPage() || newListings == 0;
    UnitRow next = last ? unit.done() : unit.nextPage();
    change(unit, next);
    return done();
  }

  private void report(
      UnitRow unit, Effect.LandCards page, Action action, OperationType type, int count) {
    if (count > 0) {
      log.add(
          operation(unit, page.workerId(), action, type)
              .itemsCount(count)
              .durationMs(s.sellerMillis)
              .build());
    }
  }

  private int see(UnitRow unit, Effect.LandCards page, long foundSeq) {
    Set<String> known = new HashSet<>(s.listings.getOrDefault(unit.asin(), Set.of()));
    int count = 0;
    for (Card card : page.cards()) {
      if (known.add(card.listingId())) {
        count++;
        StoredSeller seller = s.sellers.get(card.seller().normalized());
        sightings.add(
            new NewSighting(
                unit.asin(),
                card.listingId(),
                seller.id(),
                unit.categoryId(),
                page.page(),
                foundSeq,
                card.price(),
                page.priceMin(),
                page.priceMax(),
                page.seenAt()));
      }
    }
    tally.sightings += count;
    return count;
  }

  private Committed settle(Entry entry, Effect.Settle settle) {
    UnitRow unit = s.units.get(settle.unit());
    entry.events().forEach(log::add);
    UnitRow.LastError error = null;
    if (settle.errorType() != null) {
      tally.errors++;
      error =
          new UnitRow.LastError(
              settle.errorType(), settle.errorStage(), settle.message(), settle.at());
    }
    change(
        unit,
        settle.outcome() == Effect.Settle.Outcome.FAILED
            ? unit.failed(error)
            : unit.back(settle.counted(), settle.nextTryAt(), error));
    if (settle.pause() != null && status == RunStatus.RUNNING) {
      stop(settle.pause());
    }
    return done();
  }

  private Committed start(String actor) {
    if (status != RunStatus.PENDING) {
      return new Committed.Refused(RunCommand.refusal(status));
    }
    status = RunStatus.RUNNING;
    startedAt = s.now;
    log.add(started(events, s.row.round(), actor));
    return command();
  }

  /** The event that opens a run. */
  static ActivityEvent started(EventFactory events, int round, String actor) {
    return events
        .ofSystem(Phase.AMAZON, Action.STARTED)
        .scope(Scope.RUN)
        .round(round)
        .reason(Reason.USER)
        .actor(actor)
        .build();
  }

  private Committed pause(Effect.Pause pause) {
    if (status != RunStatus.RUNNING) {
      return new Committed.Refused(RunCommand.refusal(status));
    }
    stop(pause);
    return command();
  }

  /** From here on nothing is handed out; what is in flight lands. */
  private void stop(Effect.Pause pause) {
    status = RunStatus.PAUSING;
    cause = new Cause(pause.reason(), pause.actor(), s.now, pause.message());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("in_flight", ledger.inFlight());
    details.put("waiting", ledger.waiting());
    details.put("kept_rows", tally.kept(s.row).rows());
    if (pause.message() != null) {
      details.put("message", pause.message());
    }
    log.add(
        events
            .ofSystem(runPhase(), Action.PAUSING)
            .round(s.row.round())
            .reason(pause.reason())
            .actor(pause.actor())
            .details(details)
            .build());
  }

  private String budgetUsedUp() {
    int calls = s.row.settings().maxCalls();
    return "The budget of "
        + calls
        + " calls is used up: resume the run to grant "
        + calls
        + " more, or cancel it.";
  }

  private Committed resume(String actor) {
    if (status != RunStatus.PAUSING && status != RunStatus.PAUSED) {
      return new Committed.Refused(RunCommand.refusal(status));
    }
    ActivityEvent.Builder event =
        events
            .ofSystem(runPhase(), Action.RESUMED)
            .round(s.row.round())
            .reason(Reason.USER)
            .actor(actor);
    if (cause.reason() == Reason.BUDGET) {
      callsGranted = s.row.requests() + s.row.settings().maxCalls();
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("requests", s.row.requests());
      details.put("calls_granted", callsGranted);
      event.details(details);
    }
    log.add(event.build());
    status = RunStatus.RUNNING;
    cause = Cause.NONE;
    return command();
  }

  private Committed cancel(String actor) {
    if (!RunCommand.allowedIn(status).contains(RunCommand.CANCEL)) {
      return new Committed.Refused(RunCommand.refusal(status));
    }
    status = RunStatus.CANCELLING;
    cause = new Cause(Reason.USER, actor, s.now, null);
    return command();
  }

  private Committed fail(Effect.Fail fail) {
    if (status != RunStatus.RUNNING && status != RunStatus.PAUSING) {
      return new Committed.Refused(RunCommand.refusal(status));
    }
    log.add(
        events
            .ofSystem(runPhase(), Action.FAILED)
            .round(s.row.round())
            .reason(fail.reason())
            .actor(Actor.SERVER.wire())
            .details(Map.of("message", fail.message()))
            .build());
    status = RunStatus.FAILED;
    cause = new Cause(fail.reason(), Actor.SERVER.wire(), s.now, fail.message());
    endedAt = s.now;
    return command();
  }

  /** Completes phases, and the run, that have nothing waiting and nothing in flight any more. */
  private void checkComplete() {
    if (status != RunStatus.RUNNING && status != RunStatus.PAUSING) {
      return;
    }
    if (ledger.settled(Phase.AMAZON) && !isComplete(Phase.AMAZON)) {
      complete(Phase.AMAZON, 0);
    }
    if (isComplete(Phase.AMAZON) && ledger.settled(Phase.EBAY) && !isComplete(Phase.EBAY)) {
      long sellersNew = s.row.sellersNew() + tally.sellersNew;
      complete(Phase.EBAY, sellersNew);
      log.add(
          events
              .ofSystem(Phase.EBAY, Action.COMPLETE)
              .scope(Scope.RUN)
              .round(s.row.round())
              .newSellersCount(sellersNew)
              .build());
      status = ledger.failed() == 0 ? RunStatus.COMPLETED : RunStatus.COMPLETED_WITH_GAPS;
      cause = Cause.NONE;
      endedAt = s.now;
    }
  }

  /** A run that stops has come to rest when nothing is in flight. */
  private void checkQuiet() {
    if (ledger.inFlight() > 0) {
      return;
    }
    if (status == RunStatus.PAUSING) {
      rest(Action.PAUSED, RunStatus.PAUSED);
    } else if (status == RunStatus.CANCELLING) {
      rest(Action.CANCELLED, RunStatus.CANCELLED);
      endedAt = s.now;
    }
  }

  private void rest(Action action, RunStatus at) {
    log.add(
        RestEvent.of(events, action, runPhase(), s.row.round(), cause, tally.kept(s.row), s.now));
    status = at;
  }

  private void complete(Phase phase, long sellersNew) {
    completeNow.add(phase);
    log.add(
        events
            .ofSystem(phase, Action.COMPLETE)
            .scope(Scope.PHASE)
            .round(s.row.round())
            .newSellersCount(sellersNew)
            .build());
  }

  private boolean isComplete(Phase phase) {
    return completeNow.contains(phase) || s.phases.get(phase).completeRound() >= s.row.round();
  }

  /** The phase of an event about the run as a whole. */
  private Phase runPhase() {
    return isComplete(Phase.AMAZON) ? Phase.EBAY : Phase.AMAZON;
  }

  private void change(UnitRow from, UnitRow to) {
    ledger.move(from.id().phase(), from.categoryId(), from.status(), to.status());
    changed.put(to.id(), to);
    if (to.status() == UnitStatus.WAITING) {
      nowWaiting.add(to);
    }
  }

  private int countRowErrors(Entry entry) {
    int ofRows = 0;
    for (ActivityEvent event : entry.events()) {
      if (event.isRowError()) {
        ofRows++;
      }
    }
    tally.errors += ofRows;
    return ofRows;
  }

  private ActivityEvent.Builder operation(
      UnitRow unit, int sourceWorkerId, Action action, OperationType type) {
    ActivityEvent.Builder event =
        events
            .ofSystem(unit.id().phase(), action)
            .category(workUnits.category(unit))
            .unit(unit.id())
            .operationType(type)
            .sourceWorkerId(sourceWorkerId);
    return unit.title() == null ? event : event.productName(unit.title());
  }

  private static Committed done() {
    return new Committed.Done(0, null);
  }

  private Committed command() {
    return new Committed.Done(
        0, new Receipt(ledger.inFlight(), ledger.waiting(), tally.kept(s.row).rows()));
  }

  private Future<Void> save(RunTables tables, LiveMetrics.State state) {
    // Sent together on one connection, in this order.
    List<Future<?>> sent = new ArrayList<>();
    if (!sightings.isEmpty()) {
      sent.add(tables.insertSightings(sightings));
    }
    if (!log.events().isEmpty()) {
      sent.add(tables.insertEvents(log.events()));
    }
    if (!changed.isEmpty()) {
      sent.add(tables.updateUnits(changed.values()));
    }
    if (!ledger.changes().isEmpty()) {
      sent.add(tables.addToLedger(ledger.changes()));
    }
    for (Phase phase : Phase.values()) {
      if (startedNow.contains(phase) || completeNow.contains(phase)) {
        PhaseRow row = s.phases.get(phase);
        sent.add(
            tables.setPhaseRounds(
                phase,
                startedNow.contains(phase) ? s.row.round() : row.startedRound(),
                completeNow.contains(phase) ? s.row.round() : row.completeRound()));
      }
    }
    if (!tally.categories.isEmpty()) {
      sent.add(tables.addToCategories(tally.categories));
    }
    if (state != null) {
      sent.add(tables.storeMetrics(state.seq(), state.bytes()));
    }
    sent.add(
        tables.updateRun(
            new RunChange(
                status,
                cause,
                log.lastSeq(),
                startedAt,
                endedAt,
                callsGranted,
                tally.products,
                tally.sightings,
                tally.sellersFound,
                tally.sellersNew,
                tally.sellersKnown,
                tally.requests,
                tally.errors)));
    return Future.join(sent)
        .recover(failed -> Batch.firstFailure(sent.toArray(Future<?>[]::new)))
        .mapEmpty();
  }
}
