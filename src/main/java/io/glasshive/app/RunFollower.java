package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.Failure;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.Wire;
import java.time.Duration;

/**
 * Looks at a run again and again until there is nothing more to see, and cancels it when somebody
 * asks the command to end. Blocking; for the command's own thread.
 */
final class RunFollower {

  private final ApiClient api;
  private final Shell shell;
  private final ProgressDisplay display;

  private RunSight sight;
  private long answeredAtNanos;

  RunFollower(ApiClient api, Shell shell, ProgressDisplay display) {
    this.api = api;
    this.shell = shell;
    this.display = display;
  }

  /**
   * The last sight of {@code run}: ended, paused, cancelled by us, or of a server that went away.
   *
   * @param run as it was created
   */
  RunOutcome follow(JsonNode run) {
    String id = run.path("id").asText();
    sight = new RunSight(run, null);
    answeredAtNanos = shell.nanos().getAsLong();
    try {
      while (true) {
        if (look(id) && settled()) {
          return RunOutcome.of(sight, status());
        }
        if (shell.stop().await(shell.pace().poll())) {
          return cancel(id);
        }
      }
    } catch (Failure e) {
      return RunOutcome.lost(sight, e.getMessage());
    } finally {
      display.end();
    }
  }

  private RunStatus status() {
    return Wire.parse(RunStatus.class, sight.run().path("status").asText());
  }

  private boolean settled() {
    return status().ended() || status() == RunStatus.PAUSED;
  }

  /**
   * Takes a new sight; false when the server did not answer this time.
   *
   * @throws Failure when it has not answered for too long, or knows nothing of the run
   */
  private boolean look(String id) {
    try {
      JsonNode run = api.run(id);
      sight = new RunSight(run, api.progress(id).path("phases"));
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

  /** What was paid for is committed before a run is cancelled, so wait for that. */
  private RunOutcome cancel(String id) {
    display.say("Cancelling; what was collected is kept.");
    long askedAtNanos = shell.nanos().getAsLong();
    boolean asked = false;
    while (since(askedAtNanos).compareTo(shell.pace().cancel()) < 0) {
      asked = asked || ask(id);
      if (look(id) && status().ended()) {
        return RunOutcome.interrupted(sight, "");
      }
      pause(shell.pace().poll());
    }
    return RunOutcome.interrupted(
        sight, "The run was not cancelled in time; see it with GET " + api.server() + path(id));
  }

  private boolean ask(String id) {
    try {
      api.cancel(id);
      return true;
    } catch (Failure.Conflict e) {
      return true; // it has ended, or somebody else cancels it
    } catch (Failure.Unavailable e) {
      return false;
    }
  }

  private static String path(String id) {
    return "/api/v1/runs/" + id;
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(shell.nanos().getAsLong() - nanos);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopSignal.Stopped();
    }
  }
}
