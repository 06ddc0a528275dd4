package io.glasshive.web.auth;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Tells browsers, on every answer, to run and load nothing but what comes from here. */
public final class SecurityHeaders implements Handler<RoutingContext> {
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  @Override
  public void handle(RoutingContext context) {
    set(context.response());
    context.next();
  }

  /** Sets them on an answer to a request that no handler saw. */
  public static void set(HttpServerResponse response) {
    MultiMap headers = response.headers();
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }
}
