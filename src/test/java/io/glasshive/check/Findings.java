package io.glasshive.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check found wrong, by rule: the first few of each and how many more there are. */
final class Findings {
  private static final int MAX_SHOWN = 10;

  private final Map<String, List<String>> shown = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Notes a violation of {@code rule}; the rest as in {@link String#format}. */
  void add(String rule, String format, Object... arguments) {
    if (counts.merge(rule, 1, Integer::sum) <= MAX_SHOWN) {
      shown
          .computeIfAbsent(rule, r -> new ArrayList<>())
          .add(rule + ": " + String.format(format, arguments));
    }
  }

  /** Notes a violation of {@code rule} unless both values are equal. */
  void same(String rule, String what, Object expected, Object actual) {
    if (!String.valueOf(expected).equals(String.valueOf(actual))) {
      add(rule, "%s is %s, but must be %s", what, actual, expected);
    }
  }

  /** Everything found; empty when all is good. */
  List<String> list() {
    List<String> all = new ArrayList<>();
    shown.forEach(
        (rule, messages) -> {
          all.addAll(messages);
          int more = counts.get(rule) - messages.size();
          if (more > 0) {
            all.add(rule + ": and " + more + " more");
          }
        });
    return all;
  }
}
