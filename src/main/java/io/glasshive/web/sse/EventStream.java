package io.glasshive.web.sse;

import io.glasshive.journal.Cursor;
import io.glasshive.store.RunPosition;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One viewer's response. It takes a step of its cursor a tick while the socket takes bytes, waits
 * at the end of the log, and stays behind without holding more than one step while the socket is
 * full. What fails (a read while the database is away) is tried again at the next event or
 * heartbeat; the position does not move before.
 *
 * <p>For one event loop; not thread-safe.
 */
final class EventStream {
  private final Context context;
  private final HttpServerResponse response;
  private final UUID runId;
  private final Cursor cursor;
  private final Positions positions;
  private final Consumer<Boolean> onBehind;
  private final Consumer<EventStream> onClose;
  private boolean scheduled;
  private boolean underWay;
  private boolean mayHaveEnded;
  private boolean behind;
  private boolean closed;

  /**
   * A stream that has written nothing yet.
   *
   * @param mayHaveEnded whether the run may have ended, so that the end of its log is to be looked
   *     at
   * @param onBehind told when the socket begins (true) or ends to hold the stream up
   */
  EventStream(
      Context context,
      HttpServerResponse response,
      UUID runId,
      Cursor cursor,
      boolean mayHaveEnded,
      Positions positions,
      Consumer<Boolean> onBehind,
      Consumer<EventStream> onClose) {
    this.context = context;
    this.response = response;
    this.runId = runId;
    this.cursor = cursor;
    this.mayHaveEnded = mayHaveEnded;
    this.positions = positions;
    this.onBehind = onBehind;
    this.onClose = onClose;
  }

  UUID runId() {
    return runId;
  }

  /** Sends the head and, where there is one, the first frame; then goes on by itself. */
  void begin(Buffer first) {
    response.exceptionHandler(lost -> close());
    response.closeHandler(gone -> close());
    response.drainHandler(drained -> schedule());
    response.setChunked(true);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    // nginx would keep events until its buffer is full.
    response.putHeader("X-Accel-Buffering", "no");
    if (first == null) {
      response.writeHead();
    } else {
      response.write(first);
    }
    schedule();
  }

  /** The log reaches at least {@code lastSeq}. */
  void wake(long lastSeq) {
    cursor.learn(lastSeq);
    schedule();
  }

  /** Shows the client and its proxies that the stream lives, and looks for what the bus lost. */
  void beat() {
    if (closed) {
      return;
    }
    if (!response.writeQueueFull()) {
      response.write(Frames.heartbeat(cursor.position()));
    }
    mayHaveEnded = true;
    schedule();
  }

  /** Ends the response where the server stops; a client comes back with its position. */
  void breakOff() {
    if (!closed) {
      close();
      response.end();
    }
  }

  private void schedule() {
    if (!scheduled && !closed) {
      scheduled = true;
      context.runOnContext(tick -> step());
    }
  }

  private void step() {
    scheduled = false;
    if (closed || underWay) {
      return;
    }
    become(response.writeQueueFull());
    if (behind) {
      return;
    }
    if (!cursor.atEnd()) {
      underWay = true;
      cursor.next().onComplete(this::deliver);
    } else if (mayHaveEnded) {
      underWay = true;
      positions.of(runId).onComplete(this::compare);
    }
  }

  private void deliver(AsyncResult<Cursor.Step> taken) {
    underWay = false;
    if (closed || taken.failed()) {
      return;
    }
    Cursor.Step step = taken.result();
    if (step.frames().length() > 0) {
      response.write(step.frames());
    }
    mayHaveEnded |= step.mayEnd();
    schedule();
  }

  private void compare(AsyncResult<RunPosition> read) {
    underWay = false;
    if (closed || read.failed()) {
      return;
    }
    RunPosition position = read.result();
    if (position == null) {
      breakOff();
      return;
    }
    cursor.learn(position.lastSeq());
    mayHaveEnded = position.status().ended();
    if (mayHaveEnded && cursor.atEnd()) {
      close();
      response.end(Frames.end(position));
    } else {
      schedule();
    }
  }

  private void become(boolean heldUp) {
    if (heldUp != behind) {
      behind = heldUp;
      onBehind.accept(heldUp);
    }
  }

  private void close() {
    if (!closed) {
      closed = true;
      become(false);
      onClose.accept(this);
    }
  }
}
