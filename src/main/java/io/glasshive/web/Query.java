package io.glasshive.web;

import io.glasshive.domain.Action;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Text;
import io.glasshive.domain.Wire;
import io.glasshive.store.EventFilter;
import io.glasshive.store.Keyset;
import io.glasshive.store.Page;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The parameters of a request's address and path. What is not given is null; what cannot be read is
 * rejected by name.
 */
final class Query {
  static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final int MAX_WORKER_ID = 64;

  /** Longer than any name. */
  private static final int MAX_LINE = 100;

  /** What decoding makes of bytes that are not UTF-8, an unpaired surrogate among them. */
  private static final char NOT_UTF_8 = '\ufffd';

  private final RoutingContext context;

  Query(RoutingContext context) {
    this.context = context;
  }

  /** The run named in the path; one that cannot exist is not found. */
  static UUID runId(RoutingContext context) {
    String id = context.pathParam("id");
    return uuidOf(id)
        .orElseThrow(
            () -> Failure.Rejected.notFound("There is no run " + Text.bounded(id, 80) + "."));
  }

  /** The preset named in the path; one that cannot exist is not found. */
  static UUID presetId(RoutingContext context) {
    String id = context.pathParam("id");
    return uuidOf(id)
        .orElseThrow(
            () -> Failure.Rejected.notFound("There is no preset " + Text.bounded(id, 80) + "."));
  }

  /** The id that {@code text} is. */
  static Optional<UUID> uuidOf(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /** The seller named in the path; one that cannot exist is not found. */
  static long sellerId(RoutingContext context) {
    String id = context.pathParam("id");
    if (!NUMBER.matcher(id).matches()) {
      throw Failure.Rejected.notFound("There is no seller " + Text.bounded(id, 80) + ".");
    }
    return Long.parseLong(id);
  }

  /** The rows asked for. */
  int limit() {
    String limit = text("limit");
    if (limit == null) {
      return Page.DEFAULT_LIMIT;
    }
    Optional<Long> number = number(limit);
    return number
        .filter(n -> n >= Page.MIN_LIMIT && n <= Page.MAX_LIMIT)
        .orElseThrow(
            () ->
                rejected(
                    "limit", "must be a number from " + Page.MIN_LIMIT + " to " + Page.MAX_LIMIT))
        .intValue();
  }

  /** Where the list goes on. */
  Keyset cursor() {
    String cursor = text("cursor");
    return cursor == null ? null : Keyset.decode(cursor);
  }

  /** A position in a log. */
  Long position(String name) {
    String position = text(name);
    return position == null ? null : position(position, name);
  }

  /** A position in a log as a header or parameter has it. */
  static long position(String text, String name) {
    return number(text)
        .orElseThrow(
            () ->
                new Failure.Rejected(
                    "bad_position", name + " must be the seq of an event, or 0 for the start."));
  }

  Boolean flag(String name) {
    String flag = text(name);
    if (flag == null) {
      return null;
    } else if (flag.equals("true") || flag.equals("false")) {
      return Boolean.valueOf(flag);
    }
    throw rejected(name, "must be true or false");
  }

  UUID uuid(String name) {
    String id = text(name);
    return id == null
        ? null
        : uuidOf(id).orElseThrow(() -> rejected(name, "must be the id of a run"));
  }

  /** A value with a name on the wire. */
  <E extends Enum<E> & Wire> E wire(String name, Class<E> type) {
    String value = text(name);
    return value == null ? null : naming(name, () -> Wire.parse(type, Text.bounded(value, 80)));
  }

  /** Which events are wanted. */
  EventFilter events() {
    return new EventFilter(
        workerId(),
        wire("phase", Phase.class),
        wire("action", Action.class),
        wire("error_type", ErrorType.class),
        Boolean.TRUE.equals(flag("errors_only")));
  }

  /** The text of a parameter, which may be given once. */
  String text(String name) {
    List<String> values = context.queryParam(name);
    if (values.size() > 1) {
      throw rejected(name, "is given twice");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** What somebody typed, stripped; null where nothing is left. */
  String line(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    if (stripped.length() > MAX_LINE) {
      throw rejected(name, "is longer than " + MAX_LINE + " characters: shorten it");
    } else if (!stripped.equals(Text.storable(stripped)) || stripped.indexOf(NOT_UTF_8) >= 0) {
      throw rejected(name, "holds NUL or bytes that are no character: send UTF-8, encoded as %XX");
    }
    return stripped;
  }

  private Integer workerId() {
    String id = text("worker_id");
    if (id == null) {
      return null;
    }
    return number(id)
        .filter(n -> n <= MAX_WORKER_ID)
        .orElseThrow(() -> rejected("worker_id", "must be a number from 0 to " + MAX_WORKER_ID))
        .intValue();
  }

  private static Optional<Long> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static <T> T naming(String name, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (Failure.Rejected e) {
      throw new Failure.Rejected("bad_parameter", name + ": " + e.getMessage() + ".");
    }
  }

  private static Failure.Rejected rejected(String name, String why) {
    return new Failure.Rejected("bad_parameter", "The parameter " + name + " " + why + ".");
  }
}
