package io.glasshive.app;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one of the process's streams ends at: a terminal of some width, or a pipe or file. */
interface Screen {

  /** Width of a terminal that does not say. */
  int USUAL_COLUMNS = 80;

  /** Whether a person watches: a line may be drawn over. */
  boolean terminal();

  /** How many characters fit on a line now; it changes when the window does. */
  int columns();

  /** No terminal. */
  static Screen pipe() {
    return new Screen() {
      @Override
      public boolean terminal() {
        return false;
      }

      @Override
      public int columns() {
        return USUAL_COLUMNS;
      }
    };
  }

  /** Where standard output ends. */
  static Screen ofOutput() {
    return new Stream(1, "stty size <&1 >&2");
  }

  /** Where standard error ends. */
  static Screen ofError() {
    return new Stream(2, "stty size <&2");
  }

  /**
   * A stream of this process. The JDK knows neither which one is a terminal nor how wide it is, so
   * two small programs that every Unix has are asked (3 ms); without them there is no terminal.
   */
  final class Stream implements Screen {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");
    private static final long ANSWER_SECONDS = 2;

    private final int number;
    private final String size;

    private Stream(int number, String size) {
      this.number = number;
      this.size = size;
    }

    @Override
    public boolean terminal() {
      String kind = System.getenv("TERM");
      return kind != null
          && !kind.equals("dumb")
          && finished(new ProcessBuilder("test", "-t", "" + number).inheritIO());
    }

    @Override
    public int columns() {
      // One stream is the one asked about; the answer comes back through the other.
      ProcessBuilder asking = new ProcessBuilder("sh", "-c", size);
      if (number == 1) {
        asking.redirectOutput(Redirect.INHERIT);
      } else {
        asking.redirectError(Redirect.INHERIT);
      }
      try {
        Process process = asking.start();
        InputStream answer = number == 1 ? process.getErrorStream() : process.getInputStream();
        String text = new String(answer.readNBytes(64), StandardCharsets.US_ASCII);
        process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
        Matcher matcher = SIZE.matcher(text);
        int columns = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        return columns > 0 ? columns : USUAL_COLUMNS;
      } catch (IOException e) {
        return USUAL_COLUMNS;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return USUAL_COLUMNS;
      }
    }

    private static boolean finished(ProcessBuilder command) {
      try {
        Process process = command.start();
        return process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
