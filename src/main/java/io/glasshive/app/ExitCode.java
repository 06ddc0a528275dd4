package io.glasshive.app;

import io.glasshive.domain.Failure;

/** What a process says with its end. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;

  /** Wrong usage, configuration, or a name that does not exist: the same call never succeeds. */
  static final int USAGE = 2;

  static final int WITH_GAPS = 3;
  static final int PAUSED = 4;

  /** Ctrl-C, as a shell reports it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Of a command that ended with {@code cause}. */
  static int of(Throwable cause) {
    if (cause instanceof StopSignal.Stopped) {
      return INTERRUPTED;
    }
    return cause instanceof Failure.Rejected ? USAGE : FAILED;
  }
}
