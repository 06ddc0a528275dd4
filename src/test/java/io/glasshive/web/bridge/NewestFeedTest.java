package io.glasshive.web.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What replaces what came before it: each while the client keeps up, else the newest. */
@Timeout(10)
class NewestFeedTest {
  private final List<String> written = new ArrayList<>();
  private Promise<Void> taken = Promise.promise();
  private final Outlet outlet =
      new Outlet(
          message -> {
            written.add(message.toString());
            return taken.future();
          },
          () -> {});
  private final NewestFeed feed = new NewestFeed();

  @Test
  void sendsEachAtOnceWhileTheClientKeepsUp() {
    accept(1, "a");
    accept(1, "b");

    assertEquals(List.of("a", "b"), written);
    assertFalse(feed.ready(outlet));
  }

  @Test
  void keepsTheNewestOfEachRunWhileTheClientIsSlow() {
    fill();
    accept(1, "a");
    accept(2, "b");
    accept(1, "c");
    assertEquals(List.of(), written);

    drain();
    feed.send(outlet, 10);

    assertEquals(List.of("b", "c"), written);
    assertFalse(feed.ready(outlet));
  }

  @Test
  void forgetsWhatWaitedWhereSomethingNewerWasSent() {
    fill();
    accept(1, "old");
    drain();
    accept(1, "new");

    feed.send(outlet, 10);

    assertEquals(List.of("new"), written);
  }

  @Test
  void keepsOfABoundedNumberOfRuns() {
    fill();
    for (int run = 0; run < NewestFeed.MAX_WAITING + 2; run++) {
      accept(run, "run " + run);
    }
    drain();

    feed.send(outlet, 1_000);

    assertEquals(NewestFeed.MAX_WAITING, written.size());
    assertEquals("run 2", written.get(0));
  }

  private void accept(int run, String message) {
    feed.accept(new UUID(7, run), Buffer.buffer(message), outlet);
  }

  private void fill() {
    outlet.write(Buffer.buffer("x".repeat(Outlet.MAX_UNSENT_BYTES)));
    written.clear();
    assertTrue(outlet.full());
  }

  private void drain() {
    taken.complete();
    taken = Promise.promise();
    assertTrue(outlet.empty());
  }
}
