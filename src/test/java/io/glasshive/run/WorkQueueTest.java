package io.glasshive.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.WorkerIdle;
import io.glasshive.domain.Category;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.WorkUnit;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkQueueTest {
  private static final Category AUDIO =
      new Category("172541", "Headphones", "electronics", "Electronics");
  // Nanoseconds run over: what counts is the difference.
  private static final long NOW = Long.MAX_VALUE - 2;

  @Test
  void handsOutBothPhasesInTurn() {
    WorkQueue queue = new WorkQueue(4);
    queue.offer(amazon(1));
    queue.offer(amazon(2));
    queue.offer(ebay("B000000001", 1));
    queue.offer(ebay("B000000002", 1));

    assertEquals(
        List.of("amazon:172541:1", "ebay:B000000001", "amazon:172541:2", "ebay:B000000002"),
        units(queue.handOut(NOW)));
  }

  @Test
  void goesOnWithASearchThatHasBegun() {
    WorkQueue queue = new WorkQueue(1);
    queue.offer(ebay("B000000001", 1));
    queue.offer(ebay("B000000002", 2));

    assertEquals(List.of("ebay:B000000002"), units(queue.handOut(NOW)));
  }

  @Test
  void keepsAUnitAsideUntilItsTimeHasCome() {
    WorkQueue queue = new WorkQueue(1);
    queue.offerAt(ebay("B000000001", 1), NOW + 5);

    assertEquals(List.of(), units(queue.handOut(NOW)));
    assertEquals(OptionalLong.of(5), queue.nanosToNextDue(NOW));
    assertEquals(List.of("ebay:B000000001"), units(queue.handOut(NOW + 5)));
    assertEquals(OptionalLong.empty(), queue.nanosToNextDue(NOW));
  }

  @Test
  void givesAWorkerOneUnitAtATime() {
    WorkQueue queue = new WorkQueue(1);
    queue.offer(amazon(1));
    queue.offer(amazon(2));

    assertEquals(1, queue.handOut(NOW).size());
    assertEquals(0, queue.handOut(NOW).size());
    assertFalse(queue.quiet());

    queue.free(new WorkerIdle(1, null, null));

    assertTrue(queue.quiet());
    assertEquals(List.of("amazon:172541:2"), units(queue.handOut(NOW)));
  }

  @Test
  void takesBackAUnitThatWasNeverClaimed() {
    WorkQueue queue = new WorkQueue(1);
    queue.offer(amazon(1));
    queue.handOut(NOW);

    queue.free(new WorkerIdle(1, UnitId.amazon("172541", 1), null));

    assertEquals(List.of("amazon:172541:1"), units(queue.handOut(NOW)));
  }

  private static List<String> units(List<WorkQueue.Handout> handouts) {
    return handouts.stream().map(h -> h.unit().id().value()).toList();
  }

  private static WorkUnit amazon(int page) {
    return new WorkUnit(UnitId.amazon("172541", page), AUDIO, page, 0, 0, 0, null, null);
  }

  private static WorkUnit ebay(String asin, int page) {
    return new WorkUnit(
        UnitId.ebay(asin), AUDIO, page, 0, 0, 0, new Product(asin, "Lamp", Money.usd(1_999)), null);
  }
}
