package io.glasshive.domain;

/** What a {@code started} or {@code complete} event is about. */
public enum Scope implements Wire {
  PHASE,
  RUN
}
