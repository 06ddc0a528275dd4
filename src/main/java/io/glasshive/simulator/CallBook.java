package io.glasshive.simulator;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every call of a page that was made, with the answer it got; kept in {@code calls.log}.
 *
 * <p>A line is {@code <page> <status> <p|r> <count>}, {@code r} for a call that the rate dial
 * refused, which the fault plan does not count. It is handed to the operating system before the
 * call is answered, so a call that was answered survives the end of the process (not that of the
 * machine: there is no fsync). A last line that was cut short was never answered and is dropped.
 * The file is rewritten with one line per page and answer at start, on reset and after {@value
 * #MAX_APPENDED} calls, so its size is bounded by the number of pages.
 *
 * <p>Not safe for use by several threads: the simulator has one thread for it. The methods write to
 * disk and must not run on an event loop.
 */
final class CallBook implements AutoCloseable {
  /** Calls appended before the file is rewritten: about 4 MB. */
  static final int MAX_APPENDED = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(CallBook.class);

  private static final class Tally {
    private long planned;
    private final Map<Integer, Long> plannedByStatus = new TreeMap<>();
    private long refused;

    private long total() {
      return planned + refused;
    }
  }

  private final Path file;
  private final Map<String, Tally> tallies = new TreeMap<>();
  private FileChannel out;
  private int appendedCount;

  private CallBook(Path file) {
    this.file = file;
  }

  /** The book kept in {@code directory}, which is made if need be. */
  static CallBook open(Path directory) throws IOException {
    Files.createDirectories(directory);
    CallBook book = new CallBook(directory.resolve("calls.log"));
    book.load();
    book.rewrite();
    return book;
  }

  /**
   * Plans the answer to a call of {@code page} and writes the call down.
   *
   * @param plan from the number of planned calls before this one to the answer
   * @param status of the answer: its HTTP status
   * @return the answer
   */
  <A> A call(String page, LongFunction<A> plan, ToIntFunction<A> status) throws IOException {
    Tally tally = tallies.get(page);
    A answer = plan.apply(tally == null ? 0 : tally.planned);
    write(page, status.applyAsInt(answer), false);
    return answer;
  }

  /** Writes down a call of {@code page} that the rate dial refused. */
  void refused(String page) throws IOException {
    write(page, 429, true);
  }

  /** Calls of {@code page} that the fault plan counts. */
  long plannedCount(String page) {
    Tally tally = tallies.get(page);
    return tally == null ? 0 : tally.planned;
  }

  /** Forgets every call. */
  void reset() throws IOException {
    tallies.clear();
    rewrite();
  }

  /** The JSON of {@code GET /calls}, ordered by page. */
  Buffer toJson() {
    long total = tallies.values().stream().mapToLong(Tally::total).sum();
    StringBuilder json = new StringBuilder("{\"total\":").append(total).append(",\"pages\":[");
    String separator = "";
    for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
      Tally tally = entry.getValue();
      Map<Integer, Long> answers = new TreeMap<>(tally.plannedByStatus);
      if (tally.refused > 0) {
        answers.merge(429, tally.refused, Long::sum);
      }
      json.append(separator).append("{\"page\":\"").append(entry.getKey());
      json.append("\",\"calls\":").append(tally.total()).append(",\"answers\":{");
      separator = "";
      for (Map.Entry<Integer, Long> answer : answers.entrySet()) {
        json.append(separator).append('"').append(answer.getKey()).append("\":");
        json.append(answer.getValue());
        separator = ",";
      }
      json.append("}}");
      separator = ",";
    }
    return Buffer.buffer(json.append("]}").toString());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void write(String page, int status, boolean refused) throws IOException {
    if (appendedCount >= MAX_APPENDED) {
      rewrite();
    }
    put(out, line(page, status, refused, 1));
    appendedCount++;
    count(page, status, refused, 1);
  }

  private void count(String page, int status, boolean refused, long count) {
    Tally tally = tallies.computeIfAbsent(page, p -> new Tally());
    if (refused) {
      tally.refused += count;
    } else {
      tally.planned += count;
      tally.plannedByStatus.merge(status, count, Long::sum);
    }
  }

  private void load() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      load(text.substring(from, end));
      from = end + 1;
    }
  }

  private void load(String line) {
    if (!line.matches("\\S+ \\d{3} [pr] \\d{1,15}")) {
      LOG.warn("{}: passing over a line that is no call", file);
      return;
    }
    String[] fields = line.split(" ");
    count(fields[0], Integer.parseInt(fields[1]), fields[2].equals("r"), Long.parseLong(fields[3]));
  }

  private void rewrite() throws IOException {
    Path next = file.resolveSibling("calls.log.new");
    StringBuilder lines = new StringBuilder();
    tallies.forEach(
        (page, tally) -> {
          tally.plannedByStatus.forEach((s, count) -> lines.append(line(page, s, false, count)));
          if (tally.refused > 0) {
            lines.append(line(page, 429, true, tally.refused));
          }
        });
    Files.writeString(next, lines, StandardCharsets.US_ASCII);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    FileChannel before = out;
    out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    appendedCount = 0;
    if (before != null) {
      before.close();
    }
  }

  private static String line(String page, int status, boolean refused, long count) {
    return page + ' ' + status + (refused ? " r " : " p ") + count + '\n';
  }

  private static void put(FileChannel out, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
