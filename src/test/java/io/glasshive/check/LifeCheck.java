package io.glasshive.check;

import io.glasshive.check.LoggedEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The run's own actions: legal transitions, started and complete as often as they must. */
final class LifeCheck {
  /** What may follow: the state after an action, and the states in which it may come. */
  private static final Map<String, Set<String>> ALLOWED_IN =
      Map.of(
          "started", Set.of("pending"),
          "pausing", Set.of("running"),
          "paused", Set.of("pausing"),
          "resumed", Set.of("pausing", "paused"),
          "cancelled", Set.of("pending", "running", "pausing", "paused"),
          "failed", Set.of("running", "pausing"),
          "complete", Set.of("running", "pausing"),
          "retry_gaps", Set.of("complete"));

  private static final Map<String, String> STATE_AFTER =
      Map.of(
          "started", "running",
          "pausing", "pausing",
          "paused", "paused",
          "resumed", "running",
          "cancelled", "cancelled",
          "failed", "failed",
          "complete", "complete",
          "retry_gaps", "running");

  /** Statuses of the row that agree with the state the log has reached. */
  private static final Map<String, Set<String>> STATUS_OF =
      Map.of(
          "pending", Set.of("pending", "cancelling"),
          "running", Set.of("running", "cancelling"),
          "pausing", Set.of("pausing", "cancelling"),
          "paused", Set.of("paused", "cancelling"),
          "cancelled", Set.of("cancelled"),
          "failed", Set.of("failed"),
          "complete", Set.of("completed", "completed_with_gaps"));

  /** Reasons of run actions that are about one phase. */
  private static final Set<String> REASONS_OF_A_PHASE =
      Set.of("breaker", "rate_limit", "credentials", "drift");

  private final StoredRun stored;
  private final Findings out;
  private String state = "pending";
  private int round = 1;
  private boolean started;
  private final List<String> completeInRound = new ArrayList<>();
  private final Set<String> startedInRound = new HashSet<>();
  private final Set<String> askedInRound = new HashSet<>();
  private long sellersNew;
  private int open;
  private LoggedEvent stop;

  private LifeCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
  }

  static void check(StoredRun stored, Findings out) {
    LifeCheck check = new LifeCheck(stored, out);
    stored.log.forEach(check::take);
    check.checkEnd();
  }

  private void take(LoggedEvent event) {
    if (event.kind() == Kind.RUN) {
      takeRunAction(event);
      return;
    }
    if (event.is("inserted")) {
      sellersNew += event.number("items_count");
    }
    if (!state.equals("running") && !state.equals("pausing")) {
      out.add("life", "%s while the run is %s", event.name(), state);
    }
    if (completeInRound.contains(event.phase())) {
      out.add("life", "%s after the phase is complete", event.name());
    }
    if (event.kind() == Kind.OUTCOME) {
      open--;
    } else if (event.kind() == Kind.REQUEST) {
      open++;
      askedInRound.add(event.phase());
      if (!startedInRound.contains(event.phase())) {
        out.add("life", "%s before the phase has started", event.name());
      }
      if (state.equals("pausing")) {
        out.add("life", "%s while the run is pausing", event.name());
      }
    }
  }

  private void takeRunAction(LoggedEvent event) {
    checkPhase(event);
    boolean ofPhase = "phase".equals(event.text("scope"));
    if (event.is("started") && ofPhase) {
      startPhase(event);
    } else if (event.is("complete")) {
      complete(event);
    }
    if (!ofPhase && STATE_AFTER.containsKey(event.action())) {
      move(event);
    }
    out.same("life", event.name() + ": round", round, event.text("round"));
  }

  private void move(LoggedEvent event) {
    boolean restarted = event.is("resumed") && "restart".equals(event.text("reason"));
    if (restarted ? !state.equals("running") : !ALLOWED_IN.get(event.action()).contains(state)) {
      out.add("life", "%s while the run is %s", event.name(), state);
    }
    if (event.is("paused") || event.is("cancelled")) {
      out.same(
          "life",
          event.name() + ": sellers_new",
          sellersNew,
          event.json().path("details").path("sellers_new").asText());
    }
    if (event.is("pausing")) {
      stop = event;
    } else if (event.is("paused") && stop != null) {
      out.same("life", event.name() + ": reason", stop.text("reason"), event.text("reason"));
      out.same("life", event.name() + ": actor", stop.text("actor"), event.text("actor"));
    } else if (state.equals("pausing") && open == 0 && event.is("resumed")) {
      out.add("life", "%s, but the run was not paused when nothing was open", event.name());
    }
    if (event.is("started")) {
      if (started) {
        out.add("life", "%s: the run has started already", event.name());
      }
      started = true;
    } else if (event.is("retry_gaps")) {
      endRound();
      round++;
      completeInRound.clear();
      startedInRound.clear();
      askedInRound.clear();
    }
    state = STATE_AFTER.get(event.action());
  }

  private void startPhase(LoggedEvent event) {
    if (!startedInRound.add(event.phase())) {
      out.add("life", "%s: the phase %s has started already", event.name(), event.phase());
    }
    LoggedEvent next = after(event);
    if (next == null || next.kind() != Kind.REQUEST || !next.phase().equals(event.phase())) {
      out.add("life", "%s is not followed by the first request of its phase", event.name());
    }
  }

  private void complete(LoggedEvent event) {
    completeInRound.add("run".equals(event.text("scope")) ? "run" : event.phase());
    out.same(
        "life",
        event.name() + ": new_sellers_count",
        event.is("complete", "phase") && event.phase().equals("amazon") ? 0 : sellersNew,
        event.text("new_sellers_count"));
    LoggedEvent next = after(event);
    String then = event.is("complete", "run") ? "retry_gaps" : "complete";
    boolean ends = !event.is("complete", "phase") || event.phase().equals("ebay");
    if (ends && (event.is("complete", "run") ? next != null : true)) {
      if (next == null || !next.is(then)) {
        out.add(
            "life", "%s is followed by %s", event.name(), next == null ? "nothing" : next.name());
      }
    }
  }

  private void checkPhase(LoggedEvent event) {
    boolean aboutAPhase =
        "phase".equals(event.text("scope"))
            || event.is("alarm")
            || REASONS_OF_A_PHASE.contains(String.valueOf(event.text("reason")));
    if (!aboutAPhase) {
      boolean newRound = event.is("retry_gaps");
      out.same(
          "phase",
          event.name() + ": phase",
          completeInRound.contains("amazon") && !newRound ? "ebay" : "amazon",
          event.phase());
    }
  }

  private void endRound() {
    if (!completeInRound.equals(List.of("amazon", "ebay", "run"))) {
      out.add("life", "round %d is complete in this way: %s", round, completeInRound);
    }
  }

  private void checkEnd() {
    if (!askedInRound.equals(startedInRound)) {
      out.add("life", "phases asked: %s, started: %s", askedInRound, startedInRound);
    }
    if (stored.run.complete()) {
      endRound();
    } else if (!completeInRound.isEmpty() && !completeInRound.equals(List.of("amazon"))) {
      out.add("life", "complete are %s, but the run is %s", completeInRound, stored.run.status());
    }
    if (!STATUS_OF.get(state).contains(stored.run.status())) {
      out.add("status", "the log ends %s, but the run is %s", state, stored.run.status());
    }
    boolean stopped = state.equals("pausing") || state.equals("paused");
    if (!stored.run.status().equals("cancelling") && !state.equals("failed")) {
      out.same(
          "status",
          "runs.reason",
          stopped ? stop.text("reason") : state.equals("cancelled") ? "user" : null,
          stored.run.reason());
    }
    out.same("status", "runs.round", round, stored.run.round());
    out.same("status", "runs.started_at is set", started, stored.run.startedAt() != null);
    out.same("status", "runs.ended_at is set", stored.run.ended(), stored.run.endedAt() != null);
  }

  /** The event after {@code event} in the log, or null. */
  private LoggedEvent after(LoggedEvent event) {
    int next = stored.log.indexOf(event) + 1;
    return next < stored.log.size() ? stored.log.get(next) : null;
  }
}
