package io.glasshive.pipeline;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.UnitStatus;
import io.glasshive.store.PhaseRow;
import io.glasshive.store.RunRow;
import io.glasshive.store.RunTables;
import io.glasshive.store.RunTables.RunChange;
import io.glasshive.store.UnitRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes up the live runs that an earlier process left, each in one transaction: a new epoch, an
 * {@code error} with reason {@code interrupted} for each request that was in flight, its unit back
 * to waiting, and what the status asks for.
 */
public final class TakeUp {

  /**
   * A run that was taken up.
   *
   * @param run its status may be an ended one: a cancelling run is cancelled now
   * @param chunk the events of it, or null
   */
  public record Taken(LiveRun run, Chunk chunk) {}

  private final Pool pool;
  private final InstantSource clock;

  public TakeUp(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Ids of the runs to take up, oldest first. */
  public Future<List<UUID>> liveRuns() {
    return RunTables.listLive(pool);
  }

  /** Takes up one run; one that has ended meanwhile stays as it is. */
  public Future<Taken> takeUp(UUID runId) {
    return pool.withTransaction(connection -> takeUp(connection, runId));
  }

  private Future<Taken> takeUp(SqlClient connection, UUID runId) {
    RunTables tables = new RunTables(connection, runId);
    return tables
        .lockRun()
        .compose(
            row ->
                Future.all(
                        tables.phases(),
                        tables.categories(),
                        tables.unitsWith(UnitStatus.IN_FLIGHT),
                        tables.unitsWith(UnitStatus.WAITING))
                    .compose(
                        read ->
                            new Work(
                                    tables,
                                    row,
                                    read.resultAt(0),
                                    read.resultAt(1),
                                    read.resultAt(2),
                                    read.resultAt(3))
                                .write()));
  }

  /** The work on one run. */
  private final class Work {
    private final RunTables tables;
    private final RunRow row;
    private final Map<Phase, PhaseRow> phases;
    private final List<Category> categories;
    private final List<UnitRow> cutOff;
    private final List<UnitRow> waiting;
    private final EventFactory events;
    private final Log log;
    private final Ledger ledger;
    private final WorkUnits workUnits;
    private final Instant now = clock.instant();

    Work(
        RunTables tables,
        RunRow row,
        Map<Phase, PhaseRow> phases,
        List<Category> categories,
        List<UnitRow> cutOff,
        List<UnitRow> waiting) {
      this.tables = tables;
      this.row = row;
      this.phases = phases;
      this.categories = categories;
      this.cutOff = cutOff;
      this.waiting = waiting;
      this.events = new EventFactory(row.id(), clock);
      this.log = new Log(row.id(), row.lastSeq());
      this.ledger = new Ledger(phases);
      this.workUnits = new WorkUnits(categories);
    }

    Future<Taken> write() {
      if (row.status().ended()) {
        return Future.succeededFuture(taken(row.status(), List.of()));
      }
      List<UnitRow> back = new ArrayList<>();
      for (UnitRow unit : cutOff) {
        log.add(interrupted(unit));
        ledger.move(unit.id().phase(), unit.categoryId(), UnitStatus.IN_FLIGHT, UnitStatus.WAITING);
        back.add(unit.back(false, null, null));
      }
      RunStatus status = settleStatus();
      return tables
          .raiseEpoch(row.epoch() + 1, status)
          .compose(done -> back.isEmpty() ? done() : tables.updateUnits(back))
          .compose(
              done -> ledger.changes().isEmpty() ? done() : tables.addToLedger(ledger.changes()))
          .compose(done -> log.events().isEmpty() ? done() : tables.insertEvents(log.events()))
          .compose(done -> tables.updateRun(change(status)))
          .map(done -> taken(status, back));
    }

    private RunStatus settleStatus() {
      switch (row.status()) {
        case RUNNING -> {
          log.add(
              events
                  .ofSystem(phase(), Action.RESUMED)
                  .round(row.round())
                  .reason(Reason.RESTART)
                  .actor(Actor.SERVER.wire())
                  .build());
          return RunStatus.RUNNING;
        }
        case PAUSING -> {
          log.add(rest(Action.PAUSED));
          return RunStatus.PAUSED;
        }
        case CANCELLING -> {
          log.add(rest(Action.CANCELLED));
          return RunStatus.CANCELLED;
        }
        default -> {
          return row.status();
        }
      }
    }

    private ActivityEvent rest(Action action) {
      return RestEvent.of(
          events, action, phase(), row.round(), row.cause(), new Tally().kept(row), now);
    }

    private ActivityEvent interrupted(UnitRow unit) {
      ActivityEvent.Builder event =
          events
              .ofWorker(unit.call().workerId(), unit.id().phase(), Action.ERROR)
              .category(workUnits.category(unit))
              .unit(unit.id())
              .errorMessage(
                  "The server stopped while this request was in flight. It is made again.")
              .error(ErrorType.API_ERROR, ErrorStage.API)
              .reason(Reason.INTERRUPTED)
              .url(unit.call().url())
              .startedAt(unit.call().startedAt())
              .attempt(unit.attempts())
              .durationMs(Math.max(0, Duration.between(unit.call().startedAt(), now).toMillis()));
      if (row.status() == RunStatus.CANCELLING) {
        event.errorMessage("The server stopped while this request was in flight.");
      }
      return unit.title() == null ? event.build() : event.productName(unit.title()).build();
    }

    private RunChange change(RunStatus status) {
      return new RunChange(
          status,
          row.cause(),
          log.lastSeq(),
          row.startedAt(),
          status.ended() ? now : null,
          row.callsGranted(),
          0,
          0,
          0,
          0,
          0,
          0,
          0);
    }

    private Taken taken(RunStatus status, List<UnitRow> back) {
      List<UnitRow> units = new ArrayList<>(back);
      units.addAll(waiting);
      return new Taken(
          new LiveRun(
              row.id(),
              status,
              row.epoch() + 1,
              row.workers(),
              row.amazonSource(),
              row.ebaySource(),
              row.settings(),
              categories,
              workUnits.workUnits(units)),
          log.chunk());
    }

    private Phase phase() {
      return phases.get(Phase.AMAZON).completeRound() >= row.round() ? Phase.EBAY : Phase.AMAZON;
    }

    private Future<Void> done() {
      return Future.succeededFuture();
    }
  }
}
