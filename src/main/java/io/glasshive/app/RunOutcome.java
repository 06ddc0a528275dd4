package io.glasshive.app;

import io.glasshive.domain.Reason;
import io.glasshive.domain.Wire;
import java.util.Map;

/**
 * How following a run came to its end.
 *
 * @param exitCode of the process
 * @param note what a person should know besides the figures; may be empty
 */
record RunOutcome(RunSight sight, int exitCode, String note) {
  private static final Map<Reason, String> PAUSES =
      Map.of(
          Reason.BUDGET,
          "Paused: the run has made the calls that it was allowed; resuming grants as many again.",
          Reason.CREDENTIALS,
          "Paused: the source refuses the credentials. Correct them before you resume it.",
          Reason.BREAKER,
          "Paused: the source keeps failing, for longer than collect.max_pause.",
          Reason.RATE_LIMIT,
          "Paused: the source answers nothing but 429, for longer than collect.max_pause.",
          Reason.USER,
          "Paused: somebody asked for it.");

  static RunOutcome of(RunSight sight) {
    return switch (sight.status()) {
      case COMPLETED -> new RunOutcome(sight, ExitCode.OK, "");
      case COMPLETED_WITH_GAPS -> new RunOutcome(sight, ExitCode.WITH_GAPS, "");
      case PAUSED -> new RunOutcome(sight, ExitCode.PAUSED, pause(sight.reason()));
      case CANCELLED -> new RunOutcome(sight, ExitCode.FAILED, "Somebody else cancelled the run.");
      default -> new RunOutcome(sight, ExitCode.FAILED, "");
    };
  }

  /** A server of another version may give a reason that is not known here. */
  private static String pause(String reason) {
    return Wire.find(Reason.class, reason)
        .map(PAUSES::get)
        .orElse("Paused" + (reason.isEmpty() ? "." : ": " + reason + "."));
  }

  /** Ctrl-C: the process ends with 130 whatever became of the run. */
  static RunOutcome interrupted(RunSight sight, String note) {
    return new RunOutcome(sight, ExitCode.INTERRUPTED, note);
  }

  /** The server went away; the figures are the last ones it gave. */
  static RunOutcome lost(RunSight sight, String why) {
    return new RunOutcome(
        sight,
        ExitCode.FAILED,
        why + " The run was lost from sight; a server that takes it up goes on with it.");
  }
}
