package io.glasshive.web.auth;

import io.glasshive.web.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets through what no foreign page can have sent, whatever the method and the body: {@code
 * Origin}, when present, is ours. Enough where every request that matters is a {@code POST} or
 * opens a WebSocket: browsers name the origin in both.
 */
public final class OriginGuard implements Handler<RoutingContext> {
  private final OwnAddress own;

  public OriginGuard(OwnAddress own) {
    this.own = own;
  }

  @Override
  public void handle(RoutingContext context) {
    if (own.isOwnOrigin(context.request())) {
      context.next();
    } else {
      context.fail(
          new ProblemException(
              403,
              "foreign_origin",
              "The header Origin names another site: the bridge is for this server's own page"
                  + " only."));
    }
  }
}
