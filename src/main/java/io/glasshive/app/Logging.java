package io.glasshive.app;

/** How much is logged. The format is that of {@link LogFormat}. */
final class Logging {

  /** Set by {@code -Dglasshive.log.level=DEBUG}. */
  static final String LEVEL_PROPERTY = "glasshive.log.level";

  private Logging() {}

  /**
   * Leaves standard error to a progress line: only warnings are logged, unless told otherwise. Must
   * be called before the first logger is made.
   */
  static void leaveRoomForProgress() {
    if (System.getProperty(LEVEL_PROPERTY) == null) {
      System.setProperty(LEVEL_PROPERTY, "WARN");
    }
  }
}
