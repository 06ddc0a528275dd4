package io.glasshive.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RingsTest {
  private static final UUID RUN = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);

  private final Rings rings = new Rings(1_000_000);

  @Test
  void findsTheChunkThatHoldsAnEvent() {
    Chunk first = chunk(RUN, 1, 3);
    Chunk second = chunk(RUN, 4, 4);
    rings.add(first);
    rings.add(second);

    assertSame(first, rings.holding(RUN, 1));
    assertSame(first, rings.holding(RUN, 3));
    assertSame(second, rings.holding(RUN, 4));
    assertNull(rings.holding(RUN, 5));
    assertNull(rings.holding(OTHER, 1));
  }

  @Test
  void beginsAnewAtAChunkThatDoesNotFollow() {
    rings.add(chunk(RUN, 1, 3));
    Chunk afterAHole = chunk(RUN, 5, 6);
    rings.add(afterAHole);

    assertNull(rings.holding(RUN, 3));
    assertNull(rings.holding(RUN, 4));
    assertSame(afterAHole, rings.holding(RUN, 5));
  }

  @Test
  void keepsNothingOfAChunkThatCameBefore() {
    Chunk first = chunk(RUN, 1, 3);
    rings.add(first);
    long bytes = rings.bytes();
    rings.add(chunk(RUN, 1, 3));
    rings.add(chunk(RUN, 2, 3));

    assertSame(first, rings.holding(RUN, 2));
    assertEquals(bytes, rings.bytes());
  }

  @Test
  void beginsAnewAtAChunkThatOverlaps() {
    rings.add(chunk(RUN, 1, 3));
    Chunk overlapping = chunk(RUN, 3, 5);
    rings.add(overlapping);

    assertNull(rings.holding(RUN, 2));
    assertSame(overlapping, rings.holding(RUN, 3));
    assertSame(overlapping, rings.holding(RUN, 5));
  }

  @Test
  void dropsTheOldestChunkOfWhateverRunWhenItIsFull() {
    Rings small = new Rings(2_000);
    small.add(chunk(OTHER, 1, 1));
    for (long seq = 1; seq <= 100; seq++) {
      small.add(chunk(RUN, seq, seq));
      assertTrue(small.bytes() <= 2_000);
    }

    assertNull(small.holding(OTHER, 1));
    assertNull(small.holding(RUN, 1));
    assertEquals(100, small.holding(RUN, 100).lastSeq());
    assertEquals(99, small.holding(RUN, 99).lastSeq());
  }

  @Test
  void keepsNothingOfAChunkLargerThanItself() {
    Rings small = new Rings(100);
    small.add(chunk(RUN, 1, 50));

    assertNull(small.holding(RUN, 1));
    assertEquals(0, small.bytes());
  }

  private static Chunk chunk(UUID run, long first, long last) {
    List<Chunk.Entry> entries = new ArrayList<>();
    for (long seq = first; seq <= last; seq++) {
      entries.add(new Chunk.Entry(seq, 1, Phase.AMAZON, Action.FETCHING, null, "{\"seq\":0}"));
    }
    return new Chunk(run, entries);
  }
}
