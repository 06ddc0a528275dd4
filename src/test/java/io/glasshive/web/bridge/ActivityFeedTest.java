package io.glasshive.web.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.Phase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client's way along a run: every event in order, or one word about where it ended. */
@Timeout(10)
class ActivityFeedTest {
  private static final UUID RUN = UUID.fromString("12345678-9abc-7def-8000-000000000001");
  private static final Address ADDRESS = Address.activity(RUN);

  /** A socket that takes what was written when it is told to. */
  private final Deque<Promise<Void>> untaken = new ArrayDeque<>();

  private final List<String> written = new ArrayList<>();
  private final Outlet outlet = new Outlet(this::write, () -> {});
  private final ActivityFeed feed = new ActivityFeed(ADDRESS);

  @Test
  void sendsEachEventAsItIsStored() {
    feed.accept(chunk(7, 9, 10));

    send();

    assertEquals(
        "{\"type\":\"rec\",\"address\":\"activity.12345678-9abc-7def-8000-000000000001\","
            + "\"body\":{\"seq\":7,\"x\":\"          \"}}",
        written.get(0));
    assertEquals(List.of("7", "8", "9"), seqs());
    assertFalse(feed.over());
  }

  @Test
  void sendsNoMoreInOneGoThanAllowed() {
    feed.accept(chunk(1, 9, 10));

    feed.send(outlet, 4);

    assertEquals(4, written.size());
    assertTrue(feed.ready(outlet));
  }

  @Test
  void takesNoEventTwice() {
    feed.accept(chunk(1, 5, 10));
    feed.accept(chunk(2, 4, 10));
    feed.accept(chunk(4, 7, 10));

    send();

    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), seqs());
  }

  @Test
  void holdsBackWhatASlowSocketDoesNotTakeAndThenSaysOnceHowFarItCame() {
    long largest = 0;
    for (int i = 0; i < 100; i++) {
      feed.accept(chunk(1 + 10L * i, 10 + 10L * i, 5_000));
      send();
      largest = Math.max(largest, outlet.unsent());
    }

    int sent = written.size();
    assertTrue(largest >= Outlet.MAX_UNSENT_BYTES && largest < Outlet.MAX_UNSENT_BYTES + 6_000);
    assertEquals(LongStream.rangeClosed(1, sent).mapToObj(Long::toString).toList(), seqs());
    while (untaken.size() > 1) {
      untaken.remove().complete();
      send();
    }
    assertEquals(sent, written.size(), "nothing is sent before everything was taken");

    untaken.remove().complete();
    send();
    send();

    assertEquals(sent + 1, written.size());
    assertTrue(written.get(sent).endsWith(",\"body\":{\"resync\":" + sent + "}}"));
    assertTrue(feed.over());
  }

  @Test
  void sendsWhatCameBeforeAHoleAndThenSaysWhereItIs() {
    feed.accept(chunk(4, 6, 10));
    feed.accept(chunk(8, 9, 10));
    feed.accept(chunk(7, 12, 10));

    send();
    untaken.forEach(Promise::complete);
    send();

    assertEquals(List.of("4", "5", "6", "resync 6"), seqs());
    assertTrue(feed.over());
  }

  @Test
  void knowsOfAHoleBeforeItsFirstEvent() {
    feed.begin(5);
    feed.accept(chunk(8, 9, 10));

    send();

    assertEquals(List.of("resync 5"), seqs());
  }

  @Test
  void goesOnFromAnEventThatCameBeforeTheDatabaseAnswered() {
    feed.accept(chunk(4, 6, 10));
    feed.begin(9);
    feed.accept(chunk(7, 7, 10));

    send();

    assertEquals(List.of("4", "5", "6", "7"), seqs());
  }

  @Test
  void findsOutThatTheLastHintWasLost() {
    feed.begin(5);
    feed.compare(7);
    assertFalse(feed.ready(outlet), "the hint may still be under way");

    feed.compare(7);
    send();

    assertEquals(List.of("resync 5"), seqs());
  }

  @Test
  void isNotMisledByAHintThatIsLateOnly() {
    feed.begin(5);
    feed.compare(7);
    feed.accept(chunk(6, 7, 10));
    feed.compare(7);

    send();

    assertEquals(List.of("6", "7"), seqs());
    assertFalse(feed.over());
  }

  @Test
  void keepsABoundedAmountWhileTheEventLoopIsBusy() {
    for (int i = 0; i < 100; i++) {
      feed.accept(chunk(1 + i, 1 + i, 50_000));
    }

    send();

    assertEquals(List.of("resync 0"), seqs());
  }

  private void send() {
    feed.send(outlet, Integer.MAX_VALUE);
  }

  private Future<Void> write(Buffer message) {
    written.add(message.toString());
    untaken.add(Promise.promise());
    return untaken.getLast().future();
  }

  /** What was sent: positions, and resyncs. */
  private List<String> seqs() {
    return written.stream()
        .map(message -> message.substring(message.indexOf("\"body\":{\"") + 9))
        .map(body -> body.startsWith("resync") ? "resync " + number(body) : number(body))
        .toList();
  }

  private static String number(String body) {
    return body.split(":")[1].split("[,}]")[0];
  }

  private static EncodedChunk chunk(long first, long last, int size) {
    return new EncodedChunk(
        new Chunk(
            RUN,
            LongStream.rangeClosed(first, last)
                .mapToObj(
                    seq ->
                        new Chunk.Entry(
                            seq,
                            1,
                            Phase.AMAZON,
                            Action.FETCHING,
                            null,
                            "{\"seq\":" + seq + ",\"x\":\"" + " ".repeat(size) + "\"}"))
                .toList()));
  }
}
