package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.RunCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server as somebody starts it who has nothing but the jar: its own database, one directory.
 */
@Timeout(240)
class EmbeddedServerIT {
  private static final String CATEGORY = "289935";
  private static final int NOBODY = 65534;

  @TempDir Path dir;

  @Test
  void findsAtTheNextStartWhatTheFirstOneCollected() throws Exception {
    JsonNode run;
    try (ServerProcess server = ServerProcess.start(dir)) {
      run = server.api().awaitEnd(server.api().startRun(8, CATEGORY));
      assertEquals("completed", run.path("status").asText());
      assertRefusesASecondServerOnItsDirectory(server);
      assertRefusesASecondServerOnItsPort(server);

      assertEquals(JarProcess.EXIT_SIGTERM, server.process().sigterm());

      assertEquals(
          List.of(), server.process().children().stream().filter(ProcessHandle::isAlive).toList());
      assertFalse(Files.exists(dir.resolve("data/server.json")));
      assertNoWarnings(server.process());
    }

    try (ServerProcess server = ServerProcess.start(dir);
        Connection connection = server.embeddedDatabase()) {
      assertEquals(List.of(run), server.api().all("/api/v1/runs"));
      RunCheck.withSecrets("demo:demo").assertGood(connection);
      String second = server.api().startRun(8, CATEGORY);
      JsonNode totals = server.api().awaitEnd(second).path("totals");
      assertEquals(0, totals.path("sellers_new").asLong());
      RunCheck.withSecrets("demo:demo").assertGood(connection);
    }
  }

  @Test
  void servesAnOrdinaryUser() throws Exception {
    Path home = Files.createTempDirectory("glasshive-user-");
    try {
      Path jar = Files.copy(JarProcess.jar(), home.resolve("glasshive.jar"));
      boolean root = Files.getAttribute(home, "unix:uid").equals(0);
      if (root) {
        Files.setAttribute(home, "unix:uid", NOBODY);
        Files.setAttribute(home, "unix:gid", NOBODY);
      }
      List<String> prefix =
          root
              ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
              : List.of();
      try (ServerProcess server =
              ServerProcess.of(
                  JarProcess.start(prefix, jar, home, ServerProcess.arguments("serve", home)),
                  home);
          Connection connection = server.embeddedDatabase()) {
        String id = server.api().startRun(8, CATEGORY);

        assertEquals("completed", server.api().awaitEnd(id).path("status").asText());

        RunCheck.withSecrets("demo:demo").assertGood(connection);
        assertEquals(
            Files.getAttribute(home, "unix:uid"),
            Files.getAttribute(home.resolve("data/postgres"), "unix:uid"));
        assertNoWarnings(server.process());
      }
    } finally {
      removeTree(home);
    }
  }

  private void assertRefusesASecondServerOnItsDirectory(ServerProcess first) {
    try (JarProcess second = JarProcess.start(dir, ServerProcess.arguments("serve", dir))) {
      assertNotEquals(0, second.awaitExit());

      assertEquals(List.of(), second.out(), second::output);
      assertEquals(1, second.err().size(), second::output);
      String line = second.err().get(0);
      assertTrue(line.contains("process " + first.process().pid()), line);
      assertTrue(line.contains(dir.resolve("data").toString()), line);
      assertTrue(line.contains("data.dir"), line);
    }
    assertTrue(first.api().isReady());
  }

  private void assertRefusesASecondServerOnItsPort(ServerProcess first) {
    int port = first.url().getPort();
    Path elsewhere = dir.resolve("elsewhere");
    try (JarProcess second =
        JarProcess.start(dir, ServerProcess.arguments("serve", elsewhere, "http.port=" + port))) {
      assertNotEquals(0, second.awaitExit());

      assertEquals(List.of(), second.out(), second::output);
      assertEquals(1, second.err().size(), second::output);
      String line = second.err().get(0);
      assertTrue(line.contains(Integer.toString(port)), line);
      assertTrue(line.contains("http.port"), line);
    }
    int simulatorPort = first.simulatorUrl().getPort();
    try (JarProcess second =
        JarProcess.start(
            dir, ServerProcess.arguments("serve", elsewhere, "simulator.port=" + simulatorPort))) {
      assertNotEquals(0, second.awaitExit());

      // Its database may have come up meanwhile, which it tells.
      List<String> err = second.err().stream().filter(said -> !said.contains(" INFO ")).toList();
      assertEquals(1, err.size(), second::output);
      String line = err.get(0);
      assertTrue(line.contains(Integer.toString(simulatorPort)), line);
      assertTrue(line.contains("simulator.port"), line);
    }
    assertTrue(first.api().isReady());
  }

  private static void assertNoWarnings(JarProcess process) {
    assertEquals(
        List.of(),
        process.err().stream()
            .filter(line -> line.matches(".*(WARN|ERROR|Exception|\tat ).*"))
            .toList(),
        process::output);
  }

  private static void removeTree(Path tree) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(tree)) {
      all.forEach(paths::add);
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      Files.delete(paths.get(i));
    }
  }
}
