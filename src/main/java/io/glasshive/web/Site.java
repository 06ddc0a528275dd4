package io.glasshive.web;

import io.glasshive.web.auth.ChangeGuard;
import io.glasshive.web.auth.HostGuard;
import io.glasshive.web.auth.OriginGuard;
import io.glasshive.web.auth.OwnAddress;
import io.glasshive.web.auth.SecurityHeaders;
import io.glasshive.web.bridge.Bridge;
import io.glasshive.web.problem.ProblemHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Set;
import java.util.TreeSet;

/** The order in which a request passes guards and finds who answers it. */
final class Site {
  /** The largest body anybody needs is a few hundred category ids. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final Set<String> PAGE_METHODS = new TreeSet<>(Set.of("GET", "HEAD"));

  private Site() {}

  static Router router(Vertx vertx, WebParts parts, Gate gate, Bridge bridge) {
    OwnAddress own = new OwnAddress(parts.config().http().publicUrl());
    Router site = Router.router(vertx);
    site.route().failureHandler(new ProblemHandler());
    // A path that cannot be decoded (/%zz) matches no route, so it passes none of the handlers
    // here.
    site.errorHandler(
        400,
        context -> {
          SecurityHeaders.set(context.response());
          ProblemHandler.unreadable(context);
        });
    site.route().handler(new SecurityHeaders());
    site.route().handler(new HostGuard(own));
    String eventBus = Bridge.PATH + "/*";
    // Before the guard of changes: SockJS sends its JSON as plain text.
    site.route(eventBus).handler(new OriginGuard(own));
    site.post(eventBus).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    site.route(eventBus).subRouter(bridge.router());
    site.route(eventBus).handler(context -> context.fail(404));
    site.route().handler(new ChangeGuard(own));
    site.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    site.route("/api/v1/*").handler(gate);
    site.route("/api/*").handler(context -> context.fail(404));
    Api outside = new Api(site);
    new HealthRoutes(parts.readiness()).mount(outside);
    new ApiDocument(vertx).mount(outside);
    new PrometheusRoutes(vertx, parts.readiness(), parts.meters()).mount(outside);
    outside.router();
    site.route()
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(Site::revalidate)
        .handler(StaticHandler.create("webroot").setCachingEnabled(false))
        .handler(context -> context.fail(404));
    site.route().handler(context -> Api.refuse(context, PAGE_METHODS));
    return site;
  }

  private static void revalidate(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    context.next();
  }
}
