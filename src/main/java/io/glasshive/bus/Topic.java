package io.glasshive.bus;

import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An address on the event bus together with what may be sent there.
 *
 * <p>Payloads are immutable and handed over by reference inside one process. Messages from one
 * sender arrive in the order sent. Requests have no time limit: whoever answers turns every throw
 * and failed future into a failure at once, and a writer may wait for its database for hours.
 *
 * @param <T> the payload
 * @param <R> the answer to a request; {@link Void} where there is none
 */
public record Topic<T, R>(String address, Class<T> payload, Class<R> answer) {
  // Vert.x has no "no limit"; a year is longer than any process lives.
  private static final long NO_LIMIT_MILLIS = 365L * 24 * 60 * 60 * 1000;

  public Topic {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(answer, "answer");
  }

  /** Registers the codec by which payloads travel; once per Vert.x, before any deployment. */
  public static void register(Vertx vertx) {
    vertx.eventBus().registerCodec(ReferenceCodec.INSTANCE);
  }

  /** To every consumer. */
  public void publish(Vertx vertx, T message) {
    vertx.eventBus().publish(address, new Envelope(message), options());
  }

  /** To one consumer; lost where there is none. */
  public void send(Vertx vertx, T message) {
    vertx.eventBus().send(address, new Envelope(message), options());
  }

  /** To one consumer, which answers. Fails with a {@link Failure}. */
  public Future<R> request(Vertx vertx, T message) {
    Promise<R> answered = Promise.promise();
    vertx
        .eventBus()
        .<Envelope>request(
            address, new Envelope(message), options().setSendTimeout(NO_LIMIT_MILLIS))
        .onComplete(
            reply -> {
              if (reply.failed()) {
                answered.fail(
                    new Failure.Unavailable(
                        "no_answer", "Nobody answers at " + address + " any more.", reply.cause()));
              } else if (reply.result().body().content() instanceof Failure failure) {
                answered.fail(failure);
              } else {
                answered.complete(answer.cast(reply.result().body().content()));
              }
            });
    return answered.future();
  }

  /** Takes messages that want no answer, on the caller's context. */
  public MessageConsumer<?> consume(Vertx vertx, Consumer<T> handler) {
    return vertx
        .eventBus()
        .<Envelope>consumer(address, m -> handler.accept(payload.cast(m.body().content())));
  }

  /** Answers requests, on the caller's context; what the handler throws is answered too. */
  public MessageConsumer<?> answer(Vertx vertx, Function<T, Future<R>> handler) {
    return vertx.eventBus().<Envelope>consumer(address, message -> reply(message, handler));
  }

  private void reply(Message<Envelope> message, Function<T, Future<R>> handler) {
    Future<R> result;
    try {
      result = handler.apply(payload.cast(message.body().content()));
    } catch (RuntimeException bug) {
      result = Future.failedFuture(bug);
    }
    result.onComplete(
        done ->
            message.reply(
                new Envelope(done.succeeded() ? done.result() : failure(done.cause())), options()));
  }

  private Failure failure(Throwable cause) {
    return cause instanceof Failure f
        ? f
        : new Failure.Fault("Something is wrong inside Glasshive; its log says what.", cause);
  }

  private static DeliveryOptions options() {
    return new DeliveryOptions().setCodecName(ReferenceCodec.INSTANCE.name()).setLocalOnly(true);
  }
}
