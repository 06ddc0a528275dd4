package io.glasshive.store;

import static io.glasshive.store.TestPostgres.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServerLockIT {

  private static final String END_HOLDERS =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and application_name like 'glasshive one %'";

  private final Config.Database config = TestPostgres.newEmptyDatabase();
  private Database database;

  @BeforeEach
  void open(Vertx vertx) {
    database = await(Database.open(vertx, config));
  }

  @AfterEach
  void close() {
    await(database.close());
  }

  @Test
  void namesTheHolderToTheSecondServer() {
    ServerLock held = await(ServerLock.acquire(database, "one", 4711));

    Failure.Conflict e =
        assertThrows(
            Failure.Conflict.class, () -> await(ServerLock.acquire(database, "two", 4712, 600)));

    assertEquals("server_running", e.code());
    assertEquals(Map.of("host", "one", "pid", 4711L), e.details());
    assertTrue(e.getMessage().contains("host one, process 4711"), e.getMessage());
    assertTrue(held.held());
    await(held.release());
  }

  @Test
  void waitsForAServerThatIsStopping() {
    ServerLock first = await(ServerLock.acquire(database, "one", 1));
    Future<ServerLock> second = ServerLock.acquire(database, "two", 2);

    await(first.release());

    assertTrue(await(second).held());
    assertFalse(first.held());
    await(await(second).release());
  }

  @Test
  void isAnotherLockInAnotherDatabase(Vertx vertx) {
    Database other = await(Database.open(vertx, TestPostgres.newEmptyDatabase()));

    ServerLock here = await(ServerLock.acquire(database, "one", 1));
    ServerLock there = await(ServerLock.acquire(other, "one", 1));

    assertTrue(here.held() && there.held());
    await(here.release());
    await(there.release());
    await(other.close());
  }

  @Test
  void tellsOfTheLossAndRegainsByItself() {
    ServerLock lock = await(ServerLock.acquire(database, "one", 1));
    Promise<Boolean> lost = Promise.promise();
    Promise<Boolean> regained = Promise.promise();
    lock.onLost(x -> lost.tryComplete(lock.held()));
    lock.onRegained(x -> regained.tryComplete(lock.held()));

    TestPostgres.execute(config, END_HOLDERS);

    assertEquals(false, await(lost.future()));
    assertEquals(true, await(regained.future()));
    await(lock.release());
  }

  @Test
  void regainsOnlyWhenTheOtherServerHasGone() throws SQLException {
    ServerLock lock = await(ServerLock.acquire(database, "one", 1));
    Promise<Void> lost = Promise.promise();
    Promise<Void> regained = Promise.promise();
    lock.onLost(lost::tryComplete);
    lock.onRegained(regained::tryComplete);

    try (Connection other = TestPostgres.connect(config);
        Statement statement = other.createStatement()) {
      // Waits in the server's own queue for the lock, so that it comes before any new try.
      Future<Void> ended = endHolderOnceSomebodyWaits();
      statement.execute("select pg_advisory_lock(" + 0x476c6173 + ", 1)");
      await(ended);
      await(lost.future());
      assertFalse(regained.future().isComplete());
    }

    await(regained.future());
    assertTrue(lock.held());
    await(lock.release());
  }

  private Future<Void> endHolderOnceSomebodyWaits() {
    String waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted";
    return database
        .pool()
        .query(waiting)
        .execute()
        .compose(
            rows ->
                rows.size() == 0
                    ? endHolderOnceSomebodyWaits()
                    : database.pool().query(END_HOLDERS).execute().mapEmpty());
  }

  @Test
  void staysGivenBackWhenItIsReleasedTwice() {
    ServerLock lock = await(ServerLock.acquire(database, "a host/with spaces", 1));

    await(lock.release());
    await(lock.release());

    assertFalse(lock.held());
    await(await(ServerLock.acquire(database, "two", 2, 0)).release());
  }
}
