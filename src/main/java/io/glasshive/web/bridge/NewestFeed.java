package io.glasshive.web.bridge;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What replaces what came before it, on the way to one client: a run, or its metrics. While the
 * client is slow only the newest of each run is kept.
 */
final class NewestFeed implements Feed {

  /** Four times the runs that can be under way; beyond it the one that has waited longest goes. */
  static final int MAX_WAITING = 256;

  private final Map<UUID, Buffer> waiting = new LinkedHashMap<>();

  /** Takes in what holds for a run now. */
  void accept(UUID runId, Buffer message, Outlet outlet) {
    waiting.remove(runId);
    if (!outlet.full()) {
      outlet.write(message);
      return;
    }
    waiting.put(runId, message);
    if (waiting.size() > MAX_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }

  @Override
  public boolean ready(Outlet outlet) {
    return !waiting.isEmpty() && !outlet.full();
  }

  @Override
  public void send(Outlet outlet, int max) {
    Iterator<Buffer> next = waiting.values().iterator();
    for (int i = 0; i < max && next.hasNext() && !outlet.full(); i++) {
      outlet.write(next.next());
      next.remove();
    }
  }

  @Override
  public boolean over() {
    return false;
  }
}
