package io.glasshive.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventJsonTest {
  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final UUID RUN = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
  private static final Instant AT = Instant.parse("2026-09-24T10:00:00.123456789Z");
  private static final Category AUDIO =
      new Category("172541", "Headphones", "electronics", "Electronics");

  @Test
  void pinsTheBytesOfARequest() {
    ActivityEvent event =
        new ActivityEvent.Builder(ID, RUN, AT, 3, Phase.EBAY, Action.FETCHING)
            .seq(7)
            .category(AUDIO)
            .unit(UnitId.ebay("B000000001"))
            .productName("Lamp \"é\" <b>")
            .url("https://www.ebay.com/sch/i.html?_nkw=Lamp")
            .apiParams(new SellerQuery("Lamp", 1999, 3598, 4398, 1, 60, "new", true, true))
            .startedAt(AT)
            .attempt(1)
            .build();

    assertEquals(
        "{\"id\":\"01900000-0000-7000-8000-000000000001\","
            + "\"run_id\":\"01900000-0000-7000-8000-0000000000aa\",\"seq\":7,"
            + "\"timestamp\":\"2026-09-24T10:00:00.123456Z\",\"worker_id\":3,"
            + "\"phase\":\"ebay\",\"action\":\"fetching\",\"category_id\":\"172541\","
            + "\"category\":\"Electronics > Headphones\",\"unit\":\"ebay:B000000001\","
            + "\"product_name\":\"Lamp \\\"é\\\" <b>\","
            + "\"url\":\"https://www.ebay.com/sch/i.html?_nkw=Lamp\","
            + "\"api_params\":{\"query\":\"Lamp\",\"amazon_price\":1999,\"price_min\":3598,"
            + "\"price_max\":4398,\"page\":1,\"items_per_page\":60,\"condition\":\"new\","
            + "\"free_shipping\":true,\"us_only\":true},"
            + "\"started_at\":\"2026-09-24T10:00:00.123456Z\",\"attempt\":1}",
        EventJson.encode(event));
  }

  @Test
  void pinsTheBytesOfAnError() {
    ActivityEvent event =
        new ActivityEvent.Builder(ID, RUN, AT, 1, Phase.AMAZON, Action.ERROR)
            .seq(8)
            .category(AUDIO)
            .unit(UnitId.amazon("172541", 2))
            .url("https://www.amazon.com/")
            .startedAt(AT)
            .attempt(2)
            .durationMs(15)
            .error(ErrorType.HTTP_500, ErrorStage.API)
            .errorMessage("503 from the source")
            .nextTryAt(Instant.parse("2026-09-24T10:00:01Z"))
            .build();

    assertEquals(
        "{\"id\":\"01900000-0000-7000-8000-000000000001\","
            + "\"run_id\":\"01900000-0000-7000-8000-0000000000aa\",\"seq\":8,"
            + "\"timestamp\":\"2026-09-24T10:00:00.123456Z\",\"worker_id\":1,"
            + "\"phase\":\"amazon\",\"action\":\"error\",\"category_id\":\"172541\","
            + "\"category\":\"Electronics > Headphones\",\"unit\":\"amazon:172541:2\","
            + "\"error_message\":\"503 from the source\",\"url\":\"https://www.amazon.com/\","
            + "\"duration_ms\":15,\"started_at\":\"2026-09-24T10:00:00.123456Z\",\"attempt\":2,"
            + "\"error_type\":\"http_500\",\"error_stage\":\"api\","
            + "\"next_try_at\":\"2026-09-24T10:00:01.000000Z\"}",
        EventJson.encode(event));
  }

  @Test
  void readsBackWhatItWrote() {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ActivityEvent event = any(random);

      assertEquals(event, EventJson.decode(EventJson.encode(event)), "seed " + seed + ", " + i);
    }
  }

  @Test
  void neverWritesNull() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      assertFalse(EventJson.encode(any(random)).contains(":null"));
    }
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    String json = EventJson.encode(any(new Random(1)));

    ActivityEvent read = EventJson.decode(json.replaceFirst("\\{", "{\"invented\":[1,{}],"));

    assertEquals(EventJson.decode(json), read);
  }

  @Test
  void refusesWhatIsNoEvent() {
    assertThrows(IllegalArgumentException.class, () -> EventJson.decode("{"));
    assertThrows(IllegalArgumentException.class, () -> EventJson.decode("{\"id\":\"x\"}"));
  }

  @Test
  void cutsTextsToTheContractWithoutCuttingACharacter() {
    ActivityEvent event =
        new ActivityEvent.Builder(ID, RUN, AT, 1, Phase.EBAY, Action.ERROR)
            .category(AUDIO)
            .productName("x".repeat(79) + "\uD83D\uDE00")
            .errorMessage("a\u0000b\uD800c" + "y".repeat(600))
            .build();

    assertEquals("x".repeat(79), event.productName());
    assertEquals(500, event.errorMessage().length());
    assertEquals("abcy", event.errorMessage().substring(0, 4));
  }

  private static ActivityEvent any(Random random) {
    Action action = pick(random, Action.values());
    ActivityEvent.Builder b =
        new ActivityEvent.Builder(
            new UUID(random.nextLong(), random.nextLong()),
            RUN,
            Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)),
            random.nextInt(65),
            pick(random, Phase.values()),
            action);
    b.seq(1 + random.nextInt(1_000_000));
    b.category(AUDIO);
    maybe(random, () -> b.unit(UnitId.amazon("1", 1 + random.nextInt(2))));
    maybe(random, () -> b.productName(text(random)));
    maybe(random, () -> b.sellerFound(text(random)));
    maybe(random, () -> b.newSellersCount(random.nextInt(1_000)));
    maybe(random, () -> b.errorMessage(text(random)));
    maybe(random, () -> b.url("https://example.com/" + random.nextInt()));
    maybe(random, () -> b.apiParams(new BestSellersQuery("172541", 1 + random.nextInt(2))));
    maybe(random, () -> b.durationMs(random.nextInt(100_000)));
    maybe(random, () -> b.startedAt(Instant.ofEpochMilli(random.nextInt(1_000_000_000))));
    maybe(random, () -> b.attempt(1 + random.nextInt(5)));
    maybe(
        random, () -> b.error(pick(random, ErrorType.values()), pick(random, ErrorStage.values())));
    maybe(random, () -> b.itemsCount(random.nextInt(240)));
    maybe(random, () -> b.sourceWorkerId(1 + random.nextInt(64)));
    maybe(random, () -> b.operationType(pick(random, OperationType.values())));
    maybe(random, () -> b.scope(pick(random, Scope.values())));
    maybe(random, () -> b.round(1 + random.nextInt(3)));
    maybe(random, () -> b.reason(pick(random, Reason.values())));
    maybe(random, () -> b.actor("api:me"));
    maybe(random, () -> b.nextTryAt(Instant.ofEpochMilli(random.nextInt(1_000_000_000))));
    maybe(random, () -> b.details(details()));
    return b.build();
  }

  private static Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("kept_rows", 12);
    details.put("list", List.of("a", 1));
    return details;
  }

  private static void maybe(Random random, Runnable set) {
    if (random.nextBoolean()) {
      set.run();
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(120); i > 0; i--) {
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
