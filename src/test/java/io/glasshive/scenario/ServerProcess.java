package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;

import io.glasshive.check.CheckConnection;
import io.glasshive.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server from the product's jar in a process of its own: free ports, a fast simulator, short
 * waits. Closing it ends it.
 *
 * <pre>
 *   try (ServerProcess server = ServerProcess.start(dir, database)) {
 *     String run = server.api().startRun(8, "electronics");
 *     …
 *     server.process().kill9();
 *   }
 * </pre>
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);

  private final JarProcess process;
  private final Path data;
  private final URI url;
  private final HttpApi api;

  private ServerProcess(JarProcess process, Path data) {
    this.process = process;
    this.data = data;
    this.url = URI.create(process.awaitLine("Glasshive "));
    this.api = new HttpApi(url);
    awaitReady();
  }

  /** One with its embedded database, in {@code directory/data}. */
  static ServerProcess start(Path directory, String... assignments) {
    return of(JarProcess.start(directory, arguments("serve", directory, assignments)), directory);
  }

  /** One on a database of the tests' own server, which starts sooner. */
  static ServerProcess start(Path directory, Config.Database database, String... assignments) {
    return start(directory, on(database, assignments));
  }

  /** One that was started otherwise. */
  static ServerProcess of(JarProcess process, Path directory) {
    try {
      return new ServerProcess(process, data(directory));
    } catch (RuntimeException | AssertionError e) {
      process.close();
      throw e;
    }
  }

  /** The command line of a command: fast and on free ports, then {@code assignments}. */
  static List<String> arguments(String command, Path directory, String... assignments) {
    List<String> arguments = new ArrayList<>(List.of(command));
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.dir=" + data(directory),
                "http.port=0",
                "simulator.port=0",
                "simulator.latency_ms.median=1",
                "simulator.latency_ms.p99=5",
                "simulator.timeout_ms=50",
                "retry.base=5ms",
                "retry.cap=50ms"));
    all.addAll(List.of(assignments));
    all.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    return arguments;
  }

  /** Assignments that name a database, then others. */
  static String[] on(Config.Database database, String... others) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "database.url=" + database.url().orElseThrow(),
                "database.user=" + database.user().orElseThrow(),
                "database.password=" + database.password().orElseThrow().value()));
    all.addAll(List.of(others));
    return all.toArray(String[]::new);
  }

  static Path data(Path directory) {
    return directory.resolve("data");
  }

  private void awaitReady() {
    await("readiness")
        .atMost(READY)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> api.isReady() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("it ended with " + process.awaitExit() + ":\n" + process.output());
    }
    process.awaitLine("Ready.");
  }

  URI url() {
    return url;
  }

  /** Where its own simulator listens. */
  URI simulatorUrl() {
    return URI.create(process.awaitLine("Simulator "));
  }

  HttpApi api() {
    return api;
  }

  JarProcess process() {
    return process;
  }

  /** Past the server into its embedded database. */
  Connection embeddedDatabase() throws SQLException {
    try {
      String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
      String password = Files.readString(data.resolve("postgres.password")).strip();
      return CheckConnection.open(
          "postgresql://127.0.0.1:" + port + "/glasshive", "glasshive", password);
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
