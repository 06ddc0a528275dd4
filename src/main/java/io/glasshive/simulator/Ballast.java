package io.glasshive.simulator;

import java.util.List;

/**
 * What makes real pages heavy: scripts, drawings and data attributes, spread over the page. Some of
 * it names what a reader looks for, as real scripts do. Belongs to the writing of one page.
 */
final class Ballast {
  private static final String SCRIPT =
      "<script>$SRP.push({\"_type\":\"Tracking\",\"eventFamily\":\"SRP\",\"sel\":\"a.pagination__next\","
          + "\"html\":\"\\u003cli class='s-card'\\u003e\",\"payload\":{\"parentrq\":\"5b0c7a\","
          + "\"pageci\":\"8f21d\",\"name\":\"100% positive (1)\",\"note\":\"No exact matches found\"}});"
          + "</script>\n";
  private static final String DRAWING =
      "<svg class=\"icon icon--12\" aria-hidden=\"true\" viewBox=\"0 0 12 12\"><path d=\"M6 0a6 6 0 1"
          + " 0 0 12A6 6 0 0 0 6 0Zm2.7 4.7-3.2 3.2a.7.7 0 0 1-1 0L3.3 6.7a.7.7 0 1 1 1-1l.7.7"
          + " 2.7-2.7a.7.7 0 1 1 1 1Z\"></path></svg>\n";
  private static final String DATA =
      "<div class=\"s-track\" hidden data-view=\"mi:1686|iid:1\" data-interactions='[{\"actionKind\":"
          + "\"NAVSRC\",\"interaction\":\"wwFVrK2vRE0lhQQ0MDFKUzU2VE5RNzZHVEg\",\"li\":\"7400\"}]'"
          + " data-config='{\"carousel\":\"su-scrolling-item-cards__carousel\",\"ok\":true}'></div>\n";

  private static final List<String> BETWEEN_CARDS = List.of(SCRIPT);
  private static final List<String> INSIDE = List.of(DATA, DRAWING, SCRIPT);

  private final double charsPerPlace;
  private double owed;
  private int turn;

  private Ballast(double charsPerPlace) {
    this.charsPerPlace = charsPerPlace;
  }

  static Ballast none() {
    return new Ballast(0);
  }

  /** {@code chars} in all over {@code placeCount} places. */
  static Ballast of(int chars, int placeCount) {
    return new Ballast((double) chars / placeCount);
  }

  /** Adds a place's share where only a script may stand, between two entries of the list. */
  void betweenCards(StringBuilder html) {
    add(html, BETWEEN_CARDS);
  }

  /** Adds a place's share inside a card or elsewhere in the body. */
  void inside(StringBuilder html) {
    add(html, INSIDE);
  }

  /** Adds scripts until the page has {@code minChars}. */
  static void upTo(StringBuilder html, int minChars) {
    while (html.length() < minChars) {
      html.append(SCRIPT);
    }
  }

  private void add(StringBuilder html, List<String> pieces) {
    owed += charsPerPlace;
    while (owed > 0) {
      String piece = pieces.get(turn++ % pieces.size());
      html.append(piece);
      owed -= piece.length();
    }
  }
}
