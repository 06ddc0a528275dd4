package io.glasshive.web.bridge;

import io.glasshive.web.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * The messages to a client, to the byte. Bodies that are JSON already go in as they are: an event
 * is never encoded again.
 */
final class Envelope {
  private static final String FAILURE_TYPE = "RECIPIENT_FAILURE";

  private Envelope() {}

  /** A body delivered at an address that a client has registered at. */
  static Buffer delivery(Address address, String body) {
    return Buffer.buffer(
        "{\"type\":\"rec\",\"address\":\"" + address.text() + "\",\"body\":" + body + "}");
  }

  /** Events were delivered up to {@code seq}; the registration is over. */
  static Buffer resync(Address address, long seq) {
    return delivery(address, "{\"resync\":" + seq + "}");
  }

  static Buffer reply(String replyAddress, JsonObject body) {
    return new JsonObject()
        .put("type", "rec")
        .put("address", replyAddress)
        .put("body", body)
        .toBuffer();
  }

  static Buffer failure(String replyAddress, Problem problem) {
    return failure(new JsonObject().put("type", "err").put("address", replyAddress), problem);
  }

  /** Has no address, so that it arrives where a client hears of errors. */
  static Buffer refusal(Refusal refusal) {
    return failure(
        new JsonObject().put("type", "err").put("body", refusal.word()), refusal.problem());
  }

  private static Buffer failure(JsonObject envelope, Problem problem) {
    return envelope
        .put("failureCode", problem.status())
        .put("failureType", FAILURE_TYPE)
        .put("message", problem.encode())
        .toBuffer();
  }
}
