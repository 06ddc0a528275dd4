package io.glasshive.bus;

import java.time.Instant;

/**
 * Answer to a returned permit.
 *
 * @param until when the source will be asked again, or null where it is not held
 */
public record PermitHold(Instant until) {}
