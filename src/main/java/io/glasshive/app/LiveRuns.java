package io.glasshive.app;

import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.RunEnded;
import io.glasshive.bus.Topics;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.Meters;
import io.glasshive.pipeline.LiveRun;
import io.glasshive.pipeline.PipelineVerticle;
import io.glasshive.pipeline.RunCreation;
import io.glasshive.pipeline.TakeUp;
import io.glasshive.run.RunVerticle;
import io.glasshive.source.Sources;
import io.glasshive.store.RunReader;
import io.glasshive.store.SqlErrors;
import io.glasshive.worker.WorkerVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys and undeploys what each live run consists of: its writer first, then its workers, then
 * the verticle that hands them work; the other way round at the end.
 */
final class LiveRuns extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);

  /** Before a creation whose answer was lost is tried again. */
  private static final long PAUSE_MILLIS = 500;

  private final Config config;
  private final Pool pool;
  private final Sources sources;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Meters meters;
  private final RandomGenerator seeds;
  private final RunReader reader;
  private final RunCreation creation;
  private final TakeUp takeUp;
  private final boolean takeUpAtStart;

  /** Deployments of each live run, in order of deployment. */
  private final Map<UUID, List<String>> live = new HashMap<>();

  /** Runs on their way out, until their last verticle is gone. */
  private final Map<UUID, Future<Void>> leaving = new HashMap<>();

  private Future<?> lastStart = Future.succeededFuture();
  private boolean mayHandOut = true;
  private boolean stopping;

  LiveRuns(
      Config config,
      Pool pool,
      Sources sources,
      InstantSource clock,
      LongSupplier nanos,
      Meters meters,
      boolean takeUpAtStart) {
    this.config = config;
    this.pool = pool;
    this.sources = sources;
    this.clock = clock;
    this.nanos = nanos;
    this.meters = meters;
    this.seeds = RandomGeneratorFactory.of("L64X128MixRandom").create();
    this.reader = new RunReader(pool);
    this.creation = new RunCreation(pool, clock, config.run().maxActive());
    this.takeUp = new TakeUp(pool, clock);
    this.takeUpAtStart = takeUpAtStart;
  }

  @Override
  public Future<?> start() {
    return Future.all(
            Topics.CREATE_RUN.answer(vertx, this::create).completion(),
            Topics.COMMANDS.answer(vertx, this::command).completion(),
            Topics.ENDED.consume(vertx, this::ended).completion(),
            Topics.HANDING_OUT.consume(vertx, this::hold).completion())
        .compose(listening -> takeUpAtStart ? takeUpAll() : Future.succeededFuture());
  }

  /**
   * Puts every live run away, in order, as its rows say: requests in flight are closed, and a next
   * start takes the runs up. To be called before this verticle is undeployed, whose children would
   * go all at once.
   */
  Future<?> putAway() {
    Promise<Object> done = Promise.promise();
    context.runOnContext(
        now -> {
          stopping = true;
          List<Future<?>> stopped = new ArrayList<>();
          List.copyOf(live.keySet()).forEach(run -> stopped.add(undeploy(run)));
          Future.join(stopped).otherwiseEmpty().onComplete(all -> done.complete());
        });
    return done.future();
  }

  private void hold(Boolean allowed) {
    mayHandOut = allowed;
    takeUpWhatIsOurs();
  }

  /**
   * Runs that another process took up while this one had lost its lock come back with it: at once,
   * or when their writer here finds out.
   */
  private void takeUpWhatIsOurs() {
    if (mayHandOut && takeUpAtStart && !stopping) {
      takeUpAll().onFailure(cause -> LOG.error("live runs could not be taken up", cause));
    }
  }

  private Future<Void> takeUpAll() {
    return takeUp
        .liveRuns()
        .compose(
            ids -> {
              Future<Void> each = Future.succeededFuture();
              for (UUID id : ids) {
                each =
                    each.compose(done -> mayHandOut ? takeUpMissing(id) : Future.succeededFuture());
              }
              return each;
            });
  }

  /** Takes up a run that nobody here works on, also one that was just taken over elsewhere. */
  private Future<Void> takeUpMissing(UUID id) {
    return inTurn(
        () ->
            leaving
                .getOrDefault(id, Future.succeededFuture())
                .compose(
                    gone ->
                        live.containsKey(id) ? Future.<Void>succeededFuture() : takeUpOurs(id)));
  }

  /** Without the lock the run may be another server's. */
  private Future<Void> takeUpOurs(UUID id) {
    return mayHandOut
        ? takeUpOne(id)
        : Future.failedFuture(
            new Failure.Unavailable(
                "lock_lost",
                "Another server may be working on this run: this one has lost its lock on the"
                    + " database and tries to regain it. Try again.",
                null));
  }

  private Future<Void> takeUpOne(UUID id) {
    return takeUp
        .takeUp(id)
        .compose(
            taken -> {
              if (taken.chunk() != null) {
                Topics.CHUNKS.publish(vertx, taken.chunk());
              }
              LOG.info("run {} is taken up: {}", id, taken.run().status().wire());
              return announce(id)
                  .compose(
                      announced ->
                          taken.run().status().ended()
                              ? Future.<Void>succeededFuture()
                              : deploy(taken.run()).recover(cause -> fail(id, cause)));
            });
  }

  /** Tells of a run before its writer does; nobody depends on it. */
  private Future<Void> announce(UUID id) {
    return read(id)
        .onSuccess(run -> Topics.RUNS.publish(vertx, run))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** A run that nobody can work on here must say so, and end. */
  private Future<Void> fail(UUID id, Throwable cause) {
    LOG.error("run {} cannot go on: {}", id, cause.getMessage());
    Effect.Fail fail = new Effect.Fail(Reason.INTERNAL, cause.getMessage());
    return Topics.entries(id)
        .request(vertx, new Entry(List.of(), fail))
        .transform(failed -> undeploy(id));
  }

  private Future<Run> create(NewRun asked) {
    return inTurn(
            () ->
                creation
                    .create(asked, live.keySet(), this::pause)
                    .compose(
                        run ->
                            announce(run.id())
                                .compose(announced -> deploy(run))
                                .recover(cause -> fail(run.id(), cause))
                                .compose(deployed -> read(run.id()))))
        .recover(cause -> Future.failedFuture(SqlErrors.failure(cause)));
  }

  /** One start at a time: the limit on active runs is read before the run becomes one. */
  private <T> Future<T> inTurn(Supplier<Future<T>> start) {
    Future<T> started =
        lastStart.transform(
            before ->
                stopping
                    ? Future.failedFuture(
                        new Failure.Unavailable("stopping", "The server is stopping.", null))
                    : start.get());
    lastStart = started;
    return started;
  }

  private Future<Void> pause() {
    return vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).mapEmpty();
  }

  private Future<CommandReceipt> command(Command command) {
    return read(command.runId())
        .compose(
            run -> {
              if (run.status().ended()) {
                return Future.failedFuture(RunCommand.refusal(run.status()));
              }
              return takeUpMissing(run.id())
                  .compose(
                      there -> begins(command) ? inTurn(() -> begin(command)) : carryOut(command))
                  .compose(answer -> receipt(command.runId(), answer));
            })
        .recover(cause -> Future.failedFuture(SqlErrors.failure(cause)));
  }

  private static boolean begins(Command command) {
    return command.command() == RunCommand.START || command.command() == RunCommand.RESUME;
  }

  /** A run that does not count as active may be one too many. */
  private Future<Committed> begin(Command command) {
    return read(command.runId())
        .compose(
            run ->
                run.status() == RunStatus.PENDING || run.status() == RunStatus.PAUSED
                    ? creation.refuseBeyondLimit(live.keySet())
                    : Future.succeededFuture())
        .compose(allowed -> carryOut(command));
  }

  /** A run that ends meanwhile has nobody left to answer: then its state does. */
  private Future<Committed> carryOut(Command command) {
    return leaving
        .getOrDefault(command.runId(), Future.succeededFuture())
        .compose(gone -> Topics.commands(command.runId()).request(vertx, command))
        .recover(
            cause ->
                read(command.runId())
                    .compose(
                        run ->
                            Future.failedFuture(
                                run.status().ended() ? RunCommand.refusal(run.status()) : cause)));
  }

  private Future<CommandReceipt> receipt(UUID runId, Committed answer) {
    if (answer instanceof Committed.Refused refused) {
      return Future.failedFuture(refused.why());
    }
    return read(runId).map(run -> new CommandReceipt(run, ((Committed.Done) answer).receipt()));
  }

  private Future<Run> read(UUID runId) {
    return reader
        .find(runId)
        .compose(
            run ->
                run.<Future<Run>>map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                Failure.Rejected.notFound("There is no run " + runId + "."))));
  }

  private Future<Void> deploy(LiveRun run) {
    List<String> deployments = new ArrayList<>();
    live.put(run.id(), deployments);
    Future<Void> each =
        add(
            deployments,
            new PipelineVerticle(
                run, pool, clock, nanos, config.pipeline().maxBatchRows(), meters));
    for (int worker = 1; worker <= run.workers(); worker++) {
      WorkerVerticle.Post post =
          new WorkerVerticle.Post(
              run.id(), worker, run.amazonSource(), run.ebaySource(), run.settings());
      each = each.compose(done -> add(deployments, worker(post)));
    }
    return each.compose(
        done ->
            add(
                deployments,
                new RunVerticle(
                    run.id(),
                    run.status(),
                    run.workers(),
                    run.waiting(),
                    mayHandOut,
                    clock,
                    nanos)));
  }

  private WorkerVerticle worker(WorkerVerticle.Post post) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seeds.nextLong());
    return new WorkerVerticle(post, sources, config.retry(), clock, nanos, random);
  }

  private Future<Void> add(List<String> deployments, Deployable verticle) {
    return vertx.deployVerticle(verticle).onSuccess(deployments::add).mapEmpty();
  }

  private void ended(RunEnded run) {
    LOG.info(
        "run {} {}",
        run.runId(),
        run.status() == null ? "is worked on elsewhere" : "ended: " + run.status().wire());
    undeploy(run.runId())
        .onFailure(cause -> LOG.error("run {} could not be put away", run.runId(), cause))
        .onSuccess(
            gone -> {
              if (run.status() == null) {
                takeUpWhatIsOurs();
              }
            });
  }

  private Future<Void> undeploy(UUID runId) {
    List<String> deployments = live.get(runId);
    if (deployments == null) {
      return Future.succeededFuture();
    }
    return leaving.computeIfAbsent(runId, id -> undeploy(id, deployments));
  }

  private Future<Void> undeploy(UUID runId, List<String> deployments) {
    Future<Void> each = Future.succeededFuture();
    for (int i = deployments.size() - 1; i >= 0; i--) {
      String deployment = deployments.get(i);
      each = each.compose(done -> vertx.undeploy(deployment).<Void>mapEmpty().otherwiseEmpty());
    }
    Promise<Void> gone = Promise.promise();
    each.onComplete(
        done ->
            context.runOnContext(
                now -> {
                  live.remove(runId);
                  leaving.remove(runId);
                  gone.complete();
                }));
    return gone.future();
  }
}
