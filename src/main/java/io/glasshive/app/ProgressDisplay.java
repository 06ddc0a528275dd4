package io.glasshive.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a run gets on, on standard error: one line drawn over and over on a terminal, else a line now
 * and then, the rarer the longer it takes, and at each change of the run's state.
 */
final class ProgressDisplay {

  private static final Duration FIRST_MINUTE = Duration.ofMinutes(1);
  private static final Duration FIRST_MINUTES = Duration.ofMinutes(10);

  /** To the line's beginning, and clear to its end: a shorter line leaves nothing of a longer. */
  private static final String DRAW_OVER = "\r\u001b[K";

  /** Without wrapping for the moment: a window that has just shrunk cuts the line off instead. */
  private static final String CUT_OFF = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintWriter err;
  private final Screen screen;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final Estimate estimate = new Estimate();
  private final long startedAtNanos;

  private boolean drawn;
  private int drawnWidth;
  private RunSight written;
  private long writtenAtNanos;

  ProgressDisplay(PrintWriter err, Screen screen, LongSupplier nanos) {
    this.err = err;
    this.screen = screen;
    this.terminal = screen.terminal();
    this.nanos = nanos;
    this.startedAtNanos = nanos.getAsLong();
  }

  /** Draws {@code sight}, or leaves it when a line was written only just now. */
  void show(RunSight sight) {
    long now = nanos.getAsLong();
    estimate.add(sight, now);
    if (terminal) {
      draw(line(sight));
    } else if (written == null
        || !state(sight).equals(state(written))
        || now - writtenAtNanos >= interval().toNanos()) {
      write(sight);
    }
  }

  /** Writes a line of its own. */
  void say(String text) {
    err.println((drawn ? DRAW_OVER : "") + text);
    err.flush();
    drawn = false;
  }

  /** Leaves the last line as it is; where lines are rare, {@code sight} is told once more. */
  void end(RunSight sight) {
    if (drawn) {
      err.println();
      err.flush();
      drawn = false;
    } else if (!terminal && sight != written && sight.phases() != null) {
      write(sight);
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - startedAtNanos);
  }

  private void draw(ProgressLine line) {
    // The last column stays free: a terminal may wrap when it is written to.
    int width = Math.max(1, screen.columns() - 1);
    if (drawn && width < drawnWidth) {
      // The window shrank, and some terminals broke the old line in two: leave it, begin anew.
      err.println();
    }
    err.print(DRAW_OVER + CUT_OFF + line.within(width) + WRAP);
    err.flush();
    drawn = true;
    drawnWidth = width;
  }

  private void write(RunSight sight) {
    written = sight;
    writtenAtNanos = nanos.getAsLong();
    err.println(line(sight).whole());
    err.flush();
  }

  private ProgressLine line(RunSight sight) {
    return new ProgressLine(sight, elapsed(), estimate);
  }

  private static String state(RunSight sight) {
    return sight.status() + sight.reason();
  }

  private Duration interval() {
    Duration elapsed = elapsed();
    if (elapsed.compareTo(FIRST_MINUTE) < 0) {
      return Duration.ofSeconds(5);
    }
    return elapsed.compareTo(FIRST_MINUTES) < 0 ? Duration.ofSeconds(15) : FIRST_MINUTE;
  }
}
