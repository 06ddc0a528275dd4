package io.glasshive.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class EventJsonTest {
  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final UUID RUN = UUID.fromString("01900000-0000-7000-8000-0000000000aa");
  private static final Instant AT = Instant.parse("2026-09-24T10:00:00.123456789Z");
  private static final Category AUDIO =
      new Category("172541", "Headphones", "electronics", "Electronics");

  private static final UnitId[] UNITS = {
    UnitId.amazon("172541", 1), UnitId.amazon("1", 100), UnitId.ebay("B000000001")
  };

  /** NUL, halves of surrogate pairs, what JSON escapes, ends of lines, and no characters. */
  private static final String UGLY =
      "\u0000\uD800\uDBFF\uDC00\uDFFF\"\\/\b\n\r\t\u0001\u007F\u0085\u2028\uFEFF\uFFFE\uFFFF";

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

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 4_711})
  void readsBackWhatItWroteAndWritesThatAgainToTheByte(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ActivityEvent event = any(random);
      String json = EventJson.encode(event);

      ActivityEvent read = EventJson.decode(json);

      String which = "seed " + seed + ", event " + i;
      assertEquals(event, read, which);
      assertEquals(json, EventJson.encode(read), which);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 4_711})
  void writesOnlyWhatPostgresCanStoreOnOneLine(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String json = EventJson.encode(any(random));

      String which = "seed " + seed + ", event " + i;
      assertEquals(json, new String(json.getBytes(UTF_8), UTF_8), which);
      assertFalse(json.contains("\\u0000"), which);
      assertTrue(json.chars().allMatch(c -> c >= ' '), which);
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
  void passesOverAReasonOfALaterVersion() {
    ActivityEvent event =
        new ActivityEvent.Builder(ID, RUN, AT, 0, Phase.AMAZON, Action.PAUSING)
            .reason(Reason.USER)
            .round(1)
            .build();

    ActivityEvent read = EventJson.decode(EventJson.encode(event).replace("user", "sunspots"));

    assertEquals(event.toBuilder().reason(null).build(), read);
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
            time(random),
            (int) number(random, 0, Integer.MAX_VALUE),
            pick(random, Phase.values()),
            action);
    maybe(random, () -> b.seq(number(random, 1, Long.MAX_VALUE)));
    if (!action.ofRun() || random.nextBoolean()) {
      b.category("172541", random.nextBoolean() ? text(random, 60) : null);
    }
    maybe(random, () -> b.unit(pick(random, UNITS)));
    maybe(random, () -> b.productName(text(random, 120)));
    maybe(random, () -> b.sellerFound(text(random, 64)));
    maybe(random, () -> b.newSellersCount(number(random, 0, Long.MAX_VALUE)));
    maybe(random, () -> b.errorMessage(text(random, 700)));
    maybe(random, () -> b.url("https://example.com/" + text(random, 20)));
    maybe(random, () -> b.apiParams(params(random)));
    maybe(random, () -> b.durationMs(number(random, 0, Long.MAX_VALUE)));
    maybe(random, () -> b.startedAt(time(random)));
    maybe(random, () -> b.attempt((int) number(random, 1, Integer.MAX_VALUE)));
    maybe(
        random, () -> b.error(pick(random, ErrorType.values()), pick(random, ErrorStage.values())));
    maybe(random, () -> b.itemsCount((int) number(random, 0, Integer.MAX_VALUE)));
    maybe(random, () -> b.sourceWorkerId((int) number(random, 1, Integer.MAX_VALUE)));
    maybe(random, () -> b.operationType(pick(random, OperationType.values())));
    maybe(random, () -> b.scope(pick(random, Scope.values())));
    maybe(random, () -> b.round((int) number(random, 1, Integer.MAX_VALUE)));
    maybe(random, () -> b.reason(pick(random, Reason.values())));
    maybe(random, () -> b.actor(pick(random, Actor.values()).wire() + ":me"));
    maybe(random, () -> b.nextTryAt(time(random)));
    maybe(random, () -> b.details(details(random)));
    return b.build();
  }

  private static ApiParams params(Random random) {
    int page = (int) number(random, 1, Integer.MAX_VALUE);
    if (random.nextBoolean()) {
      return new BestSellersQuery("172541", page);
    }
    long low = number(random, 0, Long.MAX_VALUE);
    return new SellerQuery(
        Text.storable(text(random, 60)),
        number(random, 0, Long.MAX_VALUE),
        low,
        number(random, low, Long.MAX_VALUE),
        page,
        60,
        "new",
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static Map<String, Object> details(Random random) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("kept_rows", (int) number(random, 0, Integer.MAX_VALUE));
    details.put("calls_granted", Long.MAX_VALUE);
    details.put("message", text(random, 60));
    details.put("list", List.of("a", 1, true, 0.5));
    return details;
  }

  private static void maybe(Random random, Runnable set) {
    if (random.nextBoolean()) {
      set.run();
    }
  }

  /** From {@code least} to {@code most}, often one of them. */
  private static long number(Random random, long least, long most) {
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> least == most ? most : random.nextLong(least, most);
    };
  }

  /** With nanoseconds, of which the wire has the microseconds. */
  private static Instant time(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Instant.EPOCH;
      case 1 -> Instant.parse("9999-12-31T23:59:59.999999999Z");
      case 2 -> Instant.ofEpochSecond(random.nextInt(2_000_000_000), 999);
      case 3 -> Instant.ofEpochSecond(random.nextInt(2_000_000_000), 999_999_000);
      default ->
          Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000));
    };
  }

  /** Any UTF-16 units, often those that are trouble. */
  private static String text(Random random, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max); i > 0; i--) {
      text.append(
          random.nextInt(3) == 0
              ? UGLY.charAt(random.nextInt(UGLY.length()))
              : (char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
