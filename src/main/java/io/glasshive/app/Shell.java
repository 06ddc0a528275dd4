package io.glasshive.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command finds around it.
 *
 * @param program how this program is started, for texts that say what to type
 * @param out where standard output ends
 * @param err where standard error ends
 * @param clock wall clock
 * @param nanos monotonic clock
 */
record Shell(
    Map<String, String> environment,
    Path workingDirectory,
    Path home,
    String program,
    StopSignal stop,
    Screen out,
    Screen err,
    InstantSource clock,
    LongSupplier nanos,
    Pace pace) {

  /**
   * How a command follows a run.
   *
   * @param poll time between two looks at it
   * @param patience how long a server may not answer
   * @param cancel how long a run may take to be cancelled after Ctrl-C
   */
  record Pace(Duration poll, Duration patience, Duration cancel) {

    /** Often enough for a person; the server answers such a look from memory or one small read. */
    static final Pace STANDARD =
        new Pace(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  Shell {
    environment = Map.copyOf(environment);
  }

  /** The process's own. */
  static Shell ofProcess(StopSignal stop) {
    Path here = Path.of("").toAbsolutePath();
    return new Shell(
        System.getenv(),
        here,
        Path.of(System.getProperty("user.home")).toAbsolutePath(),
        Invocation.ofProcess(here),
        stop,
        Screen.ofOutput(),
        Screen.ofError(),
        InstantSource.system(),
        System::nanoTime,
        Pace.STANDARD);
  }
}
