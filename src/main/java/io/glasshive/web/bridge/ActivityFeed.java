package io.glasshive.web.bridge;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The events of a run on the way to one client: each one, in order, without a hole. Where that
 * cannot be kept (the client is slow, or a hint of the bus was lost) it ends with one {@code
 * resync} that says how far it came, sent when everything before it was taken.
 */
final class ActivityFeed implements Feed {
  private static final long UNKNOWN = -1;

  /**
   * Most bytes that wait while the event loop is busy elsewhere, besides one chunk of any size.
   * Chunks are shared between clients, so this is counted for each but held once.
   */
  private static final int MAX_WAITING_BYTES = 1024 * 1024;

  private final Address address;
  private final Deque<EncodedChunk> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long sent = UNKNOWN;
  private long accepted = UNKNOWN;
  private long known;
  private boolean broken;
  private boolean over;

  ActivityFeed(Address address) {
    this.address = address;
  }

  /** The run's log went to {@code lastSeq} when the client registered. */
  void begin(long lastSeq) {
    if (accepted == UNKNOWN) {
      sent = lastSeq;
      accepted = lastSeq;
    }
  }

  /** Takes in new events. */
  void accept(EncodedChunk chunk) {
    begin(chunk.firstSeq() - 1);
    if (broken || chunk.lastSeq() <= accepted) {
      return;
    }
    if (chunk.firstSeq() > accepted + 1) {
      broken = true;
    } else if (!waiting.isEmpty() && waitingBytes + chunk.size() > MAX_WAITING_BYTES) {
      breakOff();
    } else {
      waiting.add(chunk);
      waitingBytes += chunk.size();
      accepted = chunk.lastSeq();
    }
  }

  /**
   * Compares with how far the log went at the last call, and remembers how far it goes now. What
   * was stored then and has not come since was lost on the bus.
   */
  void compare(long lastSeq) {
    broken |= accepted != UNKNOWN && accepted < known;
    known = lastSeq;
  }

  @Override
  public boolean ready(Outlet outlet) {
    return !waiting.isEmpty() || broken && outlet.empty();
  }

  @Override
  public void send(Outlet outlet, int max) {
    for (int i = 0; i < max && !waiting.isEmpty() && !outlet.full(); i++) {
      sendNext(outlet);
    }
    if (!waiting.isEmpty() && outlet.full()) {
      breakOff();
    }
    if (broken && !over && waiting.isEmpty() && outlet.empty()) {
      outlet.write(Envelope.resync(address, sent));
      over = true;
    }
  }

  @Override
  public boolean over() {
    return over;
  }

  private void sendNext(Outlet outlet) {
    EncodedChunk chunk = waiting.peek();
    outlet.write(chunk.message(++sent));
    if (sent == chunk.lastSeq()) {
      waiting.remove();
      waitingBytes -= chunk.size();
    }
  }

  private void breakOff() {
    waiting.clear();
    waitingBytes = 0;
    broken = true;
  }
}
