package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.Topic;
import io.glasshive.bus.Topics;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.Meters;
import io.glasshive.scenario.TestConfig;
import io.glasshive.simulator.SimulatorVerticle;
import io.glasshive.simulator.TruthDefaults;
import io.glasshive.source.oxylabs.ConfiguredSources;
import io.glasshive.store.Database;
import io.glasshive.store.TestPostgres;
import io.glasshive.worker.PacerVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Creating, starting and resuming runs, on a line to the database that can lose an answer. */
@Timeout(60)
class LiveRunsIT {
  private final InstantSource clock = InstantSource.system();
  private final Vertx apart = Vertx.vertx();
  private final Vertx vertx = Vertx.vertx();
  private final Config.Database database = TestPostgres.newDatabase();
  private final AtomicBoolean loseNextCommit = new AtomicBoolean();
  private final AtomicBoolean loseLockAtEnd = new AtomicBoolean();
  private final Promise<Void> ended = Promise.promise();
  private Config config;
  private ConfiguredSources sources;
  private Pool pool;
  private LiveRuns liveRuns;
  @TempDir Path dir;

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    await(apart.close());
  }

  @Test
  void startsNoMoreThanMayBeActive() throws Exception {
    open("run.max_active=1", "simulator.latency_ms.median=2000", "simulator.latency_ms.p99=2000");
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(await(Topics.CREATE_RUN.request(vertx, order(false))));
    }

    List<Future<CommandReceipt>> starts = runs.stream().map(this::start).toList();
    await(Future.join(starts).otherwiseEmpty());

    assertEquals(1, starts.stream().filter(Future::succeeded).count());
    assertEquals(List.of("1"), rows("select count(*)::text from runs where status = 'running'"));
  }

  @Test
  void aPausedRunLeavesRoomForAnotherAndWaitsForItsOwn() throws Exception {
    open("run.max_active=1", "simulator.latency_ms.median=50", "simulator.latency_ms.p99=50");
    Run first = await(Topics.CREATE_RUN.request(vertx, order(true)));
    await(command(first, RunCommand.PAUSE));
    awaitStatus(first, "paused");

    Run second = await(Topics.CREATE_RUN.request(vertx, order(true)));

    Future<CommandReceipt> tooMany = command(first, RunCommand.RESUME);
    assertEquals("too_many_runs", refusal(tooMany).code());
    await(command(second, RunCommand.CANCEL));
    awaitStatus(second, "cancelled");
    assertEquals(RunStatus.RUNNING, await(command(first, RunCommand.RESUME)).run().status());
    assertEquals("illegal_state", refusal(command(first, RunCommand.RESUME)).code());
    await(command(first, RunCommand.CANCEL));
    awaitStatus(first, "cancelled");
    assertEquals("illegal_state", refusal(command(first, RunCommand.RESUME)).code());
  }

  private void awaitStatus(Run run, String status) {
    Awaitility.await()
        .until(
            () -> rows("select status from runs where id = '" + run.id() + "'").contains(status));
  }

  private static Failure refusal(Future<CommandReceipt> answer) throws Exception {
    await(answer.otherwiseEmpty());
    return assertInstanceOf(Failure.Conflict.class, answer.cause());
  }

  @Test
  void worksOnARunWhoseCreationWasNotAnswered() throws Exception {
    open();
    loseNextCommit.set(true);

    Run run = await(Topics.CREATE_RUN.request(vertx, order(true)));

    assertFalse(loseNextCommit.get());
    await(ended.future());
    assertEquals(List.of(run.id() + "|completed"), rows("select id || '|' || status from runs"));
  }

  @Test
  void takesUpARunThatNobodyHereWorksOnAtACommand() throws Exception {
    open();
    Run run = await(Topics.CREATE_RUN.request(vertx, order(false)));
    await(liveRuns.putAway());
    await(vertx.undeploy(liveRuns.deploymentID()));
    deploy(false);

    CommandReceipt receipt = await(start(run));

    assertEquals(RunStatus.RUNNING, receipt.run().status());
    awaitStatus(run, "completed");
    assertEquals(List.of("2"), rows("select epoch::text from runs"));
  }

  @Test
  void takesUpWhatWasTakenOverWhileTheLockWasLostOnceItIsRegained() throws Exception {
    open();
    takeOverAtTheFourthEvent();
    loseLockAtEnd.set(true);
    Run run = await(Topics.CREATE_RUN.request(vertx, order(true)));
    await(ended.future());

    Topics.HANDING_OUT.publish(vertx, true);

    assertWentOn(run);
  }

  @Test
  void takesUpWhatWasTakenOverWhenItsWriterFindsOutOnlyLater() throws Exception {
    open();
    takeOverAtTheFourthEvent();

    Run run = await(Topics.CREATE_RUN.request(vertx, order(true)));

    assertWentOn(run);
  }

  @Test
  void takesUpNoRunAtACommandWhileTheLockIsLost() throws Exception {
    open();
    Run run = await(Topics.CREATE_RUN.request(vertx, order(false)));
    await(liveRuns.putAway());
    await(vertx.undeploy(liveRuns.deploymentID()));
    deploy(false);
    Topics.HANDING_OUT.publish(vertx, false);

    Future<CommandReceipt> refused = start(run);
    await(refused.otherwiseEmpty());
    assertEquals("lock_lost", assertInstanceOf(Failure.Unavailable.class, refused.cause()).code());
    assertEquals(List.of("1"), rows("select epoch::text from runs"));
    Topics.HANDING_OUT.publish(vertx, true);
    await(command(run, RunCommand.CANCEL));
  }

  @Test
  void answersAndTellsTheEndOfRunsThatEndAtOnce() throws Exception {
    open();
    Map<UUID, Long> figures = new ConcurrentHashMap<>();
    Topics.METRICS.consume(vertx, metrics -> figures.put(metrics.runId(), metrics.seq()));
    List<UUID> cancelled = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Run run = await(Topics.CREATE_RUN.request(vertx, order(false)));
      assertEquals(RunStatus.CANCELLED, await(command(run, RunCommand.CANCEL)).run().status());
      cancelled.add(run.id());
    }

    Awaitility.await().until(() -> figures.keySet().containsAll(cancelled));
  }

  /** Does what a server does that takes the run up and goes away. */
  private void takeOverAtTheFourthEvent() {
    TestPostgres.execute(
        database,
        "create function take_over() returns trigger language plpgsql as"
            + " $$ begin new.epoch := 2; return new; end $$",
        "create trigger take_over before update on runs for each row"
            + " when (new.last_seq >= 4 and new.epoch = 1) execute function take_over()");
  }

  private void assertWentOn(Run run) throws Exception {
    awaitStatus(run, "completed");
    assertEquals(List.of("3"), rows("select epoch::text from runs"));
    assertEquals(
        List.of("restart"),
        rows("select body::jsonb ->> 'reason' from activity_events where action = 'resumed'"));
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo").assertGood(connection);
    }
  }

  @Test
  void refusesStartsWhileItStops() throws Exception {
    open("simulator.latency_ms.median=2000", "simulator.latency_ms.p99=2000");
    Run waiting = await(Topics.CREATE_RUN.request(vertx, order(false)));
    Run running = await(Topics.CREATE_RUN.request(vertx, order(true)));

    Future<?> away = liveRuns.putAway();
    Future<Run> created = Topics.CREATE_RUN.request(vertx, order(true));
    Future<CommandReceipt> started = start(waiting);

    await(Future.join(created, started).otherwiseEmpty());
    for (Future<?> late : List.of(created, started)) {
      assertEquals("stopping", assertInstanceOf(Failure.Unavailable.class, late.cause()).code());
    }
    await(away);
    assertEquals(
        List.of(waiting.id() + "|pending", running.id() + "|running"),
        rows("select id || '|' || status from runs order by created_at"));
  }

  private Future<CommandReceipt> start(Run run) {
    return command(run, RunCommand.START);
  }

  private Future<CommandReceipt> command(Run run, RunCommand command) {
    return Topics.COMMANDS.request(vertx, new Command(run.id(), command, "api"));
  }

  private void open(String... assignments) throws Exception {
    config = TestConfig.of(dir, assignments);
    SimulatorVerticle simulator =
        new SimulatorVerticle(config.simulator(), TruthDefaults.of(config));
    await(apart.deployVerticle(simulator));
    Topic.register(vertx);
    vertx
        .eventBus()
        .addOutboundInterceptor(
            sent -> {
              if (sent.message().address().equals(Topics.ENDED.address())) {
                if (loseLockAtEnd.getAndSet(false)) {
                  Topics.HANDING_OUT.publish(vertx, false);
                }
                ended.tryComplete();
              }
              sent.next();
            });
    Database opened = await(Database.open(vertx, behindALine()));
    await(
        vertx.deployVerticle(
            new PacerVerticle(
                "simulator",
                config.limiter(),
                config.retry(),
                clock,
                System::nanoTime,
                new Random(1),
                new Meters())));
    sources = new ConfiguredSources(config, Optional.of(simulator.uri()), clock);
    pool = opened.pool();
    deploy(true);
  }

  private void deploy(boolean takeUpAtStart) throws Exception {
    liveRuns =
        new LiveRuns(config, pool, sources, clock, System::nanoTime, new Meters(), takeUpAtStart);
    await(vertx.deployVerticle(liveRuns));
  }

  private NewRun order(boolean start) {
    RunSettings settings =
        new RunSettings(
            1, 1, 60, config.ebay().priceLow(), config.ebay().priceHigh(), false, null, null, null);
    return new NewRun(
        null,
        Catalogue.load().resolve(List.of("appliances")),
        2,
        "simulator",
        "simulator",
        settings,
        start,
        "api");
  }

  /** A way to the database on which the answer of a commit can get lost. */
  private Config.Database behindALine() throws Exception {
    URI there = URI.create(database.url().orElseThrow());
    NetServer line =
        apart
            .createNetServer()
            .connectHandler(
                in -> {
                  in.pause();
                  apart
                      .createNetClient()
                      .connect(there.getPort(), there.getHost())
                      .onSuccess(
                          out -> {
                            out.handler(in::write);
                            out.closeHandler(closed -> in.close());
                            in.closeHandler(closed -> out.close());
                            in.handler(
                                bytes -> {
                                  if (bytes.toString("ISO-8859-1").contains("COMMIT")
                                      && loseNextCommit.getAndSet(false)) {
                                    out.handler(answer -> in.close());
                                  }
                                  out.write(bytes);
                                });
                            in.resume();
                          });
                });
    int port = await(line.listen(0, "127.0.0.1")).actualPort();
    return new Config.Database(
        Optional.of(there.toString().replace(":" + there.getPort() + "/", ":" + port + "/")),
        database.user(),
        database.password(),
        database.poolSize());
  }

  private List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = TestPostgres.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
