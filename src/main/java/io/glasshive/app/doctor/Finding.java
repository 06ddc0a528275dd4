package io.glasshive.app.doctor;

import java.util.List;
import java.util.Locale;

/**
 * What one check found.
 *
 * @param check its name, one or two words
 * @param text what was found
 * @param remedy what to do; empty when all is well
 * @param details further lines, for a person; may be empty
 */
public record Finding(Grade grade, String check, String text, String remedy, List<String> details) {

  /** How bad it is: with FAIL a server would not start, or not work. */
  public enum Grade {
    OK,
    WARN,
    FAIL;

    /** In lower case, as people and programs get it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    details = List.copyOf(details);
  }

  static Finding ok(String check, String text) {
    return new Finding(Grade.OK, check, text, "", List.of());
  }

  static Finding warn(String check, String text, String remedy) {
    return new Finding(Grade.WARN, check, text, remedy, List.of());
  }

  static Finding fail(String check, String text, String remedy) {
    return new Finding(Grade.FAIL, check, text, remedy, List.of());
  }

  /** Of a failure whose text says both what is wrong and what to do. */
  static Finding failed(String check, Throwable cause) {
    return fail(check, String.valueOf(cause.getMessage()), "");
  }
}
