package io.glasshive.bus;

import io.glasshive.domain.Reason;
import io.glasshive.domain.UnitId;

/**
 * A worker has nothing to do any more.
 *
 * @param unclaimed the unit it was given and never claimed, or null
 * @param obstacle why the run cannot go on, or null
 */
public record WorkerIdle(int workerId, UnitId unclaimed, Obstacle obstacle) {

  /**
   * Why a run cannot go on.
   *
   * @param message for a person: what to change
   */
  public record Obstacle(Reason reason, String message) {}
}
