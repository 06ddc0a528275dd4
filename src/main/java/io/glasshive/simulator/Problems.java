package io.glasshive.simulator;

import io.glasshive.domain.Failure;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what went wrong as a problem document (RFC 9457). */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void installOn(Router router) {
    router.errorHandler(400, Problems::failed);
    router.errorHandler(404, ctx -> answer(ctx, 404, "not_found", "There is nothing here."));
    router.errorHandler(
        413,
        ctx ->
            answer(
                ctx,
                413,
                "body_too_large",
                "A body may have " + SimulatorApi.MAX_BODY_BYTES + " bytes."));
    router.errorHandler(500, Problems::failed);
  }

  /** Answers 405 to every method but {@code allowed}. */
  static Handler<RoutingContext> notAllowed(List<HttpMethod> allowed) {
    String names = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    return ctx -> {
      ctx.response().putHeader(HttpHeaders.ALLOW, names);
      answer(ctx, 405, "method_not_allowed", "Use " + names + ".");
    };
  }

  static void answer(RoutingContext ctx, int status, String code, String detail) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return;
    }
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", detail)
            .put("code", code);
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(problem.toBuffer());
  }

  private static void failed(RoutingContext ctx) {
    if (ctx.response().closed()) {
      return;
    }
    if (ctx.response().headWritten()) {
      LOG.warn("{} broke off", ctx.request().path(), ctx.failure());
      ctx.request().connection().close();
    } else if (ctx.failure() instanceof Failure.Rejected rejected) {
      answer(ctx, 400, rejected.code(), rejected.getMessage());
    } else if (ctx.statusCode() == 400) {
      answer(ctx, 400, "bad_request", "The request cannot be read.");
    } else {
      LOG.error("{} failed", ctx.request().path(), ctx.failure());
      answer(ctx, 500, "internal", "The simulator failed; its log says why.");
    }
  }
}
