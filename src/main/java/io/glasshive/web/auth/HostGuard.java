package io.glasshive.web.auth;

import io.glasshive.web.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets through what was sent to an address of ours. A foreign page that made its own name point
 * here (DNS rebinding) is of our origin in its visitor's browser; only {@code Host} tells.
 */
public final class HostGuard implements Handler<RoutingContext> {
  private final OwnAddress own;

  public HostGuard(OwnAddress own) {
    this.own = own;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean once = request.headers().getAll(HttpHeaders.HOST).size() <= 1;
    if (once && own.isOwnHost(request.authority(), request.localAddress().port())) {
      context.next();
      return;
    }
    context.fail(
        new ProblemException(
            421,
            "wrong_host",
            "The header Host does not name this server: use the address that it printed, or set"
                + " http.public_url."));
  }
}
