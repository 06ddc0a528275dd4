package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RunStatus;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Looks at a run again and again until there is nothing more to see, and cancels it when somebody
 * asks the command to end. Blocking; for the command's own thread.
 */
final class RunFollower {

  /** Pauses that the run itself tries to end, by probing the source. */
  private static final Set<String> PROBED = Set.of(Reason.BREAKER.wire(), Reason.RATE_LIMIT.wire());

  private final ApiClient api;
  private final Shell shell;
  private final ProgressDisplay display;
  private final Duration maxPause;

  // Written by one thread at a time, but read by two once the run is being cancelled.
  private volatile RunSight sight;
  private volatile boolean cancelAsked;

  private long answeredAtNanos;
  private boolean breakerOpen;
  private long openedAtNanos;
  private long landedAtOpening;

  /**
   * @param maxPause how long a pause that the run itself tries to end is waited for
   */
  RunFollower(ApiClient api, Shell shell, ProgressDisplay display, Duration maxPause) {
    this.api = api;
    this.shell = shell;
    this.display = display;
    this.maxPause = maxPause;
  }

  /**
   * The last sight of {@code run}: ended, paused for good, cancelled by us, or of a server that
   * went away.
   *
   * @param run as it was created
   */
  RunOutcome follow(JsonNode run) {
    sight = new RunSight(run, null, null);
    answeredAtNanos = shell.nanos().getAsLong();
    try {
      while (true) {
        if (look() && (sight.status().ended() || pausedForGood())) {
          return RunOutcome.of(sight);
        }
        if (shell.stop().await(shell.pace().poll())) {
          return cancel();
        }
      }
    } catch (Failure e) {
      return RunOutcome.lost(sight, e.getMessage());
    } finally {
      display.end(sight);
    }
  }

  /**
   * A probe resumes the run for one unit and pauses it again when that fails, so a breaker counts
   * as closed only when a page has been read since it opened.
   */
  private boolean pausedForGood() {
    if (breakerOpen && sight.landed() > landedAtOpening) {
      breakerOpen = false;
    }
    if (sight.status() != RunStatus.PAUSED) {
      return false;
    }
    if (!PROBED.contains(sight.reason())) {
      return true;
    }
    if (!breakerOpen) {
      breakerOpen = true;
      openedAtNanos = shell.nanos().getAsLong();
      landedAtOpening = sight.landed();
    }
    return since(openedAtNanos).compareTo(maxPause) >= 0;
  }

  /**
   * Takes a new sight; false when the server did not answer this time.
   *
   * @throws Failure when it has not answered for too long, or knows nothing of the run
   */
  private boolean look() {
    try {
      JsonNode run = api.run(sight.id());
      JsonNode phases = api.progress(sight.id()).path("phases");
      sight = new RunSight(run, phases, metrics(run));
      answeredAtNanos = shell.nanos().getAsLong();
      display.show(sight);
      return true;
    } catch (Failure.Unavailable e) {
      if (since(answeredAtNanos).compareTo(shell.pace().patience()) > 0) {
        throw e;
      }
      return false;
    }
  }

  /** Asked for anew only when there are other errors to tell of. */
  private JsonNode metrics(JsonNode run) {
    long errors = run.path("totals").path("errors").asLong();
    boolean told = errors == sight.total("errors") && (errors == 0 || sight.metrics() != null);
    return told ? sight.metrics() : api.metrics(sight.id()).orElse(null);
  }

  /** On a thread of its own, so that a server that does not answer holds nobody who insists. */
  private RunOutcome cancel() {
    display.say("Cancelling; what was collected is kept. Once more ends it without waiting.");
    try {
      return shell.stop().awaitUnlessInsisted(CompletableFuture.supplyAsync(this::cancelled));
    } catch (StopSignal.Stopped e) {
      return RunOutcome.interrupted(sight, leftBehind(cancelAsked));
    }
  }

  /** What was paid for is committed before a run is cancelled, so wait for that. */
  private RunOutcome cancelled() {
    long askedAtNanos = shell.nanos().getAsLong();
    while (since(askedAtNanos).compareTo(shell.pace().cancel()) < 0) {
      cancelAsked = cancelAsked || ask();
      if (look() && sight.status().ended()) {
        return RunOutcome.interrupted(sight, "");
      }
      if (shell.stop().awaitInsistence(shell.pace().poll())) {
        break;
      }
    }
    return RunOutcome.interrupted(sight, leftBehind(cancelAsked));
  }

  private static String leftBehind(boolean asked) {
    return asked
        ? "The run was not cancelled yet; its server, or the next one, finishes that."
        : "The server has not confirmed that the run is cancelled; it may go on there.";
  }

  private boolean ask() {
    try {
      api.command(sight.id(), "cancel");
      return true;
    } catch (Failure.Conflict e) {
      return true; // it has ended, or somebody else cancels it
    } catch (Failure.Unavailable e) {
      return false;
    }
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(shell.nanos().getAsLong() - nanos);
  }
}
