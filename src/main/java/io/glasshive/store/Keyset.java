package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where a list goes on: the sort key of the last row shown, with the name of the list's order, so
 * that a cursor of one list means nothing to another. As text only {@code [A-Za-z0-9_-]}.
 */
public record Keyset(String order, List<String> keys) {

  /** Longer than any cursor that this server makes. */
  private static final int MAX_LENGTH = 1_000;

  /** No time in the database is later. */
  static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  public Keyset {
    keys = List.copyOf(keys);
  }

  static Keyset of(String order, Object... keys) {
    List<String> texts = new ArrayList<>(keys.length);
    for (Object key : keys) {
      texts.add(key.toString());
    }
    return new Keyset(order, texts);
  }

  /** The cursor. */
  public String encode() {
    JsonArray all = new JsonArray().add(order);
    keys.forEach(all::add);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(all.encode().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a cursor says.
   *
   * @throws Failure.Rejected {@code bad_cursor} when it was not made by {@link #encode()}
   */
  public static Keyset decode(String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      throw bad(null);
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(cursor);
      JsonArray all = new JsonArray(new String(json, StandardCharsets.UTF_8));
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        texts.add(all.getString(i));
      }
      return new Keyset(texts.get(0), texts.subList(1, texts.size()));
    } catch (RuntimeException e) {
      throw bad(e);
    }
  }

  /** The keys, of a cursor that must belong to {@code order} and have {@code count} of them. */
  Keyset require(String expected, int count) {
    if (!order.equals(expected) || keys.size() != count) {
      throw bad(null);
    }
    return this;
  }

  String text(int index) {
    String key = keys.get(index);
    if (!key.equals(Text.storable(key))) {
      throw bad(null);
    }
    return key;
  }

  long number(int index) {
    return parse(index, Long::parseLong);
  }

  UUID uuid(int index) {
    return parse(index, UUID::fromString);
  }

  Instant instant(int index) {
    Instant time = parse(index, Instant::parse);
    // Also keeps a forged cursor within what PostgreSQL can compare with.
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw bad(null);
    }
    return time;
  }

  private <T> T parse(int index, Function<String, T> form) {
    try {
      return form.apply(keys.get(index));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw bad(e);
    }
  }

  private static Failure.Rejected bad(Throwable cause) {
    Failure.Rejected rejected =
        new Failure.Rejected(
            "bad_cursor",
            "The cursor is not one that this list gave: pass next_cursor on unchanged, or leave"
                + " cursor out to begin again.");
    if (cause != null) {
      rejected.addSuppressed(cause);
    }
    return rejected;
  }
}
