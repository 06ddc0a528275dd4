package io.glasshive.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a run gets on, on standard error: one line drawn over and over on a terminal, else a line
 * every few seconds.
 */
final class ProgressDisplay {

  private static final Duration LINE_EVERY = Duration.ofSeconds(5);

  /** One less than the narrowest usual terminal: a line that wraps cannot be drawn over. */
  private static final int WIDTH = 79;

  private static final String DRAW_OVER = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final long startedAtNanos;
  private long lineAtNanos;

  ProgressDisplay(PrintWriter err, boolean terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
    this.startedAtNanos = nanos.getAsLong();
    this.lineAtNanos = startedAtNanos - LINE_EVERY.toNanos();
  }

  /** Draws {@code sight}, or leaves it when a line was written only just now. */
  void show(RunSight sight) {
    String line = line(sight);
    if (terminal) {
      err.print(DRAW_OVER + line.substring(0, Math.min(line.length(), WIDTH)));
    } else if (nanos.getAsLong() - lineAtNanos >= LINE_EVERY.toNanos()) {
      lineAtNanos = nanos.getAsLong();
      err.println(line);
    }
    err.flush();
  }

  /** Writes a line of its own. */
  void say(String text) {
    err.println((terminal ? DRAW_OVER : "") + text);
    err.flush();
  }

  /** Leaves the last line as it is. */
  void end() {
    if (terminal) {
      err.println();
      err.flush();
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - startedAtNanos);
  }

  private String line(RunSight sight) {
    return String.format(
        "%s  amazon %s  ebay %s  products %d  sellers %d new, %d known  errors %d",
        clock(elapsed()),
        units(sight, "amazon"),
        units(sight, "ebay"),
        sight.total("products"),
        sight.total("sellers_new"),
        sight.total("sellers_known"),
        sight.total("errors"));
  }

  private static String units(RunSight sight, String phase) {
    return sight.count(phase, "done") + "/" + sight.count(phase, "planned");
  }

  /** {@code 1:23} or {@code 1:02:03}. */
  static String clock(Duration duration) {
    return duration.toHours() > 0
        ? String.format(
            "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart())
        : String.format("%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }
}
