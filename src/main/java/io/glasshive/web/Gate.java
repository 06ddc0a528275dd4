package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Says that the database is being prepared until the API behind it can be used. */
final class Gate implements Handler<RoutingContext> {
  private final Readiness readiness;
  private Router api;

  Gate(Readiness readiness) {
    this.readiness = readiness;
  }

  void open(Router behind) {
    api = behind;
  }

  @Override
  public void handle(RoutingContext context) {
    if (api == null) {
      context.fail(new Failure.Unavailable("preparing", readiness.step(), null));
    } else {
      api.handleContext(context);
    }
  }
}
