package io.glasshive.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands in this process, at a quick pace, and keeps what they write. */
final class Terminal {

  /** What a command left. */
  record Result(int exitCode, String out, String err) {}

  final StopSignal stop = new StopSignal();

  /** How long a server may not answer. */
  Duration patience = Duration.ofSeconds(20);

  private final Path directory;
  private final boolean watched;
  private final Map<String, String> environment;

  Terminal(Path directory) {
    this(directory, false, Map.of());
  }

  Terminal(Path directory, boolean watched, Map<String, String> environment) {
    this.directory = directory;
    this.watched = watched;
    this.environment = environment;
  }

  Result run(String... args) {
    Shell shell =
        new Shell(
            environment,
            directory,
            directory,
            stop,
            watched,
            System::nanoTime,
            new Shell.Pace(Duration.ofMillis(5), patience, Duration.ofSeconds(10)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Commands.commandLine(shell)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Result(commandLine.execute(args), out.toString(), err.toString());
  }
}
