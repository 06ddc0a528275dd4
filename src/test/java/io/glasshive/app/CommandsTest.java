package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Failure;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CommandsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "serve --version", "collect -V"})
  void tellsItsVersion(String line) {
    Terminal.Result result = run(line);

    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().matches("Glasshive \\d+\\.\\d+\\.\\d+\\R"), result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--help, serve",
    "serve --help, --set",
    "collect --help, --categories",
    "simulate --help, --config",
    "collect -h, --max-calls",
    "runs --help, --limit",
    "runs show --help, --server",
    "runs pause --help, Example",
    "runs retry-gaps --help, --dry-run",
  })
  void helps(String line, String mentioned) {
    Terminal.Result result = run(line);

    assertEquals(ExitCode.OK, result.exitCode());
    assertTrue(result.out().startsWith("Usage: glasshive"), result.out());
    assertTrue(result.out().contains(mentioned), result.out());
    assertTrue(result.out().lines().allMatch(text -> text.length() <= 80), result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "colect, glasshive collect",
    "serv, glasshive serve",
    "--confg x, --config",
    "collect --categores 1, --categories",
    "collect --max-call 1, --max-calls",
    "collect --categories books --worker 1, --workers",
    "runs shwo 1, show",
    "runs retry-gap 1, retry-gaps",
    "runs retry-gaps 1 --dryrun, --dry-run",
  })
  void suggestsWhatWasMeant(String line, String meant) {
    Terminal.Result result = run(line);

    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().contains(meant), result.err());
    assertTrue(result.err().contains("--help"), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collect                                   | --categories ID",
        "collect --categories ,                    | --categories ID",
        "collect --categories nonsense             | no department or category 'nonsense'",
        "collect --categories books --preset daily | not both",
        "collect --categories books --max-calls 0  | '--max-calls': '0' is not a whole number of at least 1",
        "collect --categories books --max-calls x  | --max-calls",
        "collect --categories books --workers 0    | '0' is not a whole number from 1 to 64",
        "collect --categories books --workers 65   | --workers",
        "collect --categories books --workers many | 'many' is not a whole number from 1 to 64",
        "collect --categories books --output xml   | --output",
        "collect --categories books --output xml   | 'xml' is neither text nor json",
        "collect --categories                      | --categories",
        "runs --limit 1001                         | '1001' is not a whole number from 1 to 1000",
        "runs show                                 | ID",
        "runs show 1 2                             | '2'",
        "runs show xyz --server http://127.0.0.1:1 | 'xyz' is no run's id",
        "runs --server http://example.com          | http://127.0.0.1:8080",
        "runs --server nonsense                    | --server",
        "runs retry-gaps 1 --error-type slow       | rate_limit, timeout, http_500",
        "runs retry-gaps 1 --error-stage x         | seller_extraction",
        "serve extra                           | extra",
        "serve --set                           | --set",
        "--config                              | --config",
      })
  void explainsWrongUsage(String line, String mentioned) {
    Terminal.Result result = run(line);

    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(mentioned), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--set http.prot=1",
        "serve --set http.prot=1",
        "--set http.prot=1 serve",
        "collect --categories books --set http.prot=1",
        "--set http.prot=1 collect --categories books",
        "simulate --set http.prot=1",
      })
  void refusesAnUnknownKeyInEveryCommandBeforeAndAfterItsName(String line) {
    Terminal.Result result = run(line);

    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(
        """
        The configuration is wrong.
        http.prot: there is no such key (--set); the nearest is http.port.
        """,
        result.err());
  }

  @Test
  void gathersWhatIsSetBeforeAndAfterTheCommand() {
    Terminal.Result result = run("--set a=1 --config none.yaml serve --set b=2 --set c=3");

    assertEquals(ExitCode.USAGE, result.exitCode());
    for (String mentioned : new String[] {"a: there", "b: there", "c: there", "none.yaml"}) {
      assertTrue(result.err().contains(mentioned), result.err());
    }
  }

  @Test
  void refusesAnUnknownVariable() {
    Terminal terminal =
        new Terminal(directory, Screen.pipe(), Map.of("GLASSHIVE_RUN_WORKER", "secret-value"));

    Terminal.Result result = terminal.run("simulate");

    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("GLASSHIVE_RUN_WORKERS"), result.err());
    assertFalse(result.err().contains("secret-value"), result.err());
  }

  @Test
  void leavesAnArgumentThatBeginsWithAnAtSignAlone() {
    assertEquals(ExitCode.USAGE, run("@/etc/hostname").exitCode());
  }

  @Test
  void endsWithACodeForEachKindOfFailure() {
    assertEquals(ExitCode.USAGE, ExitCode.of(new Failure.Rejected("x", "x")));
    assertEquals(ExitCode.FAILED, ExitCode.of(new Failure.Conflict("x", "x", Map.of())));
    assertEquals(ExitCode.FAILED, ExitCode.of(new Failure.Unavailable("x", "x", null)));
    assertEquals(ExitCode.FAILED, ExitCode.of(new Failure.Fault("x", null)));
    assertEquals(ExitCode.FAILED, ExitCode.of(new IllegalStateException()));
    assertEquals(ExitCode.INTERRUPTED, ExitCode.of(new StopSignal.Stopped()));
  }

  @Test
  void explainsATakenPort() {
    String text = Commands.explanation(new BindException("Address already in use"));

    assertTrue(text.contains("--set http.port="), text);
  }

  @Test
  void startsTheSimulatorAloneUntilItIsStopped() {
    Terminal terminal = new Terminal(directory);
    terminal.stop.request();

    Terminal.Result result = terminal.run("simulate", "--set", "simulator.port=0");

    assertEquals(ExitCode.OK, result.exitCode(), result.err());
  }

  private Terminal.Result run(String line) {
    return new Terminal(directory).run(line.strip().split(" +"));
  }
}
