package io.glasshive.web.auth;

import io.glasshive.web.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Lets through a change that no foreign page can have sent: {@code Origin}, when present, is ours,
 * and the body is declared as JSON. What only reads is let through.
 */
public final class ChangeGuard implements Handler<RoutingContext> {
  /** Any other method that is no reading one is 405 on every route, whatever it declares. */
  private static final Set<HttpMethod> CHANGING =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private static final String JSON = "application/json";

  private final OwnAddress own;

  public ChangeGuard(OwnAddress own) {
    this.own = own;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!CHANGING.contains(request.method())) {
      context.next();
    } else if (!own.isOwnOrigin(request)) {
      context.fail(
          new ProblemException(
              403,
              "foreign_origin",
              "The header Origin names another site: changes are taken from this server's own page"
                  + " only."));
    } else if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      context.fail(
          new ProblemException(
              415, "not_json", "Send Content-Type: application/json; an empty body counts as {}."));
    } else {
      context.next();
    }
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
  }
}
