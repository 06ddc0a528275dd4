package io.glasshive.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A started server process and the thread that belongs to it. The thread starts the process, reads
 * its output, and waits for its end: Linux sends the parent-death signal when the starting
 * <em>thread</em> ends, so that thread must live exactly as long as the process.
 */
final class ServerProcess {

  /** What PostgreSQL says, with messages in C, once it takes connections. */
  private static final String READY = "database system is ready to accept connections";

  /** Enough for the reason of a failed start; a run of repeated errors says no more. */
  private static final int TAIL_LINES = 30;

  private final CompletableFuture<Process> started = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> exited = new CompletableFuture<>();
  private final CountDownLatch outputEnded = new CountDownLatch(1);
  private final Deque<String> tail = new ArrayDeque<>();

  private ServerProcess() {}

  /**
   * Starts a command on a thread of its own.
   *
   * @param line told every line of output, on that thread
   * @throws IOException when the command cannot be executed
   */
  static ServerProcess launch(ProcessBuilder command, Consumer<String> line) throws IOException {
    ServerProcess server = new ServerProcess();
    Thread thread = new Thread(() -> server.run(command, line), "postgres-process");
    // The end of the JVM ends the thread, and with it, by the signal, PostgreSQL.
    thread.setDaemon(true);
    thread.start();
    try {
      server.started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      throw e;
    }
    return server;
  }

  private void run(ProcessBuilder command, Consumer<String> line) {
    Process process;
    try {
      process = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      started.completeExceptionally(new UncheckedIOException(e));
      return;
    }
    started.complete(process);
    process.onExit().thenAccept(p -> exited.complete(p.exitValue()));
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        heard(text);
        line.accept(text);
      }
    } catch (IOException e) {
      line.accept("(the output of PostgreSQL ended: " + e.getMessage() + ")");
    } finally {
      outputEnded.countDown();
    }
    exited.join();
  }

  private void heard(String text) {
    synchronized (tail) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(text);
    }
    if (text.contains(READY)) {
      ready.complete(null);
    }
  }

  long pid() {
    return started.join().pid();
  }

  /** Done once the server takes connections; never failed, so watch {@link #exited()} too. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Done with the exit code when the process has ended. */
  CompletableFuture<Integer> exited() {
    return exited;
  }

  /** The last lines of output; complete shortly after the end. */
  List<String> tail() {
    if (exited.isDone()) {
      try {
        outputEnded.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    synchronized (tail) {
      return List.copyOf(tail);
    }
  }

  void destroyForcibly() {
    started.join().destroyForcibly();
  }
}
