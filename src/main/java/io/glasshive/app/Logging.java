package io.glasshive.app;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Points the logging framework at its file. Must be called before the first logger is made: no
 * class that runs before may hold one.
 */
final class Logging {

  private static final String FILE_PROPERTY = "logback.configurationFile";
  private static final String LEVEL_PROPERTY = "glasshive.log.level";

  /** Below the working directory, and the name of the same file in the jar. */
  private static final String FILE = "conf/logback.xml";

  private Logging() {}

  /** A file in the working directory beats the jar's; what the person set beats both. */
  static void configure() {
    Path own = Path.of(FILE).toAbsolutePath();
    // As an address: a bare path would be looked for in the jar first.
    setUnlessSet(FILE_PROPERTY, Files.isRegularFile(own) ? own.toUri().toString() : FILE);
  }

  /** Leaves standard error to a progress line: only warnings are logged, unless told otherwise. */
  static void leaveRoomForProgress() {
    setUnlessSet(LEVEL_PROPERTY, "WARN");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
