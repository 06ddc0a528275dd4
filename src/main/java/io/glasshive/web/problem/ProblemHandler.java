package io.glasshive.web.problem;

import io.glasshive.domain.Failure;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one failure mapper: whatever failed, the client gets a problem document. */
public final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private static final Problem UNREADABLE =
      new Problem(400, "bad_request", "The request cannot be read: correct it.");

  @Override
  public void handle(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      LOG.warn("{} broke off", context.request().path(), context.failure());
      response.reset();
      return;
    }
    Problem problem = problem(context);
    if (problem.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    send(response, problem);
  }

  /** Answers what is not even a request. */
  public static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Problem problem;
    if (cause instanceof TooLongHttpLineException) {
      problem = new Problem(414, "uri_too_long", "The address is too long: shorten it.");
    } else if (cause instanceof TooLongFrameException) {
      problem =
          new Problem(431, "headers_too_large", "The headers are too large: send fewer of them.");
    } else {
      problem = new Problem(400, "bad_request", "This is not a request of HTTP/1.1.");
    }
    HttpServerResponse response = request.response().putHeader(HttpHeaders.CONNECTION, "close");
    send(response, problem).onComplete(sent -> request.connection().close());
  }

  /** Answers a request whose path cannot be decoded: the router finds no route and no failure. */
  public static void unreadable(RoutingContext context) {
    if (!context.response().ended() && !context.response().closed()) {
      send(context.response(), UNREADABLE);
    }
  }

  private static Future<Void> send(HttpServerResponse response, Problem problem) {
    return response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(problem.encode());
  }

  private static Problem problem(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof Failure known) {
      if (known instanceof Failure.Fault || known instanceof Failure.Unavailable) {
        log(context, known);
      }
      return Problem.of(known);
    } else if (failure instanceof ProblemException refused) {
      return refused.problem();
    }
    return switch (context.statusCode()) {
      case 400 -> UNREADABLE;
      case 404 ->
          new Problem(404, "not_found", "There is nothing at " + context.request().path() + ".");
      case 413 ->
          new Problem(413, "body_too_large", "The body is larger than 64 KB: send a smaller one.");
      default -> bug(context, failure);
    };
  }

  private static Problem bug(RoutingContext context, Throwable failure) {
    Failure.Fault fault =
        new Failure.Fault("Something is wrong inside Glasshive; its log says what.", failure);
    log(context, fault);
    return Problem.of(fault);
  }

  private static void log(RoutingContext context, Failure failure) {
    String what = context.request().method() + " " + context.request().path();
    if (failure instanceof Failure.Fault) {
      LOG.error("{} failed", what, failure);
    } else if (failure.getCause() != null) {
      LOG.warn("{} failed: {} ({})", what, failure.getMessage(), failure.getCause().toString());
    }
  }
}
