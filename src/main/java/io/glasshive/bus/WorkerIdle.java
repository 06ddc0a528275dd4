package io.glasshive.bus;

import io.glasshive.domain.UnitId;

/**
 * A worker has nothing to do any more.
 *
 * @param unclaimed the unit it was given and never claimed, or null
 * @param refusal why no request of this source can succeed (credentials, plan), for a person, or
 *     null
 */
public record WorkerIdle(int workerId, UnitId unclaimed, String refusal) {}
