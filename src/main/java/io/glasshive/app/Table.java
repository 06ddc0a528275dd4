package io.glasshive.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under a heading: in columns for a person, with tabs between for a program. */
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heading) {
    rows.add(List.of(heading));
  }

  void row(String... cells) {
    List<String> plain = new ArrayList<>();
    for (String cell : cells) {
      plain.add(plain(cell));
    }
    rows.add(plain);
  }

  /** In columns; a line longer than {@code width} is cut off at its end. */
  void columns(int width, PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      String whole = line.toString().stripTrailing();
      out.println(whole.substring(0, Math.min(whole.length(), width)));
    }
  }

  /** With tabs between, whole. */
  void tabs(PrintWriter out) {
    rows.forEach(row -> out.println(String.join("\t", row)));
  }

  /** {@code text} on one line, without what a terminal would obey. */
  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
