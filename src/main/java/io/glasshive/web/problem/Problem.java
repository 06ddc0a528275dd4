package io.glasshive.web.problem;

import io.glasshive.domain.Failure;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * A problem document (RFC 9457): {@code {"type","title","status","detail","code",…}}. {@code type}
 * is {@code about:blank}, so {@code title} is the status's own phrase; {@code code} is what a
 * program compares.
 *
 * @param detail for a person: what to change
 * @param more further members
 */
public record Problem(int status, String code, String detail, Map<String, Object> more) {

  /** Its media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    // Sorted, so that the bytes do not depend on the map they come from.
    more = new TreeMap<>(more);
  }

  /** A problem without further members. */
  public Problem(int status, String code, String detail) {
    this(status, code, detail, Map.of());
  }

  /** The problem that a failure is. */
  public static Problem of(Failure failure) {
    return new Problem(status(failure), failure.code(), failure.getMessage(), failure.details());
  }

  /** The document. */
  public String encode() {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", detail)
            .put("code", code);
    more.forEach(json::put);
    return json.encode();
  }

  private static int status(Failure failure) {
    if (failure instanceof Failure.Rejected) {
      return failure.code().equals("not_found") ? 404 : 400;
    } else if (failure instanceof Failure.Conflict) {
      return 409;
    } else if (failure instanceof Failure.Unavailable) {
      return 503;
    }
    return 500;
  }
}
