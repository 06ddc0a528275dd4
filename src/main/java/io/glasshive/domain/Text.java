package io.glasshive.domain;

/** What text must look like before PostgreSQL can store it or a person can read it. */
public final class Text {
  private Text() {}

  /** {@code text} without NUL and without unpaired surrogates, which PostgreSQL cannot store. */
  public static String storable(String text) {
    if (text == null) {
      return null;
    }
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length()).append(text, 0, i);
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (isPlain(c)) {
        kept.append(c);
      } else if (Character.isHighSurrogate(c)
          && i < text.length()
          && Character.isLowSurrogate(text.charAt(i))) {
        kept.append(c).append(text.charAt(i++));
      }
    }
    return kept.toString();
  }

  /** At most {@code max} UTF-16 units of {@code text}, never cutting a character in two. */
  public static String cut(String text, int max) {
    if (text == null || text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end);
  }

  /** {@code text} storable and cut: what every text field of an event goes through. */
  public static String bounded(String text, int max) {
    return cut(storable(text), max);
  }

  private static boolean isPlain(char c) {
    return c != 0 && !Character.isSurrogate(c);
  }
}
