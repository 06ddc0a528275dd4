package io.glasshive.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/events.md}, to hold the code and the logs to them. */
public final class EventsGuide {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final List<String> lines;

  /**
   * A row of the table of fields.
   *
   * @param type what it is on the wire
   * @param standsIn which events have it
   */
  public record Field(String name, String type, String standsIn, String meaning) {}

  private EventsGuide(List<String> lines) {
    this.lines = lines;
  }

  /** The guide of this project. */
  public static EventsGuide read() {
    try {
      return new EventsGuide(
          Files.readAllLines(Path.of(System.getProperty("basedir", ""), "docs", "events.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields, in the order of the table. */
  public List<Field> fields() {
    return table("field").stream()
        .map(row -> new Field(names(row.get(0)).get(0), row.get(1), row.get(2), row.get(3)))
        .toList();
  }

  /** The field of this name. */
  public Field field(String name) {
    return fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** The values that the table under {@code heading} lists, each with the cell beside it. */
  public Map<String, String> values(String heading) {
    Map<String, String> values = new LinkedHashMap<>();
    for (List<String> row : table(heading)) {
      for (String value : names(row.get(0))) {
        if (values.put(value, row.get(1)) != null) {
          throw new AssertionError(value + " is listed twice under " + heading);
        }
      }
    }
    return values;
  }

  /** The values that are said not to be produced yet: of actions and of reasons. */
  public Set<String> notYet() {
    Set<String> values = new LinkedHashSet<>();
    for (String line : lines) {
      if (line.contains("not in this version")) {
        values.addAll(names(line));
      } else if (line.contains("not produced by this version")) {
        String[] sentences = line.split("(?<=\\.) ");
        values.addAll(names(sentences[sentences.length - 1]));
      }
    }
    return values;
  }

  /** What stands between backticks in the sentence that begins so, up to its full stop. */
  public List<String> sentence(String beginning) {
    for (String line : lines) {
      int start = line.indexOf(beginning);
      if (start >= 0) {
        return names(line.substring(start + beginning.length()).split("\\.", 2)[0]);
      }
    }
    throw new AssertionError("There is no sentence '" + beginning + "'");
  }

  /** What stands between backticks. */
  public static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      names.add(code.group(1));
    }
    return names;
  }

  private List<List<String>> table(String heading) {
    int at = 0;
    while (!lines.get(at + 1).startsWith("| ---")
        || !cells(lines.get(at)).get(0).replace("`", "").equals(heading)) {
      at++;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = at + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      rows.add(cells(lines.get(i)));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of("");
    }
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.length() - 1).split("\\|")) {
      cells.add(cell.strip());
    }
    return cells;
  }
}
