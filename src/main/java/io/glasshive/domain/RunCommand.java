package io.glasshive.domain;

import java.util.List;
import java.util.Locale;

/** What a person or program can tell a run to do. */
public enum RunCommand implements Wire {
  START,
  PAUSE,
  RESUME,
  CANCEL;

  /** The commands that a run in {@code status} takes. */
  public static List<RunCommand> allowedIn(RunStatus status) {
    return switch (status) {
      case PENDING -> List.of(START, CANCEL);
      case RUNNING -> List.of(PAUSE, CANCEL);
      case PAUSING, PAUSED -> List.of(RESUME, CANCEL);
      default -> List.of();
    };
  }

  /** The refusal of a command that {@code status} does not allow. */
  public static Failure.Conflict refusal(RunStatus status) {
    return Failure.Conflict.illegalState(
        status, allowedIn(status).stream().map(RunCommand::path).toList());
  }

  /** The command in an address: {@code retry-gaps}. */
  public String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
