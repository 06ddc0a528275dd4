package io.glasshive.store;

import io.glasshive.domain.RunStatus;

/** How far a run's log goes, and the run's status, at one moment. */
public record RunPosition(RunStatus status, long lastSeq) {}
