package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import io.glasshive.store.DataDirectory;
import io.glasshive.store.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds, on a real database, real ports and real directories. */
@Timeout(120)
class DoctorCommandIT {

  @TempDir Path directory;

  private Path data;
  private JsonObject report;

  @Test
  void findsNothingWrongBeforeTheFirstStartAndLeavesNothingBehind() throws IOException {
    data = directory.resolve("data");

    int exitCode = examine();

    assertEquals(0, exitCode, report.encodePrettily());
    assertEquals("ok", status("postgresql"));
    assertTrue(text("data directory").contains("does not exist yet"), report.encode());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void readsADatabaseOfOnesOwn() {
    int exitCode = examine(on(TestPostgres.newDatabase()));

    assertEquals(0, exitCode, report.encodePrettily());
    assertTrue(text("database").matches("PostgreSQL 1[4-9]\\.\\d+ answers"), report.encode());
    assertTrue(text("schema").contains("which this build knows"), text("schema"));
    assertEquals("ok", status("rights"));
    assertEquals("free", text("server lock"));
    assertEquals("ok", status("clock"));
    assertFalse(report.encode().contains("\"postgresql\""), "the embedded one is not needed");
  }

  @Test
  void leavesAnEmptyDatabaseEmpty() {
    Config.Database database = TestPostgres.newEmptyDatabase();

    examine(on(database));
    assertTrue(text("schema").startsWith("none yet"), text("schema"));

    examine(on(database));
    assertTrue(text("schema").startsWith("none yet"), "also the second time");
  }

  @Test
  void seesASchemaOfANewerBuild() {
    Config.Database database = TestPostgres.newDatabase();
    TestPostgres.execute(
        database,
        "update flyway_schema_history set version = '999' where installed_rank ="
            + " (select max(installed_rank) from flyway_schema_history)");

    int exitCode = examine(on(database));

    assertEquals(1, exitCode);
    assertTrue(text("database").contains("newer Glasshive"), report.encodePrettily());
  }

  @Test
  void namesASecretNowhere() {
    String[] settings = {
      "database.url=postgresql://user:geheim1@127.0.0.1:1/none",
      "database.password=geheim2",
      "oxylabs.password=geheim3"
    };

    int exitCode = examine(settings);

    assertEquals(1, exitCode);
    assertEquals("fail", status("database"));
    assertFalse(report.encode().contains("geheim"), report.encodePrettily());
    assertTrue(
        finding("configuration")
            .getJsonArray("details")
            .contains("database.password = **** (--set)"),
        report.encodePrettily());
  }

  @Test
  void saysWhoHasAPortAndTheDirectory() throws IOException {
    data = directory;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        DataDirectory held = DataDirectory.open(directory)) {
      String own = "process " + ProcessHandle.current().pid();

      int exitCode =
          examine(
              Stream.concat(
                      Stream.of(on(TestPostgres.newDatabase())),
                      Stream.of("http.port=" + taken.getLocalPort()))
                  .toArray(String[]::new));

      assertEquals(1, exitCode);
      assertEquals("fail", status("http.port"));
      assertTrue(text("http.port").contains(own), text("http.port"));
      assertTrue(finding("http.port").getString("remedy").contains("0 picks a free one"));
      assertTrue(text("in use").contains(own), text("in use"));
      assertTrue(held.path().toFile().exists());
    }
  }

  @Test
  void warnsOfADirectoryThatOthersCanRead() throws IOException {
    data = directory;
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    examine(on(TestPostgres.newDatabase()));

    assertEquals("warn", status("data directory"));
    assertTrue(finding("data directory").getString("remedy").contains("chmod 700"));
  }

  @Test
  void asksNoSourceUnlessToldTo() {
    examine(
        Stream.concat(
                Stream.of(on(TestPostgres.newDatabase())),
                Stream.of(
                    "source.amazon=oxylabs",
                    "oxylabs.username=u",
                    "oxylabs.password=p",
                    "oxylabs.base_url=http://127.0.0.1:1"))
            .toArray(String[]::new));

    assertEquals("ok", status("source.amazon"));
    assertTrue(
        text("source.amazon").contains("--ask-sources asks it (1 request, billed as one result)"));
  }

  @Test
  void saysWhatARequestCostsBeforeItAsks() {
    data = directory;
    List<String> args =
        arguments(
            "source.amazon=oxylabs",
            "oxylabs.username=u",
            "oxylabs.password=p",
            "oxylabs.base_url=http://127.0.0.1:1",
            "database.url=postgresql://u:p@127.0.0.1:1/x");
    args.add("--ask-sources");

    Terminal.Result result = new Terminal(directory).run(args.toArray(String[]::new));

    assertEquals(
        "Asking oxylabs for source.amazon: 1 request, billed as one result.\n", result.err());
    report = new JsonObject(result.out());
    assertTrue(text("source.amazon").contains("refused the connection"), report.encode());
    assertTrue(text("source.ebay").contains("starts with the server"), report.encode());
  }

  @Test
  void writesALineForEachCheckForAPerson() {
    data = directory;
    List<String> args = arguments(on(TestPostgres.newDatabase()));
    args.removeAll(List.of("--output", "json"));

    Terminal.Result result = new Terminal(directory).run(args.toArray(String[]::new));

    List<String> lines = result.out().lines().toList();
    assertTrue(lines.get(0).startsWith("ok    java            "), result.out());
    assertTrue(
        lines.stream().allMatch(line -> line.matches("(ok|warn|fail|   ) .*|.*\\.")), result.out());
    assertEquals("", result.err());
  }

  private int examine(String... assignments) {
    data = data == null ? directory : data;
    Terminal.Result result =
        new Terminal(directory).run(arguments(assignments).toArray(String[]::new));
    assertEquals(1, result.out().lines().count(), result.out() + result.err());
    report = new JsonObject(result.out());
    assertEquals(result.exitCode(), report.getInteger("exit"));
    return result.exitCode();
  }

  private List<String> arguments(String... assignments) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--output", "json"));
    Stream.concat(
            Stream.of("data.dir=" + data, "http.port=0", "simulator.port=0"),
            Stream.of(assignments))
        .forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    return arguments;
  }

  private static String[] on(Config.Database database) {
    return new String[] {
      "database.url=" + database.url().orElseThrow(),
      "database.user=" + database.user().orElseThrow(),
      "database.password=" + database.password().orElseThrow().value()
    };
  }

  private JsonObject finding(String check) {
    JsonArray findings = report.getJsonArray("findings");
    return findings.stream()
        .map(JsonObject.class::cast)
        .filter(finding -> finding.getString("check").equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(check + " in " + report.encodePrettily()));
  }

  private String status(String check) {
    return finding(check).getString("status");
  }

  private String text(String check) {
    return finding(check).getString("text");
  }
}
