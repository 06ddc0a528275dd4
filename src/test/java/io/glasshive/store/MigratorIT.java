package io.glasshive.store;

import static io.glasshive.store.TestPostgres.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MigratorIT {

  private final Config.Database config = TestPostgres.newEmptyDatabase();
  private Database database;
  private Migrator known;
  private Migrator newer;

  @BeforeEach
  void open(Vertx vertx) {
    database = await(Database.open(vertx, config));
    known = new Migrator(vertx, "classpath:store/known");
    newer = new Migrator(vertx, "classpath:store/newer");
  }

  @AfterEach
  void close() {
    await(database.close());
  }

  @Test
  void bringsTheRealSchemaToItsVersionAndDoesNothingTheSecondTime(Vertx vertx) {
    Migrator real = new Migrator(vertx);

    String first = await(real.migrate(database));
    String second = await(real.migrate(database));

    assertTrue(Integer.parseInt(first) >= 1, first);
    assertEquals(first, second);
    await(database.pool().query("select last_seq from runs").execute());
  }

  @Test
  void goesOnFromAnOlderSchema() {
    await(known.migrate(database));

    assertEquals("002", await(newer.migrate(database)));
    await(database.pool().query("select id from more_things").execute());
  }

  @Test
  void refusesANewerSchemaAndLeavesItAlone() {
    await(newer.migrate(database));

    Failure.Rejected e = assertThrows(Failure.Rejected.class, () -> await(known.migrate(database)));

    assertEquals("schema_newer", e.code());
    assertTrue(e.getMessage().contains("version 002, this one knows 001"), e.getMessage());
    assertEquals("002", await(newer.migrate(database)));
  }

  @Test
  void refusesADatabaseOfSomethingElse() {
    TestPostgres.execute(config, "create table theirs (id int)");

    Failure.Rejected e = assertThrows(Failure.Rejected.class, () -> await(known.migrate(database)));

    assertEquals("schema_foreign", e.code());
    assertTrue(e.getMessage().contains("database.url"), e.getMessage());
  }

  @Test
  void refusesASchemaThatOtherMigrationsMade() {
    await(known.migrate(database));
    TestPostgres.execute(config, "update flyway_schema_history set checksum = 1");

    Failure.Rejected e = assertThrows(Failure.Rejected.class, () -> await(known.migrate(database)));

    assertEquals("schema_changed", e.code());
  }

  @Test
  void leavesNothingOfAMigrationThatFails(Vertx vertx) {
    Migrator wrong = new Migrator(vertx, "classpath:store/wrong");

    assertThrows(Failure.Fault.class, () -> await(wrong.migrate(database)));

    int tables =
        await(database.pool().query("select 1 from pg_tables where tablename = 'kept'").execute())
            .size();
    assertEquals(0, tables);
  }

  @Test
  void letsTwoServersMigrateAtOnce() {
    Future<String> first = newer.migrate(database);
    Future<String> second = newer.migrate(database);

    assertEquals("002", await(first));
    assertEquals("002", await(second));
  }
}
