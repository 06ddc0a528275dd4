package io.glasshive.app;

/**
 * How following a run came to its end.
 *
 * @param exitCode of the process
 * @param note what a person should know besides the figures; may be empty
 */
record RunOutcome(RunSight sight, int exitCode, String note) {

  static RunOutcome of(RunSight sight) {
    return switch (sight.status()) {
      case COMPLETED -> new RunOutcome(sight, ExitCode.OK, "");
      case COMPLETED_WITH_GAPS -> new RunOutcome(sight, ExitCode.WITH_GAPS, "");
      case PAUSED -> new RunOutcome(sight, ExitCode.PAUSED, pause(sight.reason()));
      case CANCELLED -> new RunOutcome(sight, ExitCode.FAILED, "Somebody else cancelled the run.");
      default -> new RunOutcome(sight, ExitCode.FAILED, "");
    };
  }

  private static String pause(String reason) {
    return switch (reason) {
      case "budget" ->
          "Paused: the run has made the calls that it was allowed; resuming grants as many again.";
      case "credentials" ->
          "Paused: the source refuses the credentials. Correct them before you resume it.";
      case "breaker" -> "Paused: the source keeps failing, for longer than collect.max_pause.";
      case "rate_limit" ->
          "Paused: the source answers nothing but 429, for longer than collect.max_pause.";
      case "user" -> "Paused: somebody asked for it.";
      default -> "Paused" + (reason.isEmpty() ? "." : ": " + reason + ".");
    };
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
