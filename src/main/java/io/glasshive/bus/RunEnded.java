package io.glasshive.bus;

import io.glasshive.domain.RunStatus;
import java.util.UUID;

/**
 * A run has nobody at work here any more.
 *
 * @param status with which it ended, or null where another process has taken it up
 */
public record RunEnded(UUID runId, RunStatus status) {}
