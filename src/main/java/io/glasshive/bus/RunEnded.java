package io.glasshive.bus;

import io.glasshive.domain.RunStatus;
import java.util.UUID;

/** A run has nobody at work any more. */
public record RunEnded(UUID runId, RunStatus status) {}
