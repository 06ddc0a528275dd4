package io.glasshive.app;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person can do about a run that did not simply complete, as commands to copy.
 *
 * @param invocation of the commands
 * @param serverRuns whether the server that they ask is there; else it must be started first
 */
record NextSteps(Invocation invocation, boolean serverRuns) {

  /** Lines for a person; none when there is nothing to do. */
  List<String> after(RunOutcome outcome) {
    String id = outcome.sight().id();
    List<String> lines = new ArrayList<>();
    if (outcome.exitCode() == ExitCode.PAUSED) {
      lines.add("To resume it: " + invocation.of("runs resume " + id));
    } else if (outcome.exitCode() == ExitCode.WITH_GAPS) {
      lines.add("To see the gaps: " + invocation.of("runs show " + id));
      lines.add("To retry them: " + invocation.of("runs retry-gaps " + id));
    }
    if (!lines.isEmpty() && !serverRuns) {
      lines.add("Start a server for that first: " + invocation.of("serve"));
    }
    return lines;
  }
}
