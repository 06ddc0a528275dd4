package io.glasshive.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasshive.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in JVMs of its own, which are killed, doubled and run by another user. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedPostgresProcessIT {

  private static final Optional<Path> PROGRAMS = Optional.of(TestPostgres.programs());

  @TempDir Path temp;

  @Test
  void leavesNoServerWhenItsJvmIsKilledAndFindsTheDataAgain() throws Exception {
    try (LauncherChild first = LauncherChild.start(temp, PROGRAMS)) {
      LauncherChild.Ready ready = first.ready();
      TestPostgres.execute(
          config(ready), "create table kept (id int)", "insert into kept values (42)");

      first.kill();

      await().atMost(10, SECONDS).until(() -> !alive(ready.postgresPid()));
    }
    try (LauncherChild second = LauncherChild.start(temp, PROGRAMS)) {
      LauncherChild.Ready ready = second.ready();
      TestPostgres.execute(config(ready), "insert into kept select id from kept where id = 42");
      second.stop();
      assertFalse(alive(ready.postgresPid()));
    }
  }

  @Test
  void waitsForTheServerOfAKilledJvmToStop() throws Exception {
    try (LauncherChild first = LauncherChild.start(temp, PROGRAMS)) {
      LauncherChild.Ready before = first.ready();
      // Something to write: the checkpoint of the stop takes its time.
      TestPostgres.execute(
          config(before),
          "create table much as select repeat('x', 500) from generate_series(1, 300000)");

      first.kill();

      try (LauncherChild second = LauncherChild.start(temp, PROGRAMS)) {
        LauncherChild.Ready after = second.ready();
        assertNotEquals(before.postgresPid(), after.postgresPid());
        TestPostgres.execute(config(after), "insert into much select * from much limit 1");
        second.stop();
      }
    }
  }

  @Test
  void refusesASecondJvmNamingTheFirst() throws Exception {
    try (LauncherChild first = LauncherChild.start(temp, PROGRAMS)) {
      // Held from its first moment, not only once the server runs.
      await().atMost(20, SECONDS).until(() -> lockNames(first.pid()));

      try (LauncherChild second = LauncherChild.start(temp, PROGRAMS)) {
        String outcome = second.failure();

        assertTrue(
            outcome.startsWith("failed data_dir_in_use Another Glasshive (process " + first.pid()),
            outcome);
        assertTrue(outcome.contains("set data.dir"), outcome);
      }
      first.ready();
      first.stop();
    }
  }

  private boolean lockNames(long pid) throws IOException {
    Path lock = temp.resolve("lock");
    return Files.exists(lock) && Files.readString(lock).equals(pid + "\n");
  }

  @Test
  void stopsAServerThatWasLeftBehindForGood() throws Exception {
    try (LauncherChild first = LauncherChild.start(temp, PROGRAMS)) {
      LauncherChild.Ready ready = first.ready();
      first.stop();
      assertFalse(alive(ready.postgresPid()));
    }
    // As elsewhere than on Linux: nothing ends it with the JVM that started it.
    RunAs runAs = RunAs.detect();
    Process left =
        new ProcessBuilder(
                runAs.plain(
                    List.of(
                        TestPostgres.programs() + "/" + PostgresBinaries.VERSION + "/bin/postgres",
                        "-D",
                        temp.resolve("postgres").toString(),
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + freePort())))
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("left.log").toFile())
            .start();
    await()
        .atMost(20, SECONDS)
        .until(() -> Files.readString(temp.resolve("left.log")).contains("ready to accept"));

    try (LauncherChild second = LauncherChild.start(temp, PROGRAMS)) {
      second.ready();

      assertFalse(left.isAlive());
      assertTrue(
          second.said().stream().anyMatch(l -> l.contains("(process " + left.pid() + ") to stop")),
          second.said().toString());
      second.stop();
    } finally {
      left.destroyForcibly();
    }
  }

  @Test
  void recoversFromBeingKilledWhileItCreatesTheDatabase() throws Exception {
    try (LauncherChild first = LauncherChild.start(temp, PROGRAMS)) {
      await()
          .atMost(30, SECONDS)
          .until(() -> Files.exists(temp.resolve("postgres.initdb/PG_VERSION")));
      first.kill();
    }

    try (LauncherChild second = LauncherChild.start(temp, PROGRAMS)) {
      LauncherChild.Ready ready = second.ready();
      assertTrue(Integer.parseInt(ready.schema()) >= 1, ready.schema());
      second.stop();
    }
  }

  @Test
  void runsFromTheJarAsAnOrdinaryUser() throws Exception {
    assumeTrue(Unix.owner(Path.of("/proc", Long.toString(ProcessHandle.current().pid()))) == 0);
    // Where another user can read it: JUnit's directory is for its owner alone.
    Path open = Files.createTempDirectory("glasshive-ordinary-");
    try {
      Unix.permit(open, "rwxr-xr-x");
      String classPath = copyClasses(open);
      Path data = Files.createDirectory(open.resolve("data"));
      Unix.give(data, 65534, 65534);
      List<String> asNobody =
          List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

      try (LauncherChild child = LauncherChild.start(asNobody, classPath, data, Optional.empty())) {
        LauncherChild.Ready ready = child.ready();
        assertEquals(65534, Unix.owner(Path.of("/proc", Long.toString(ready.postgresPid()))));
        assertTrue(child.said().contains("step 1/4 unpacking PostgreSQL"), child.said().toString());
        child.kill();
        await().atMost(10, SECONDS).until(() -> !alive(ready.postgresPid()));
      }
      try (LauncherChild child = LauncherChild.start(asNobody, classPath, data, Optional.empty())) {
        child.ready();
        child.stop();
      }
    } finally {
      Unix.deleteTree(open);
    }
  }

  private static String copyClasses(Path target) throws IOException {
    Path jar = Path.of(System.getProperty("glasshive.jar", "target/glasshive.jar"));
    Path copy = Files.copy(jar, target.resolve("glasshive.jar"));
    Unix.permit(copy, "rw-r--r--");
    Path tests =
        Path.of(
            LauncherProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path own = Path.of("io/glasshive/store");
    Path classes = target.resolve("classes");
    Files.createDirectories(classes.resolve(own));
    try (Stream<Path> files = Files.list(tests.resolve(own))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, classes.resolve(own).resolve(file.getFileName().toString()));
      }
    }
    for (Path dir = classes.resolve(own); !dir.equals(target); dir = dir.getParent()) {
      Unix.permit(dir, "rwxr-xr-x");
    }
    return copy + ":" + classes;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private Config.Database config(LauncherChild.Ready ready) throws IOException {
    String password = Files.readString(temp.resolve("postgres.password")).strip();
    return new Config.Database(
        Optional.of("postgresql://127.0.0.1:" + ready.port() + "/glasshive"),
        Optional.of("glasshive"),
        Optional.of(new Config.Secret(password)),
        1);
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
