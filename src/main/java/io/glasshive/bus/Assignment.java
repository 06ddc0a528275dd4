package io.glasshive.bus;

import io.glasshive.domain.WorkUnit;
import java.util.Objects;

/** A unit handed to an idle worker. */
public record Assignment(WorkUnit unit) {
  public Assignment {
    Objects.requireNonNull(unit, "unit");
  }
}
