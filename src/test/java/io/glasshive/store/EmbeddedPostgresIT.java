package io.glasshive.store;

import static io.glasshive.store.TestPostgres.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasshive.domain.Failure;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The launcher within this JVM; its deaths are in {@link EmbeddedPostgresProcessIT}. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresIT {

  @TempDir Path temp;

  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  private DataDirectory data;
  private EmbeddedPostgres postgres;

  @AfterEach
  void stop() {
    if (postgres != null) {
      await(postgres.stop());
    }
    if (data != null) {
      data.close();
    }
  }

  @Test
  void keepsItsDataFromOneStartToTheNext(Vertx vertx) {
    start(vertx, shared());
    run(vertx, "create table kept (id int)");
    run(vertx, "insert into kept values (42)");
    await(postgres.stop());

    start(vertx, shared());

    assertEquals(42, run(vertx, "select id from kept").getInteger("id"));
    assertEquals("1/4 looking for PostgreSQL", steps.get(0));
    assertTrue(steps.contains("2/4 creating the database"), steps.toString());
    assertEquals("4/4 opening the database", steps.get(steps.size() - 1));
  }

  @Test
  void isSafeAndForThisMachineAlone(Vertx vertx) throws IOException {
    start(vertx, shared());

    assertEquals("on", run(vertx, "show fsync").getString(0));
    assertEquals("on", run(vertx, "show full_page_writes").getString(0));
    assertEquals("on", run(vertx, "show data_checksums").getString(0));
    assertEquals("127.0.0.1", run(vertx, "show listen_addresses").getString(0));
    assertEquals("", run(vertx, "show unix_socket_directories").getString(0));
    assertEquals("UTC", run(vertx, "select current_setting('timezone')").getString(0));
    assertEquals("UTF8", run(vertx, "show server_encoding").getString(0));
    assertEquals(
        0L,
        run(vertx, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'")
            .getLong(0));
    assertMode("rwx------", "postgres");
    assertMode("rw-------", "postgres.password");
    assertMode("rw-------", "postgres.log");
    assertFalse(Files.exists(data.resolve("postgres.initdb.password")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void livesInASessionOfItsOwnSoThatCtrlCPassesItBy(Vertx vertx) throws IOException {
    start(vertx, shared());

    String stat = Files.readString(Path.of("/proc", Long.toString(postgres.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");

    assertEquals(Long.toString(postgres.pid()), fields[3], "session");
  }

  @Test
  void answersOnTheContextThatAsked(Vertx vertx) {
    data = DataDirectory.open(temp.resolve("data"));
    Context context = vertx.getOrCreateContext();
    Promise<Boolean> onContext = Promise.promise();

    context.runOnContext(
        x ->
            EmbeddedPostgres.start(vertx, data, Progress.none(), shared())
                .onSuccess(started -> postgres = started)
                .map(started -> Vertx.currentContext() == context)
                .onComplete(onContext));

    assertTrue(await(onContext.future()));
  }

  @Test
  void comesBackOnTheSamePortWhenItIsKilledSoThatPoolsReconnect(Vertx vertx) {
    start(vertx, shared());
    Promise<EmbeddedPostgres.Exit> exit = Promise.promise();
    Promise<Void> back = Promise.promise();
    postgres.onExit(exit::tryComplete).onRestarted(back::tryComplete);
    Database database = await(Database.open(vertx, postgres.settings(2)));
    await(database.pool().query("create table kept (id int)").execute());
    await(database.pool().query("insert into kept values (42)").execute());
    long before = postgres.pid();
    int port = postgres.port();

    ProcessHandle.of(before).orElseThrow().destroyForcibly();

    assertEquals(137, await(exit.future()).code());
    await(back.future());
    assertNotEquals(before, postgres.pid());
    assertEquals(port, postgres.port());
    Awaitility.await().atMost(10, SECONDS).until(() -> answers(database));
    await(database.close());
  }

  private static boolean answers(Database database) {
    try {
      return await(database.pool().query("select id from kept").execute()).size() == 1;
    } catch (RuntimeException e) {
      // A connection of before, which the pool has yet to miss.
      return false;
    }
  }

  @Test
  void comesBackEachTimeItIsKilled(Vertx vertx) {
    start(vertx, shared());

    for (int i = 0; i < 3; i++) {
      Promise<Void> back = Promise.promise();
      postgres.onRestarted(back::tryComplete);
      ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
      await(back.future());
    }

    assertEquals(1, run(vertx, "select 1 as one").getInteger("one"));
  }

  @Test
  void beginsAgainWhereAnInitdbWasCutOff(Vertx vertx) throws IOException {
    Path half = Files.createDirectories(temp.resolve("data/postgres.initdb/base/1"));
    Files.writeString(half.resolveSibling("PG_VERSION"), "18\n");

    start(vertx, shared());

    assertEquals(1, run(vertx, "select 1 as one").getInteger("one"));
    assertFalse(Files.exists(data.resolve("postgres.initdb")));
  }

  @Test
  void unpacksAgainWhatIsNotComplete(Vertx vertx) throws IOException {
    Path programs = temp.resolve("data/postgres-bin");
    Path abandoned = Files.createDirectories(programs.resolve(".unpacking-99999999/bin"));
    Path library = programs.resolve(PostgresBinaries.VERSION).resolve("lib/libpq.so.5.18");
    start(vertx, EmbeddedPostgres.Options.DEFAULT);
    await(postgres.stop());
    long whole = Files.size(library);
    // As a machine's crash leaves it: the name is there, the content is not.
    Files.write(library, new byte[0]);
    steps.clear();

    start(vertx, EmbeddedPostgres.Options.DEFAULT);

    assertTrue(steps.contains("1/4 unpacking PostgreSQL"), steps.toString());
    assertEquals(whole, Files.size(library));
    assertFalse(Files.exists(abandoned.getParent()));
  }

  @Test
  void startsWhenThePidFileNamesAForeignProcess(Vertx vertx) throws IOException {
    start(vertx, shared());
    await(postgres.stop());
    // As after the restart of a container, where small numbers come round again.
    Files.writeString(
        data.resolve("postgres/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + data.resolve("postgres") + "\n1\n1\n\n127.0.0.1\n");

    start(vertx, shared());

    assertEquals(1, run(vertx, "select 1 as one").getInteger("one"));
  }

  @Test
  void saysWhatToDoAboutADirectoryThatItCannotUse(Vertx vertx) throws IOException {
    Path cluster = Files.createDirectories(temp.resolve("data/postgres"));

    Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
    Failure version = assertThrows(Failure.Rejected.class, () -> start(vertx, shared()));
    data.close();
    Files.delete(cluster.resolve("PG_VERSION"));
    Files.writeString(cluster.resolve("diary.txt"), "Dear");
    Failure foreign = assertThrows(Failure.Rejected.class, () -> start(vertx, shared()));
    data.close();
    Files.delete(cluster.resolve("diary.txt"));
    start(vertx, shared());
    await(postgres.stop());
    Files.delete(data.resolve("postgres.password"));
    Failure password = assertThrows(Failure.Rejected.class, () -> start(vertx, shared()));

    assertEquals("database_version", version.code());
    assertTrue(version.getMessage().contains("PostgreSQL 17"), version.getMessage());
    assertEquals("data_dir", foreign.code());
    assertEquals("database_password_lost", password.code());
  }

  @Test
  void reportsASettingThatPostgresRefusesInItsOwnWords(Vertx vertx) {
    EmbeddedPostgres.Options wrong =
        new EmbeddedPostgres.Options(
            Optional.empty(),
            Optional.of(TestPostgres.programs()),
            Map.of("max_connections", "many"));

    Failure e = assertThrows(Failure.Unavailable.class, () -> start(vertx, wrong));

    assertEquals("embedded_database", e.code());
    assertTrue(e.getMessage().contains("max_connections"), e.getMessage());
    assertTrue(e.getMessage().contains("postgres.log"), e.getMessage());
  }

  @Test
  void stopsAsOftenAsItIsAsked(Vertx vertx) {
    start(vertx, shared());
    long pid = postgres.pid();

    await(postgres.stop());
    await(postgres.stop());

    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runsAsNobodyWhereRootMayNotMakeUserNamespaces(Vertx vertx) throws IOException {
    assumeTrue(isRoot(), "only root can become nobody");
    EmbeddedPostgres.Options nobody =
        new EmbeddedPostgres.Options(Optional.of(RunAs.NOBODY), Optional.empty(), Map.of());
    // JUnit's directories are for their owner alone.
    Path open = Files.createTempDirectory("glasshive-nobody-");
    try {
      Unix.permit(open, "rwxr-xr-x");
      temp = open;
      start(vertx, nobody);
      run(vertx, "create table kept (id int)");
      assertEquals(65534, Unix.owner(Path.of("/proc", Long.toString(postgres.pid()))));
      assertEquals(65534, Unix.owner(data.resolve("postgres")));
      assertMode("rwx--x---", "");
      await(postgres.stop());

      // And back, when the machine allows it: the files change hands.
      start(vertx, shared());
      assertEquals(0, Unix.owner(data.resolve("postgres/PG_VERSION")));
      run(vertx, "select count(*) from kept");
    } finally {
      stop();
      Unix.deleteTree(open);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatNobodyCannotEnterTheDirectory(Vertx vertx) throws IOException {
    assumeTrue(isRoot(), "only root can become nobody");
    EmbeddedPostgres.Options nobody =
        new EmbeddedPostgres.Options(Optional.of(RunAs.NOBODY), Optional.empty(), Map.of());
    Unix.permit(temp, "rwx------");

    Failure e = assertThrows(Failure.Rejected.class, () -> start(vertx, nobody));

    assertEquals("data_dir", e.code());
    assertTrue(e.getMessage().contains("enter each directory above it"), e.getMessage());
  }

  private static boolean isRoot() throws IOException {
    return Unix.owner(Path.of("/proc", Long.toString(ProcessHandle.current().pid()))) == 0;
  }

  private static EmbeddedPostgres.Options shared() {
    return new EmbeddedPostgres.Options(
        Optional.empty(), Optional.of(TestPostgres.programs()), Map.of());
  }

  private void start(Vertx vertx, EmbeddedPostgres.Options options) {
    if (data != null) {
      data.close();
    }
    data = DataDirectory.open(temp.resolve("data"));
    postgres =
        await(
            EmbeddedPostgres.start(
                vertx, data, (n, of, what) -> steps.add(n + "/" + of + " " + what), options));
  }

  private Row run(Vertx vertx, String sql) {
    Database database = await(Database.open(vertx, postgres.settings(1)));
    try {
      var rows = await(database.pool().query(sql).execute()).iterator();
      return rows.hasNext() ? rows.next() : null;
    } finally {
      await(database.close());
    }
  }

  private void assertMode(String mode, String name) throws IOException {
    assertEquals(
        mode,
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))),
        name);
  }
}
