package io.glasshive.config;

import java.util.Collection;
import java.util.Comparator;

/** The known name that somebody who wrote another one most likely meant. */
final class NearestKey {
  private NearestKey() {}

  static String of(String written, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(written, name)))
        .orElseThrow();
  }

  private static int distance(String written, String known) {
    if (known.startsWith(written) && !written.isEmpty()) {
      return 1;
    }
    // A key without its section, `port`, is as far as one wrong letter.
    int whole = edits(written, known);
    int bare = edits(written, known.substring(known.lastIndexOf('.') + 1)) + 1;
    return Math.min(whole, bare);
  }

  /**
   * Insertions, deletions and replacements of single characters that make {@code b} of {@code a}.
   */
  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
