package io.glasshive.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.glasshive.bus.Command;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Topic;
import io.glasshive.bus.Topics;
import io.glasshive.config.Config;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Category;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.Meters;
import io.glasshive.run.RunVerticle;
import io.glasshive.store.Database;
import io.glasshive.store.TestPostgres;
import io.glasshive.worker.PacerVerticle;
import io.glasshive.worker.WorkerVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Workers, run and writer together on a real database, with scripted sources. */
abstract class RunsOnScriptedSources {
  static final Category AUDIO = new Category("172541", "Headphones", "electronics", "Electronics");
  static final Category TOYS = new Category("165793011", "Toys & Games", "toys", "Toys & Games");

  final InstantSource clock = InstantSource.system();
  final ScriptedSources sources = new ScriptedSources();
  final Vertx vertx = Vertx.vertx();
  Config.Database database;
  Pool pool;
  private final Map<UUID, Promise<RunStatus>> ended = new ConcurrentHashMap<>();
  private final Map<UUID, Deque<String>> deployments = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    Topic.register(vertx);
    Topics.ENDED.consume(vertx, end -> ended(end.runId()).tryComplete(end.status()));
    database = TestPostgres.newDatabase();
    pool = await(Database.open(vertx, database)).pool();
    await(
        vertx.deployVerticle(
            new PacerVerticle(
                "scripted",
                new Config.Limiter(Optional.empty(), Optional.empty()),
                retry(),
                clock,
                System::nanoTime,
                new Random(1),
                new Meters())));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  record Started(UUID id, Future<RunStatus> ended) {}

  UUID collect(int workers, Category... categories) throws Exception {
    Started started = start(workers, categories);
    await(started.ended);
    return started.id;
  }

  Started start(int workers, Category... categories) throws Exception {
    return start(settings(null, null), workers, categories);
  }

  Started start(RunSettings settings, int workers, Category... categories) throws Exception {
    NewRun asked =
        new NewRun(
            null, List.of(categories), workers, "scripted", "scripted", settings, true, "api");
    return deploy(await(new RunCreation(pool, clock, 4).create(asked)));
  }

  static RunSettings settings(Integer maxCalls, BigDecimal requestsPerSecond) {
    return new RunSettings(
        1,
        3,
        60,
        new BigDecimal("1.8"),
        new BigDecimal("2.2"),
        false,
        requestsPerSecond,
        null,
        maxCalls);
  }

  /** Sets people to work on a run that was created or taken up. */
  Started deploy(LiveRun run) throws Exception {
    deploy(run.id(), new PipelineVerticle(run, pool, clock, System::nanoTime, 2_000, new Meters()));
    for (int worker = 1; worker <= run.workers(); worker++) {
      WorkerVerticle.Post post =
          new WorkerVerticle.Post(run.id(), worker, "scripted", "scripted", run.settings());
      deploy(
          run.id(),
          new WorkerVerticle(post, sources, retry(), clock, System::nanoTime, new Random(worker)));
    }
    deploy(
        run.id(),
        new RunVerticle(
            run.id(), run.status(), run.workers(), run.waiting(), true, clock, System::nanoTime));
    return new Started(run.id(), ended(run.id()).future());
  }

  private void deploy(UUID run, Deployable verticle) throws Exception {
    deployments
        .computeIfAbsent(run, id -> new ArrayDeque<>())
        .push(await(vertx.deployVerticle(verticle)));
  }

  /** Stops working on a run and takes it up again, as a server's stop and start do. */
  LiveRun restart(UUID run) throws Exception {
    for (String deployment : deployments.remove(run)) {
      await(vertx.undeploy(deployment));
    }
    return await(new TakeUp(pool, clock).takeUp(run)).run();
  }

  /** Gives a command: what it met. */
  Future<Committed> command(UUID run, RunCommand command) {
    return Topics.commands(run).request(vertx, new Command(run, command, "api"));
  }

  /** Gives a command that must be accepted: what it met. */
  Receipt accept(UUID run, RunCommand command) throws Exception {
    return assertInstanceOf(Committed.Done.class, await(command(run, command))).receipt();
  }

  /** Permits that are asked for or held, from now on. */
  AtomicLong permitsOut() {
    AtomicLong out = new AtomicLong();
    vertx
        .eventBus()
        .addOutboundInterceptor(
            sent -> {
              if (sent.message().address().endsWith(".permits")) {
                out.incrementAndGet();
              } else if (sent.message().address().endsWith(".returns")) {
                out.decrementAndGet();
              }
              sent.next();
            });
    return out;
  }

  void awaitStatus(UUID run, RunStatus status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> status(run) == status);
  }

  private Promise<RunStatus> ended(UUID run) {
    return ended.computeIfAbsent(run, id -> Promise.promise());
  }

  static Config.Retry retry() {
    return new Config.Retry(3, Duration.ofMillis(4), Duration.ofMillis(20));
  }

  RunStatus status(UUID run) throws Exception {
    return RunStatus.valueOf(
        rows("select upper(status) from runs where id = '" + run + "'").get(0));
  }

  List<ActivityEvent> log(UUID run) throws Exception {
    List<ActivityEvent> events = new ArrayList<>();
    for (Row row :
        await(
            pool.preparedQuery("select body from activity_events where run_id = $1 order by seq")
                .execute(Tuple.of(run)))) {
      events.add(EventJson.decode(row.getString(0)));
    }
    for (int i = 0; i < events.size(); i++) {
      assertEquals(i + 1, events.get(i).seq());
    }
    return events;
  }

  List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    await(pool.query(sql).execute()).forEach(row -> rows.add(row.getString(0)));
    return rows;
  }

  static long count(List<ActivityEvent> log, Action action) {
    return log.stream().filter(e -> e.action() == action).count();
  }

  static int sum(List<ActivityEvent> log, Action action) {
    return log.stream().filter(e -> e.action() == action).mapToInt(ActivityEvent::itemsCount).sum();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
