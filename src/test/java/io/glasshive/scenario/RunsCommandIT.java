package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.store.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code runs} and {@code doctor} of the built jar beside a server. */
@Timeout(180)
class RunsCommandIT {
  @TempDir Path dir;

  @Test
  void findsTheServerOfItsDirectoryAndSteersItsRuns() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            dir,
            TestPostgres.newDatabase(),
            "simulator.latency_ms.median=500",
            "simulator.latency_ms.p99=500")) {
      String id = server.api().startRun(1, "289935");

      JarProcess list = run(0, "runs");
      assertEquals(2, list.out().size(), list::output);
      assertTrue(list.out().get(1).startsWith(id + "\trunning\t"), list::output);

      JarProcess cancel = run(0, "runs", "cancel", id.substring(0, 10));
      assertTrue(cancel.out().get(0).startsWith("Run " + id + " is cancelling: "), cancel::output);
      server.api().awaitEnd(id);

      JarProcess again = run(1, "runs", "cancel", id);
      assertEquals(List.of("The run is cancelled; no command is allowed any more."), again.err());

      JarProcess show = run(0, "runs", "show", id, "--output", "json");
      JsonNode shown = HttpApi.JSON.readTree(show.out().get(0));
      assertEquals("cancelled", shown.path("run").path("status").asText(), show::output);
      assertEquals(1, shown.path("phases").path("amazon").path("planned").asInt());

      JarProcess doctor = run(0, "doctor", "--ask-sources");
      assertTrue(
          doctor.err().contains("Asking simulator for source.ebay: 1 request, free."),
          doctor::output);
      String holder = "by process " + server.process().pid() + ";";
      assertTrue(doctor.out().stream().anyMatch(line -> line.contains(holder)), doctor::output);
      assertTrue(doctor.out().stream().noneMatch(line -> line.startsWith("fail")), doctor::output);
      assertTrue(
          doctor.out().stream().anyMatch(line -> line.contains("simulator answers")),
          doctor::output);
    }
  }

  /** Runs a command on the server's data directory to its end. */
  private JarProcess run(int exitCode, String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--set", "data.dir=" + ServerProcess.data(dir)));
    try (JarProcess process = JarProcess.start(dir, arguments)) {
      assertEquals(exitCode, process.awaitExit(), process::output);
      return process;
    }
  }
}
