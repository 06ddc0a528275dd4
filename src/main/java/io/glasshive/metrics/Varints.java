package io.glasshive.metrics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers from 0 in as few bytes as they need: seven bits a byte, the lowest first. */
final class Varints {
  private Varints() {}

  static void write(DataOutput out, long value) throws IOException {
    long rest = value;
    while (rest > 0x7f) {
      out.writeByte((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
