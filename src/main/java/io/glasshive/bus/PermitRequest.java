package io.glasshive.bus;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * A worker asks to make one request to a source.
 *
 * @param requestsPerSecond the run's own limit, or null
 * @param concurrency the run's own limit, or null
 */
public record PermitRequest(
    UUID runId, int workerId, BigDecimal requestsPerSecond, Integer concurrency) {}
