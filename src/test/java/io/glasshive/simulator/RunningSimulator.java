package io.glasshive.simulator;

import io.glasshive.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A simulator that a test starts and stops. */
final class RunningSimulator implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final SimulatorVerticle verticle;
  private final String deployment;

  RunningSimulator(Config.Simulator config) {
    this(config, System::nanoTime);
  }

  RunningSimulator(Config.Simulator config, LongSupplier nanos) {
    verticle = new SimulatorVerticle(config, Settings.DEFAULTS, InstantSource.system(), nanos);
    try {
      deployment = done(vertx.deployVerticle(verticle));
    } catch (CompletionException e) {
      done(vertx.close());
      throw e;
    }
  }

  Shopper shopper() {
    return new Shopper(verticle.uri());
  }

  @Override
  public void close() {
    done(vertx.undeploy(deployment));
    done(vertx.close());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
