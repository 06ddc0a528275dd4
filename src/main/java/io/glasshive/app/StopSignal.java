package io.glasshive.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Somebody asks the process to end: Ctrl-C or SIGTERM. The virtual machine ends when its shutdown
 * hooks have ended, with 130 or 143; ours asks the command to end and waits until it has. Asked
 * again, the command ends without waiting for what the next start puts right as well.
 *
 * <p>Waiting methods block; they are for the command's own thread.
 */
final class StopSignal {

  /** Thrown where a command waited for something and was asked to end. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /** More than a command takes: 20 s for a run to be cancelled, 20 s for a server to stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final CompletableFuture<Void> requested = new CompletableFuture<>();
  private final CompletableFuture<Void> insisted = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);

  /** A signal that the end of this process gives. */
  static StopSignal ofProcess() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::requestAndWait, "stop"));
    Interrupts.onEach(signal::insist);
    return signal;
  }

  private void requestAndWait() {
    request();
    try {
      finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the command to end. */
  void request() {
    requested.complete(null);
  }

  /** Asks the command to end without waiting. */
  void insist() {
    request();
    insisted.complete(null);
  }

  /** The command has ended; from now on nothing holds the process up. */
  void finished() {
    finished.countDown();
  }

  /** Waits until the end is asked for. */
  void await() {
    requested.join();
  }

  /** Waits for {@code duration} at the most; true when the end is asked for. */
  boolean await(Duration duration) {
    return await(requested, duration);
  }

  /** Waits for {@code duration} at the most; true when the end is asked for once more. */
  boolean awaitInsistence(Duration duration) {
    return await(insisted, duration);
  }

  /** Done when the end is asked for once more. */
  CompletionStage<Void> insisted() {
    return insisted;
  }

  /**
   * What {@code stage} brings.
   *
   * @throws Stopped when the end is asked for first
   * @throws RuntimeException what the stage failed with
   */
  <T> T await(CompletionStage<T> stage) {
    return await(requested, stage);
  }

  /**
   * What {@code stage} brings.
   *
   * @throws Stopped when the end is asked for once more first
   * @throws RuntimeException what the stage failed with
   */
  <T> T awaitUnlessInsisted(CompletionStage<T> stage) {
    return await(insisted, stage);
  }

  private static <T> T await(CompletableFuture<Void> event, CompletionStage<T> stage) {
    CompletableFuture<T> result = stage.toCompletableFuture();
    try {
      CompletableFuture.anyOf(event, result).join();
      if (!result.isDone()) {
        throw new Stopped();
      }
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static boolean await(CompletableFuture<Void> event, Duration duration) {
    try {
      event.get(duration.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
