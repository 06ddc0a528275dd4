package io.glasshive.domain;

/** Where a run is in its life. Transitions: {@code docs/architecture.md}. */
public enum RunStatus implements Wire {
  PENDING,
  RUNNING,
  PAUSING,
  PAUSED,
  CANCELLING,
  CANCELLED,
  COMPLETED,
  COMPLETED_WITH_GAPS,
  FAILED;

  /** Whether nothing more will happen unless a command says so (only {@code retry-gaps} may). */
  public boolean ended() {
    return this == CANCELLED || this == COMPLETED || this == COMPLETED_WITH_GAPS || this == FAILED;
  }

  /** Whether the run has a writer: it is taken up again when a server starts. */
  public boolean live() {
    return !ended();
  }
}
