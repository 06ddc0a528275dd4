package io.glasshive.pipeline;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glasshive.domain.Category;
import io.glasshive.domain.Failure;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.WorkUnit;
import io.glasshive.store.RunTables;
import io.glasshive.store.RunTables.NewRunRow;
import io.glasshive.store.SqlErrors;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Creates a run: its row, its plan and, where it starts at once, {@code started}, in one commit.
 */
public final class RunCreation {
  private final Pool pool;
  private final InstantSource clock;
  private final int maxActive;

  /**
   * @param maxActive most runs at work at the same time
   */
  public RunCreation(Pool pool, InstantSource clock, int maxActive) {
    this.pool = pool;
    this.clock = clock;
    this.maxActive = maxActive;
  }

  /**
   * Creates the run. Calls must not overlap: the limit on active runs is read first.
   *
   * @return the run, under epoch 1; fails with a conflict beyond the limit, and nothing is created
   */
  public Future<LiveRun> create(NewRun asked) {
    return create(asked, Set.of(), Future::succeededFuture);
  }

  /**
   * Creates the run.
   *
   * @param here runs that this process works on: only they count against the limit
   * @param pause waits before a creation whose answer was lost is tried again
   */
  public Future<LiveRun> create(NewRun asked, Collection<UUID> here, Supplier<Future<Void>> pause) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Instant now = clock.instant();
    Log log = new Log(id, 0);
    if (asked.start()) {
      log.add(Report.started(new EventFactory(id, clock), 1, asked.actor()));
    }
    RunStatus status = asked.start() ? RunStatus.RUNNING : RunStatus.PENDING;
    NewRunRow row =
        new NewRunRow(
            asked.name() == null ? nameOf(asked.categories()) : asked.name(),
            status,
            asked.workers(),
            asked.amazonSource(),
            asked.ebaySource(),
            asked.settings(),
            now,
            asked.start() ? now : null,
            log.lastSeq());
    return (asked.start() ? refuseBeyondLimit(here) : Future.<Void>succeededFuture())
        .compose(allowed -> commit(id, row, asked, log, false, pause))
        .map(
            done ->
                new LiveRun(
                    id,
                    status,
                    1,
                    asked.workers(),
                    asked.amazonSource(),
                    asked.ebaySource(),
                    asked.settings(),
                    asked.categories(),
                    plan(asked)));
  }

  /** Fails with a conflict when one more active run would be too many. */
  public Future<Void> refuseBeyondLimit(Collection<UUID> here) {
    return RunTables.countActive(pool, here)
        .compose(
            active ->
                active < maxActive
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Failure.Conflict(
                            "too_many_runs",
                            active
                                + " runs are active and run.max_active is "
                                + maxActive
                                + ". Wait for one to end, cancel one, or raise run.max_active.",
                            Map.of("active", active, "max_active", maxActive))));
  }

  /**
   * Commits the creation. One whose answer was lost may be in the database or still on its way
   * there; the same again waits for that one, and finds the run's key taken where it went through.
   */
  private Future<Void> commit(
      UUID id, NewRunRow row, NewRun asked, Log log, boolean maybe, Supplier<Future<Void>> pause) {
    return pool.withTransaction(connection -> insert(connection, id, row, asked, log))
        .recover(
            cause -> {
              if (maybe && SqlErrors.isDuplicate(cause, "runs_pk")) {
                return Future.succeededFuture();
              }
              boolean lost = SqlErrors.sort(cause) == SqlErrors.Kind.LOST_ANSWER;
              return lost || maybe && BatchWriter.retryable(cause)
                  ? pause.get().compose(rested -> commit(id, row, asked, log, true, pause))
                  : Future.failedFuture(cause);
            });
  }

  private static Future<Void> insert(
      SqlClient connection, UUID id, NewRunRow row, NewRun asked, Log log) {
    RunTables tables = new RunTables(connection, id);
    return tables
        .insertRun(row)
        .compose(done -> tables.insertPlan(asked.categories(), asked.settings().amazonPages()))
        .compose(
            done ->
                log.events().isEmpty()
                    ? Future.succeededFuture()
                    : tables.insertEvents(log.events()));
  }

  private static List<WorkUnit> plan(NewRun asked) {
    List<WorkUnit> units = new ArrayList<>();
    for (Category category : asked.categories()) {
      for (int page = 1; page <= asked.settings().amazonPages(); page++) {
        units.add(
            new WorkUnit(UnitId.amazon(category.id(), page), category, page, 0, 0, 0, null, null));
      }
    }
    return units;
  }

  private static String nameOf(List<Category> categories) {
    List<String> departments =
        categories.stream().map(Category::departmentName).distinct().toList();
    return departments.size() <= 2
        ? String.join(" and ", departments)
        : departments.get(0) + " and " + (departments.size() - 1) + " more departments";
  }
}
