package io.glasshive.check;

import io.glasshive.check.LoggedEvent.Kind;

/** No more requests than were granted: at first, and again at each resume after the budget. */
final class BudgetCheck {
  private final StoredRun stored;
  private final Findings out;
  private long granted;
  private long requests;
  private String stopped;

  private BudgetCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
    this.granted = stored.run.maxCalls() == null ? Long.MAX_VALUE : stored.run.maxCalls();
  }

  static void check(StoredRun stored, Findings out) {
    BudgetCheck check = new BudgetCheck(stored, out);
    stored.log.forEach(check::take);
    out.same(
        "budget",
        "runs.calls_granted",
        stored.run.maxCalls() == null ? null : (Long) check.granted,
        stored.run.callsGranted());
  }

  private void take(LoggedEvent event) {
    if (event.kind() == Kind.REQUEST && ++requests > granted) {
      out.add("budget", "%s is request %d, granted were %d", event.name(), requests, granted);
    } else if (event.is("pausing")) {
      stopped = event.text("reason");
      if ("budget".equals(stopped) && requests != granted) {
        out.add("budget", "%s after %d requests of %d", event.name(), requests, granted);
      }
    } else if (event.is("resumed") && stopped != null) {
      if ("budget".equals(stopped)) {
        granted = requests + stored.run.maxCalls();
        out.same(
            "budget",
            event.name() + ": calls_granted",
            granted,
            event.json().path("details").path("calls_granted").asText());
      }
      stopped = null;
    }
  }
}
