package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A server and its Vert.x for the length of a command. Blocking; for the command's own thread. */
final class ServerSession implements AutoCloseable {

  /** How long a server may take to stop: requests in flight land, the writer commits. */
  private static final Duration STOP = Duration.ofSeconds(15);

  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** The same, when somebody asks a second time: what is missing the next start puts right. */
  private static final Duration HURRIED_STOP = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Server server;
  private final StopSignal signal;

  private ServerSession(Vertx vertx, Server server, StopSignal signal) {
    this.vertx = vertx;
    this.server = server;
    this.signal = signal;
  }

  /** Starts a server that listens; its database may still be in preparation. */
  static ServerSession start(Config config, Server.Options options, StopSignal stop) {
    Meters meters = new Meters();
    Vertx vertx = MeteredVertx.create(meters);
    Future<Server> starting = Server.start(vertx, config, options, meters);
    try {
      return new ServerSession(vertx, stop.await(starting.toCompletionStage()), stop);
    } catch (RuntimeException e) {
      // Half a server cannot be stopped in order, so let it come up first.
      bounded(starting.compose(Server::stop).otherwiseEmpty(), STOP, "The server");
      bounded(vertx.close(), CLOSE, "Vert.x");
      throw e;
    }
  }

  Server server() {
    return server;
  }

  @Override
  public void close() {
    Promise<Void> over = Promise.promise();
    server.stop().onComplete(stopped -> over.tryComplete());
    signal
        .insisted()
        .thenRun(() -> vertx.timer(HURRIED_STOP.toMillis()).onComplete(late -> over.tryComplete()));
    bounded(over.future(), STOP, "The server");
    bounded(vertx.close(), CLOSE, "Vert.x");
  }

  /** Waits, but not for ever: the process ends anyway, and the next start puts things right. */
  static void bounded(Future<?> future, Duration limit, String what) {
    try {
      future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LoggerFactory.getLogger(ServerSession.class).warn("{} did not stop in {}", what, limit);
    } catch (ExecutionException e) {
      LoggerFactory.getLogger(ServerSession.class)
          .warn("{} did not stop cleanly: {}", what, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
