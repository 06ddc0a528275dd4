package io.glasshive.app;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command finds around it.
 *
 * @param terminal whether a person watches: a line may be drawn over
 * @param nanos monotonic clock
 */
record Shell(
    Map<String, String> environment,
    Path workingDirectory,
    Path home,
    StopSignal stop,
    boolean terminal,
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
    return new Shell(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home")).toAbsolutePath(),
        stop,
        isTerminal(),
        System::nanoTime,
        Pace.STANDARD);
  }

  private static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      // From 22 on there is always a console, and this method to ask it.
      Object answer = java.io.Console.class.getMethod("isTerminal").invoke(System.console());
      return Boolean.TRUE.equals(answer);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
