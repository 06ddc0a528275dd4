package io.glasshive.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The named statements of one file {@code resources/sql/NAME.sql}. A line {@code -- name:
 * snake_case_name} begins a statement; the comment lines that follow it are its header (parameters,
 * rows, locks) and are not sent; comments further in are. A semicolon at the end is dropped.
 *
 * <p>Load it once, into a constant: {@code private static final Sql SQL = Sql.load("runs");}. A
 * file that is missing or malformed fails the class that loads it.
 */
public final class Sql {

  private static final Pattern NAME = Pattern.compile("--\\s*name:\\s*(.*?)\\s*");
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private final String file;
  private final Map<String, String> statements;

  private Sql(String file, Map<String, String> statements) {
    this.file = file;
    this.statements = statements;
  }

  /**
   * Reads {@code sql/NAME.sql} from the classpath.
   *
   * @throws IllegalStateException when it is missing, a name is given twice or is not snake_case, a
   *     statement is empty, or something stands before the first name
   */
  public static Sql load(String name) {
    String file = "sql/" + name + ".sql";
    try (InputStream bytes = Sql.class.getClassLoader().getResourceAsStream(file)) {
      if (bytes == null) {
        throw new IllegalStateException("There is no " + file + " on the classpath.");
      }
      return parse(file, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The text of a statement.
   *
   * @throws IllegalArgumentException when the file has none of that name
   */
  public String get(String name) {
    String statement = statements.get(name);
    if (statement == null) {
      throw new IllegalArgumentException(file + " has no statement " + name + ".");
    }
    return statement;
  }

  /** The names, in the order of the file. */
  public Set<String> names() {
    return statements.keySet();
  }

  static Sql parse(String file, String text) {
    Map<String, String> statements = new LinkedHashMap<>();
    String name = null;
    StringBuilder body = new StringBuilder();
    for (String line : text.lines().toList()) {
      Matcher marker = NAME.matcher(line.strip());
      if (marker.matches()) {
        finish(file, statements, name, body);
        name = marker.group(1);
        body.setLength(0);
      } else if (!isHeader(line, body)) {
        body.append(line.stripTrailing()).append('\n');
      }
    }
    finish(file, statements, name, body);
    return new Sql(file, Collections.unmodifiableMap(statements));
  }

  private static boolean isHeader(String line, StringBuilder body) {
    return body.isEmpty() && (line.isBlank() || line.strip().startsWith("--"));
  }

  private static void finish(
      String file, Map<String, String> statements, String name, StringBuilder body) {
    String statement = body.toString().strip();
    if (statement.endsWith(";")) {
      statement = statement.substring(0, statement.length() - 1).stripTrailing();
    }
    if (name == null) {
      require(statement.isEmpty(), file + " has text before its first name.");
      return;
    }
    require(SNAKE_CASE.matcher(name).matches(), file + ": '" + name + "' is not snake_case.");
    require(!statement.isEmpty(), file + ": " + name + " is empty.");
    require(statements.put(name, statement) == null, file + " has " + name + " twice.");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
