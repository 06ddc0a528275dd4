package io.glasshive.bus;

import io.glasshive.domain.RunCommand;
import java.util.Objects;
import java.util.UUID;

/**
 * A command to a run.
 *
 * @param actor who gave it: {@code page}, {@code api}, {@code cli}
 */
public record Command(UUID runId, RunCommand command, String actor) {
  public Command {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(actor, "actor");
  }
}
