package io.glasshive.domain;

/** What an {@link ActivityEvent} says happened. */
public enum Action implements Wire {
  // of a worker
  FETCHING,
  FOUND,
  ERROR,
  RATE_LIMITED,
  // of the pipeline
  UPLOADING,
  DEDUPED,
  UPDATED,
  INSERTED,
  // of the run
  STARTED,
  PAUSING,
  PAUSED,
  RESUMED,
  RETRY_GAPS,
  CANCELLED,
  FAILED,
  LIMIT_CHANGED,
  ALARM,
  COMPLETE;

  /** Whether the action is about the run rather than about a unit of work. */
  public boolean ofRun() {
    return compareTo(STARTED) >= 0;
  }
}
