package io.glasshive.web;

import io.glasshive.store.Page;
import io.glasshive.web.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A router of endpoints: what one fails with goes to the failure mapper, and 405 names Allow. What
 * can be read can be asked for its head alone; the server leaves the body out.
 */
final class Api {

  /** Answers a request, or fails. */
  @FunctionalInterface
  interface Endpoint {
    Future<?> answer(RoutingContext context);
  }

  private final Router router;
  private final Map<String, Set<String>> methods = new LinkedHashMap<>();

  Api(Router router) {
    this.router = router;
  }

  Api get(String path, Endpoint endpoint) {
    return on(HttpMethod.GET, path, endpoint).on(HttpMethod.HEAD, path, endpoint);
  }

  Api post(String path, Endpoint endpoint) {
    return on(HttpMethod.POST, path, endpoint);
  }

  Api put(String path, Endpoint endpoint) {
    return on(HttpMethod.PUT, path, endpoint);
  }

  Api patch(String path, Endpoint endpoint) {
    return on(HttpMethod.PATCH, path, endpoint);
  }

  Api delete(String path, Endpoint endpoint) {
    return on(HttpMethod.DELETE, path, endpoint);
  }

  /** The router, once every endpoint is on it. */
  Router router() {
    methods.forEach(
        (path, allowed) -> router.route(path).handler(context -> refuse(context, allowed)));
    return router;
  }

  /** Answers with a JSON object. */
  static Future<Void> json(RoutingContext context, int status, JsonObject body) {
    context.response().setStatusCode(status);
    return text(context, "application/json", body.toBuffer());
  }

  /** Answers with a JSON object that is encoded already. */
  static Future<Void> json(RoutingContext context, String body) {
    return text(context, "application/json", Buffer.buffer(body));
  }

  /** Answers with what nobody may keep. */
  static Future<Void> text(RoutingContext context, String contentType, Buffer body) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }

  /** Answers with a part of a list. */
  static <T> Future<Void> list(
      RoutingContext context, Page<T> page, Function<T, JsonObject> shape) {
    JsonArray items = new JsonArray();
    page.items().forEach(item -> items.add(shape.apply(item)));
    JsonObject body = new JsonObject().put("items", items);
    if (page.next() != null) {
      body.put("next_cursor", page.next().encode());
    }
    return json(context, 200, body);
  }

  private Api on(HttpMethod method, String path, Endpoint endpoint) {
    methods.computeIfAbsent(path, p -> new TreeSet<>()).add(method.name());
    router.route(method, path).handler(context -> answer(context, endpoint));
    return this;
  }

  private static void answer(RoutingContext context, Endpoint endpoint) {
    // What the endpoint throws, the router turns into a failure as well.
    endpoint.answer(context).onFailure(context::fail);
  }

  static void refuse(RoutingContext context, Set<String> allowed) {
    String names = String.join(", ", allowed);
    context.response().putHeader(HttpHeaders.ALLOW, names);
    context.fail(
        new ProblemException(
            405,
            "method_not_allowed",
            context.request().method() + " is not possible here: use " + names + "."));
  }
}
