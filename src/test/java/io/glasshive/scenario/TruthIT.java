package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.bus.Topic;
import io.glasshive.bus.Topics;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.check.TruthCheck;
import io.glasshive.config.Config;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import io.glasshive.pipeline.LiveRun;
import io.glasshive.pipeline.PipelineVerticle;
import io.glasshive.pipeline.RunCreation;
import io.glasshive.run.RunVerticle;
import io.glasshive.simulator.SimulatorVerticle;
import io.glasshive.simulator.TruthDefaults;
import io.glasshive.source.oxylabs.ConfiguredSources;
import io.glasshive.store.Database;
import io.glasshive.store.TestPostgres;
import io.glasshive.worker.PacerVerticle;
import io.glasshive.worker.WorkerVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class TruthIT {
  private final InstantSource clock = InstantSource.system();
  private final Vertx vertx = Vertx.vertx();
  private final Map<UUID, Promise<RunStatus>> ended = new ConcurrentHashMap<>();
  private final Config.Database database = TestPostgres.newDatabase();
  private Config config;
  private Pool pool;
  private SimulatorVerticle simulator;
  @TempDir Path dir;

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void collectsTheTruth(long seed) throws Exception {
    open("simulator.seed=" + seed);

    LiveRun run = collect(8, "electronics", "appliances");

    assertEquals(RunStatus.COMPLETED, await(ended(run.id()).future()));
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo").assertGood(connection, run.id());
      TruthCheck.of(simulator.uri())
          .categories("electronics", "appliances")
          .assertGood(connection, run.id());
    }

    LiveRun second = collect(8, "electronics", "appliances");

    assertEquals(RunStatus.COMPLETED, await(ended(second.id()).future()));
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo").assertGood(connection);
      TruthCheck.of(simulator.uri())
          .categories("electronics", "appliances")
          .timesSeen(2)
          .assertGood(connection, second.id());
    }
  }

  private void open(String... assignments) throws Exception {
    config = TestConfig.of(dir, assignments);
    Topic.register(vertx);
    Topics.ENDED.consume(vertx, end -> ended(end.runId()).tryComplete(end.status()));
    pool = await(Database.open(vertx, database)).pool();
    simulator = new SimulatorVerticle(config.simulator(), TruthDefaults.of(config));
    await(vertx.deployVerticle(simulator));
    await(
        vertx.deployVerticle(
            new PacerVerticle(
                "simulator",
                config.limiter(),
                config.retry(),
                clock,
                System::nanoTime,
                new Random(1))));
  }

  private LiveRun collect(int workers, String... ids) throws Exception {
    RunSettings settings =
        new RunSettings(
            config.amazon().pages(),
            config.ebay().pages(),
            config.ebay().itemsPerPage(),
            config.ebay().priceLow(),
            config.ebay().priceHigh(),
            false,
            null,
            null);
    LiveRun run =
        await(
            new RunCreation(pool, clock, 4)
                .create(
                    new NewRun(
                        null,
                        Catalogue.load().resolve(List.of(ids)),
                        workers,
                        "simulator",
                        "simulator",
                        settings,
                        true,
                        "api")));
    ConfiguredSources sources = new ConfiguredSources(config, Optional.of(simulator.uri()), clock);
    await(
        vertx.deployVerticle(
            new PipelineVerticle(
                run, pool, clock, System::nanoTime, config.pipeline().maxBatchRows())));
    for (int worker = 1; worker <= workers; worker++) {
      await(
          vertx.deployVerticle(
              new WorkerVerticle(
                  new WorkerVerticle.Post(run.id(), worker, "simulator", "simulator", settings),
                  sources,
                  config.retry(),
                  clock,
                  System::nanoTime,
                  new Random(worker))));
    }
    await(
        vertx.deployVerticle(
            new RunVerticle(run.id(), run.status(), workers, run.waiting(), clock)));
    return run;
  }

  private Promise<RunStatus> ended(UUID run) {
    return ended.computeIfAbsent(run, id -> Promise.promise());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
  }
}
