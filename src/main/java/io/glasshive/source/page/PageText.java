package io.glasshive.source.page;

/**
 * Text of a page made comparable, one character for one: what nobody sees (direction marks,
 * zero-width characters, soft hyphens) is left out, every kind of space is a plain one, full-width
 * letters and signs and the digits of other scripts are ASCII.
 */
final class PageText {
  private PageText() {}

  /** {@code text} without invisible characters, each space character a plain space. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        visible.append(' ');
      } else if (!isInvisible(c)) {
        visible.append(c);
      }
    }
    return visible.toString();
  }

  /** {@code visible} with look-alikes as ASCII; as long as {@code visible}. */
  static String folded(String visible) {
    StringBuilder folded = new StringBuilder(visible.length());
    for (int i = 0; i < visible.length(); i++) {
      folded.append(fold(visible.charAt(i)));
    }
    return folded.toString();
  }

  /** {@code text} visible, folded, with runs of spaces collapsed. */
  static String plain(String text) {
    return folded(visible(text)).replaceAll(" {2,}", " ").strip();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isInvisible(char c) {
    return Character.getType(c) == Character.FORMAT || Character.isISOControl(c) || c == '\uFFFE';
  }

  private static char fold(char c) {
    if (c < 0x80) {
      return c;
    }
    if (c >= '\uFF01' && c <= '\uFF5E') {
      return (char) (c - 0xFEE0);
    }
    if (Character.isDigit(c)) {
      return (char) ('0' + Character.digit(c, 10));
    }
    return switch (c) {
      case '\u066A', '\uFE6A' -> '%';
      case '\u066B' -> '.';
      case '\u066C', '\u3001' -> ',';
      case '\u2019', '\u02BC' -> '\'';
      case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
      case '\uFFE5' -> '\u00A5';
      case '\uFFE1' -> '\u00A3';
      default -> c;
    };
  }
}
