package io.glasshive.web.sse;

import io.glasshive.store.RunPosition;
import io.vertx.core.buffer.Buffer;

/**
 * The frames of the stream besides events, to the byte (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent
 * events</a>). Each carries the position in {@code id}, so that a reconnect goes on from there.
 */
final class Frames {
  private Frames() {}

  /** Where a viewer begins that has no position. */
  static Buffer snapshot(long seq, String json) {
    return Buffer.buffer("id: " + seq + "\nevent: snapshot\ndata: " + json + "\n\n");
  }

  /** Dispatches nothing; keeps the connection and moves the position of a filtered viewer on. */
  static Buffer heartbeat(long position) {
    return Buffer.buffer(": heartbeat\nid: " + position + "\n\n");
  }

  /** The whole log of an ended run was delivered. */
  static Buffer end(RunPosition position) {
    return Buffer.buffer(
        "id: "
            + position.lastSeq()
            + "\nevent: end\ndata: {\"last_seq\":"
            + position.lastSeq()
            + ",\"status\":\""
            + position.status().wire()
            + "\"}\n\n");
  }
}
