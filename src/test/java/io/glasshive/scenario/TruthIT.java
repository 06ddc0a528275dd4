package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.app.Server;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.check.TruthCheck;
import io.glasshive.config.Config;
import io.glasshive.metrics.Meters;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole collections with the default transient faults, against what the simulator knows. */
@Timeout(180)
class TruthIT {
  private static final String[] CATEGORIES = {"electronics", "appliances"};

  private final Vertx vertx = Vertx.vertx();
  private final Config.Database database = TestPostgres.newDatabase();
  @TempDir Path dir;
  private Server server;

  @AfterEach
  void stop() throws Exception {
    await(server.stop().eventually(vertx::close));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void collectsTheTruthAndMeetsEverySellerAgainInASecondRun(long seed) throws Exception {
    start("simulator.seed=" + seed);
    HttpApi api = new HttpApi(server.url());

    String first = api.startRun(8, CATEGORIES);

    assertEquals("completed", api.awaitEnd(first).path("status").asText());
    assertRight(first, 1);

    String second = api.startRun(8, CATEGORIES);

    assertEquals("completed", api.awaitEnd(second).path("status").asText());
    assertEquals(0, api.run(second).path("totals").path("sellers_new").asInt());
    assertRight(second, 2);
  }

  /** The run's log and rows are right, and the rows are the simulator's. */
  private void assertRight(String run, int timesSeen) throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets("demo:demo").assertGood(connection);
      TruthCheck.of(server.simulatorUrl().orElseThrow())
          .categories(CATEGORIES)
          .timesSeen(timesSeen)
          .assertGood(connection, UUID.fromString(run));
    }
  }

  private void start(String seed) throws Exception {
    Config config =
        TestConfig.of(
            dir,
            seed,
            "database.url=" + database.url().orElseThrow(),
            "database.user=" + database.user().orElseThrow(),
            "database.password=" + database.password().orElseThrow().value());
    server = await(Server.start(vertx, config, new Server.Options(true, false), new Meters()));
    await(server.ready());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
