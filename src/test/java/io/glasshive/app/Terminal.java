package io.glasshive.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** Runs commands in this process, at a quick pace, and keeps what they write. */
final class Terminal {

  /** What a command left. */
  record Result(int exitCode, String out, String err) {}

  final StopSignal stop = new StopSignal();

  /** How long a server may not answer. */
  Duration patience = Duration.ofSeconds(20);

  private LongSupplier nanos = System::nanoTime;

  private final Path directory;
  private final Screen screen;
  private final Map<String, String> environment;

  Terminal(Path directory) {
    this(directory, Screen.pipe(), Map.of());
  }

  Terminal(Path directory, Screen screen, Map<String, String> environment) {
    this.directory = directory;
    this.screen = screen;
    this.environment = environment;
  }

  /** Time stands still, but for this much whenever a command looks at the clock. */
  void nanosPerLook(long step) {
    AtomicLong now = new AtomicLong();
    nanos = () -> now.addAndGet(step);
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Commands.commandLine(shell())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Result(commandLine.execute(args), out.toString(), err.toString());
  }

  /** What a command finds around it. */
  Shell shell() {
    return new Shell(
        environment,
        directory,
        directory,
        "glasshive",
        stop,
        screen,
        screen,
        InstantSource.system(),
        nanos,
        new Shell.Pace(Duration.ofMillis(5), patience, Duration.ofSeconds(10)));
  }
}
