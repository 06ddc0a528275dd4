package io.glasshive.web.bridge;

import io.glasshive.bus.Chunk;
import io.vertx.core.buffer.Buffer;

/**
 * The events of a chunk as messages to clients. Each is put together when the first client gets it
 * and shared by all of the event loop; a large chunk is so never done at one go.
 */
final class EncodedChunk {
  private final Address address;
  private final Chunk chunk;
  private final Buffer[] messages;

  EncodedChunk(Chunk chunk) {
    this.address = Address.activity(chunk.runId());
    this.chunk = chunk;
    this.messages = new Buffer[chunk.entries().size()];
  }

  long firstSeq() {
    return chunk.firstSeq();
  }

  long lastSeq() {
    return chunk.lastSeq();
  }

  /** About how many bytes its messages have. */
  int size() {
    return chunk.size();
  }

  /** The message of the event at {@code seq}, which is in this chunk. */
  Buffer message(long seq) {
    int index = Math.toIntExact(seq - chunk.firstSeq());
    if (messages[index] == null) {
      messages[index] = Envelope.delivery(address, chunk.entries().get(index).body());
    }
    return messages[index];
  }
}
