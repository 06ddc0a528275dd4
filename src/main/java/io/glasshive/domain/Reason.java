package io.glasshive.domain;

/** Why a run, a request or a unit stands where it does: what {@code reason} may say. */
public enum Reason implements Wire {
  /** Somebody asked for it. */
  USER,
  /** The server started again and took the run up. */
  RESTART,
  /** The run has made as many requests as it was granted. */
  BUDGET,
  /** The source refuses user, password or plan, or is not set up. */
  CREDENTIALS,
  /** A fault of Glasshive itself. */
  INTERNAL,
  /** The request was cut off by a crash or a cancel. */
  INTERRUPTED,
  /** The product has no readable price. */
  NO_PRICE,
  /** The source keeps failing. */
  BREAKER,
  /** The source answers nothing but 429. */
  RATE_LIMIT,
  /** The source's pages do not look any more as they did. */
  DRIFT
}
