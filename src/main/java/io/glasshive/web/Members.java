package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The members of a JSON object in a request, read strictly: a member that is not known, or has
 * another type, is rejected by name. What is not given is null.
 */
final class Members {
  private final String prefix;
  private final JsonObject json;

  private Members(String prefix, JsonObject json, Set<String> known) {
    this.prefix = prefix;
    this.json = json;
    requireKnown(known);
  }

  /** The members of a body; an empty one counts as {@code {}}. */
  static Members of(Buffer body, Set<String> known) {
    if (body == null || body.length() == 0) {
      return new Members("", new JsonObject(), known);
    }
    Object value;
    try {
      value = Json.decodeValue(body);
    } catch (DecodeException e) {
      throw new Failure.Rejected("bad_json", "The body is not JSON: correct it.");
    }
    if (!(value instanceof JsonObject object)) {
      throw new Failure.Rejected("bad_json", "The body must be a JSON object.");
    }
    return of(object, known);
  }

  /** The members of an object that was read already. */
  static Members of(JsonObject object, Set<String> known) {
    return new Members("", object, known);
  }

  boolean has(String name) {
    return json.containsKey(name);
  }

  /** The members of a member. */
  Members object(String name, Set<String> known) {
    if (!has(name)) {
      return new Members(prefix + name + ".", new JsonObject(), known);
    }
    if (json.getValue(name) instanceof JsonObject object) {
      return new Members(prefix + name + ".", object, known);
    }
    throw rejected(name, "must be an object");
  }

  /** Text of 1 to {@code max} characters that are not all white space. */
  String text(String name, int max) {
    if (!has(name)) {
      return null;
    }
    if (json.getValue(name) instanceof String text) {
      String stripped = Text.storable(text).strip();
      if (!stripped.isEmpty() && stripped.length() <= max) {
        return stripped;
      }
    }
    throw rejected(name, "must be text of 1 to " + max + " characters");
  }

  /** The id of a run, which must be there. */
  UUID runId(String name) {
    if (json.getValue(name) instanceof String id && Query.UUID_FORM.matcher(id).matches()) {
      return UUID.fromString(id);
    }
    throw rejected(name, "must be the id of a run");
  }

  List<String> texts(String name) {
    if (!has(name)) {
      return null;
    }
    if (!(json.getValue(name) instanceof JsonArray array)) {
      throw rejected(name, "must be a list of texts");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (Object item : array) {
      if (!(item instanceof String text)) {
        throw rejected(name, "must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  Integer integer(String name, int min, int max) {
    if (!has(name)) {
      return null;
    }
    Object value = json.getValue(name);
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw rejected(name, "must be a whole number from " + min + " to " + max);
  }

  /** A number above 0, up to {@code max}. */
  BigDecimal positive(String name, int max) {
    if (!has(name)) {
      return null;
    }
    if (json.getValue(name) instanceof Number number && number.doubleValue() <= max) {
      BigDecimal exact = new BigDecimal(number.toString());
      if (exact.signum() > 0) {
        return exact;
      }
    }
    throw rejected(name, "must be a number above 0, up to " + max);
  }

  Boolean flag(String name) {
    if (!has(name)) {
      return null;
    }
    if (json.getValue(name) instanceof Boolean flag) {
      return flag;
    }
    throw rejected(name, "must be true or false");
  }

  private void requireKnown(Set<String> known) {
    List<String> unknown =
        json.fieldNames().stream()
            .filter(name -> !known.contains(name))
            .map(name -> prefix + Text.bounded(name, 80))
            .limit(10)
            .toList();
    if (!unknown.isEmpty()) {
      throw new Failure.Rejected(
          "unknown_member",
          "Unknown in this request: "
              + String.join(", ", unknown)
              + (known.isEmpty()
                  ? ". It takes no members."
                  : ". Known: " + String.join(", ", prefixed(known)) + "."),
          Map.of("unknown", unknown));
    }
  }

  private List<String> prefixed(Set<String> known) {
    return new TreeSet<>(known).stream().map(name -> prefix + name).toList();
  }

  private Failure.Rejected rejected(String name, String why) {
    return new Failure.Rejected("bad_value", prefix + name + " " + why + ".");
  }
}
