package io.glasshive.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands an immutable payload to consumers in the same process. */
final class ReferenceCodec implements MessageCodec<Envelope, Envelope> {
  static final ReferenceCodec INSTANCE = new ReferenceCodec();

  private ReferenceCodec() {}

  @Override
  public void encodeToWire(Buffer buffer, Envelope message) {
    throw new IllegalStateException("messages of Glasshive do not leave the process");
  }

  @Override
  public Envelope decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("messages of Glasshive do not leave the process");
  }

  @Override
  public Envelope transform(Envelope message) {
    return message;
  }

  @Override
  public String name() {
    return "glasshive.reference";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
