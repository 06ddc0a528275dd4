package io.glasshive.source.oxylabs;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.source.oxylabs.AnswerText.Reply;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes realtime queries: {@code POST {base}/v1/queries}, one connection kept alive, one request at
 * a time. Belongs to one worker: every method is called on the context that made it the first
 * request, and answers arrive there. Decoding and reading happen on worker threads.
 *
 * <p>A request is cut off (too late, too large, {@link #close}) by closing the web client with its
 * one connection, which is what HTTP/1.1 would do anyway; the next request opens another.
 */
public final class OxylabsClient {
  private static final Logger log = LoggerFactory.getLogger(OxylabsClient.class);

  /** Pages are 0.4 to 3 MB, JSON doubles some of it; 16 MiB are far from both. */
  public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  /** A host that takes longer than this to accept a connection is down. */
  private static final int MAX_CONNECT_MILLIS = 10_000;

  /** Below the idle limits of usual balancers (60 s), so that no request meets a closed door. */
  private static final int KEEP_ALIVE_SECONDS = 45;

  private final Vertx vertx;
  private final Endpoint endpoint;
  private final InstantSource clock;
  private final AnswerText answers;
  private WebClient http;
  private Call call;
  private boolean closed;

  /**
   * @param clock for {@code Retry-After} dates
   */
  public OxylabsClient(Vertx vertx, Endpoint endpoint, InstantSource clock) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.clock = clock;
    this.answers = new AnswerText(endpoint);
    this.http = newClient();
  }

  private WebClient newClient() {
    return WebClient.create(
        vertx,
        new WebClientOptions()
            .setUserAgent("Glasshive")
            .setFollowRedirects(false)
            .setConnectTimeout(
                (int) Math.min(endpoint.requestTimeout().toMillis(), MAX_CONNECT_MILLIS))
            .setKeepAlive(true)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setDecompressionSupported(true),
        new PoolOptions().setHttp1MaxSize(1));
  }

  /**
   * Makes one request and reads its answer.
   *
   * @param query the request's body
   * @param extraction stage of an answer without content
   * @param reader turns content that is not empty into a page or a failure; runs on a worker thread
   * @return the answer; fails with {@link Failure.Unavailable} when {@link #close} cut it off or
   *     came before, with {@link Failure.Fault} for a bug or a second request beside an open one
   */
  public <P> Future<SourceAnswer<P>> query(
      JsonObject query, ErrorStage extraction, Function<JsonNode, SourceAnswer<P>> reader) {
    if (closed) {
      return Future.failedFuture(cutOff());
    }
    if (call != null) {
      return Future.failedFuture(new Failure.Fault("a request is open already", null));
    }
    Promise<SourceAnswer<P>> answer = Promise.promise();
    Call started = new Call(answer);
    call = started;
    started
        .start(query.toBuffer())
        .compose(outcome -> read(outcome, extraction, reader))
        .onComplete(read -> finish(answer, read));
    return answer.future();
  }

  private <P> void finish(Promise<SourceAnswer<P>> answer, AsyncResult<SourceAnswer<P>> read) {
    call = null;
    if (read.succeeded()) {
      answer.tryComplete(read.result());
    } else {
      answer.tryFail(read.cause());
    }
  }

  private <P> Future<SourceAnswer<P>> read(
      Outcome outcome, ErrorStage extraction, Function<JsonNode, SourceAnswer<P>> reader) {
    if (outcome.failure() != null) {
      return Future.succeededFuture(new SourceAnswer.Failed<>(outcome.failure()));
    }
    return vertx.executeBlocking(
        () -> answers.read(outcome.reply(), clock.instant(), extraction, reader), false);
  }

  /** Cuts off a request in flight and frees the connection; later requests fail. Idempotent. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Call open = call;
    if (open != null) {
      // The caller's answer first: what follows must not look like an answer.
      open.answer.tryFail(cutOff());
      open.fail(ErrorType.API_ERROR, endpoint.name() + ": cut off.");
    }
    http.close();
  }

  private Failure.Unavailable cutOff() {
    return new Failure.Unavailable(
        "source_closed", endpoint.name() + ": the client is closed.", null);
  }

  /** A whole answer, or why there is none: one of the two. */
  private record Outcome(Reply reply, SourceFailure failure) {}

  /** One request from the call to the last byte; gathers the body as it comes. */
  private final class Call implements WriteStream<Buffer> {
    private final Promise<?> answer;
    private final Promise<Outcome> outcome = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long deadline;

    Call(Promise<?> answer) {
      this.answer = answer;
    }

    Future<Outcome> start(Buffer query) {
      deadline = vertx.setTimer(endpoint.requestTimeout().toMillis(), id -> timedOut());
      http.request(HttpMethod.POST, endpoint.port(), endpoint.host(), endpoint.path())
          .ssl(endpoint.secure())
          .putHeader("Authorization", endpoint.authorization())
          .putHeader("Content-Type", "application/json")
          .putHeader("Accept", "application/json")
          .as(BodyCodec.pipe(this))
          .sendBuffer(query)
          .onSuccess(this::receive)
          .onFailure(this::broken);
      return outcome.future();
    }

    private void receive(HttpResponse<Void> response) {
      settle(
          new Outcome(
              new Reply(response.statusCode(), response.getHeader("Retry-After"), body.getBytes()),
              null));
    }

    @Override
    public Future<Void> write(Buffer chunk) {
      if (outcome.future().isComplete()) {
        return Future.succeededFuture();
      }
      if (body.length() + chunk.length() > MAX_BODY_BYTES) {
        fail(
            ErrorType.API_ERROR,
            endpoint.name()
                + " answered with more than "
                + MAX_BODY_BYTES / (1024 * 1024)
                + " MiB.");
        cutOffConnection();
      } else {
        body.appendBuffer(chunk);
      }
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public Call setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public Call drainHandler(Handler<Void> handler) {
      return this;
    }

    @Override
    public Call exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    private void timedOut() {
      fail(
          ErrorType.TIMEOUT,
          endpoint.name()
              + " did not answer within "
              + endpoint.requestTimeout().toMillis()
              + " ms.");
      cutOffConnection();
    }

    private void broken(Throwable cause) {
      log.debug("A request to {} broke.", endpoint, cause);
      if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
        fail(ErrorType.TIMEOUT, endpoint.name() + " could not be reached in time.");
      } else {
        fail(ErrorType.API_ERROR, endpoint.name() + " " + reason(cause) + ".");
      }
    }

    void fail(ErrorType type, String message) {
      settle(
          new Outcome(null, new SourceFailure(type, ErrorStage.API, message, Verdict.RETRY, null)));
    }

    private void settle(Outcome result) {
      vertx.cancelTimer(deadline);
      outcome.tryComplete(result);
    }

    private void cutOffConnection() {
      http.close();
      http = newClient();
    }
  }

  /** For a person. Not the exception's own text, which may say more than a person should read. */
  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "refused the connection";
    }
    if (cause instanceof UnknownHostException) {
      return "could not be found: its host name has no address";
    }
    if (cause instanceof SSLException) {
      return "could not be trusted: TLS failed";
    }
    return "broke the connection before its answer was complete";
  }
}
