package io.glasshive.web.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A message from a client.
 *
 * @param address null in a ping
 * @param replyAddress where an answer is wanted, or null
 * @param body null where it is not a JSON object
 * @param actor who says that it asks, or null
 */
record Request(Type type, String address, String replyAddress, JsonObject body, String actor) {

  /** The same header as over HTTP; here it is one of the message. */
  private static final String ACTOR = "X-Glasshive-Actor";

  /** The clients' ids are UUIDs. */
  private static final int MAX_REPLY_ADDRESS = 36;

  /** What the message is for. */
  enum Type {
    PING,
    REGISTER,
    UNREGISTER,
    SEND,
    PUBLISH
  }

  private static final Map<String, Type> TYPES =
      Map.of(
          "ping", Type.PING,
          "register", Type.REGISTER,
          "unregister", Type.UNREGISTER,
          "send", Type.SEND,
          "publish", Type.PUBLISH);

  /**
   * Reads a message.
   *
   * @throws Refusal where it is none of this protocol
   */
  static Request read(Buffer data) {
    JsonObject message = object(data);
    Type type = type(message);
    if (type == Type.PING) {
      return new Request(type, null, null, null, null);
    }
    if (!(message.getValue("address") instanceof String address)) {
      throw Refusal.unreadable("missing_address", "A message needs an address, a text.");
    }
    JsonObject body = message.getValue("body") instanceof JsonObject object ? object : null;
    return new Request(type, address, replyAddress(message), body, actor(message));
  }

  private static JsonObject object(Buffer data) {
    try {
      if (Json.decodeValue(data) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException notJson) {
      // Refused like JSON that is not an object.
    }
    throw Refusal.unreadable("invalid_json", "A message must be a JSON object.");
  }

  private static Type type(JsonObject message) {
    Object name = message.getValue("type");
    if (name == null) {
      throw Refusal.unreadable("missing_type", "A message needs a type.");
    }
    Type type = name instanceof String text ? TYPES.get(text) : null;
    if (type == null) {
      throw Refusal.unreadable(
          "invalid_type", "type must be ping, register, unregister, send or publish.");
    }
    return type;
  }

  private static String replyAddress(JsonObject message) {
    Object address = message.getValue("replyAddress");
    if (address == null || address instanceof String text && text.length() <= MAX_REPLY_ADDRESS) {
      return (String) address;
    }
    throw Refusal.unreadable(
        "invalid_reply_address",
        "replyAddress must be a text of up to " + MAX_REPLY_ADDRESS + " characters.");
  }

  private static String actor(JsonObject message) {
    if (!(message.getValue("headers") instanceof JsonObject headers)) {
      return null;
    }
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(ACTOR))
        .map(Map.Entry::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(null);
  }
}
