package io.glasshive.web.bridge;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Carries out what comes in at {@code runs.command}. */
@FunctionalInterface
public interface Commands {

  /**
   * Carries out one command.
   *
   * @param body the body of the message; null where it is not a JSON object
   * @param actor who says that it asks, or null
   * @return {@code {"run","receipt"}}, after the commit; or a {@code Failure}
   */
  Future<JsonObject> carryOut(JsonObject body, String actor);
}
