package io.glasshive.web.bridge;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * The way to one client. It counts what was written until the socket has taken it, which is the
 * only measure that holds for each transport: between two polls nothing is taken at all.
 */
final class Outlet {

  /**
   * Most bytes on the way to a client before it counts as slow: some 400 events, more than a run
   * brings while a client that keeps up is busy for a moment.
   */
  static final int MAX_UNSENT_BYTES = 256 * 1024;

  private final Function<Buffer, Future<Void>> socket;
  private final Runnable onDrained;
  private long unsent;

  /**
   * An outlet that nothing was written to.
   *
   * @param onDrained called whenever everything written was taken
   */
  Outlet(Function<Buffer, Future<Void>> socket, Runnable onDrained) {
    this.socket = socket;
    this.onDrained = onDrained;
  }

  void write(Buffer message) {
    int bytes = message.length();
    unsent += bytes;
    // What cannot be written any more is not on the way either.
    socket.apply(message).onComplete(taken -> take(bytes));
  }

  long unsent() {
    return unsent;
  }

  boolean full() {
    return unsent >= MAX_UNSENT_BYTES;
  }

  boolean empty() {
    return unsent == 0;
  }

  private void take(int bytes) {
    unsent -= bytes;
    if (unsent == 0) {
      onDrained.run();
    }
  }
}
