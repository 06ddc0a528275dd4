package io.glasshive.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasshive.check.EventsGuide;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The record, its wire form and {@code docs/events.md} say the same. */
@Timeout(20)
class EventsDocsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BOUND =
      Pattern.compile("integer from (\\d+)|string, up to (\\d+)|.*");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

  private final EventsGuide guide = EventsGuide.read();
  private final JsonNode full = wire(EventJson.encode(full("x".repeat(1_000))));

  @Test
  void listsTheFieldsInTheOrderOfTheRecordAndOfTheWire() {
    List<String> listed = guide.fields().stream().map(EventsGuide.Field::name).toList();

    assertEquals(
        Arrays.stream(ActivityEvent.class.getRecordComponents())
            .map(EventsDocsTest::wireName)
            .toList(),
        listed);
    assertEquals(names(full), listed);
  }

  @Test
  void givesEachFieldItsTypeAndBounds() {
    for (EventsGuide.Field field : guide.fields()) {
      JsonNode value = full.get(field.name());
      Matcher bound = BOUND.matcher(field.type());
      assertTrue(bound.matches());
      if (bound.group(1) != null) {
        assertTrue(value.isIntegralNumber(), field::toString);
        assertLeast(field.name(), Long.parseLong(bound.group(1)));
      } else if (field.type().equals("object")) {
        assertTrue(value.isObject(), field::toString);
      } else if (field.type().equals("time")) {
        assertTrue(value.asText().matches(TIME), field::toString);
      } else {
        assertTrue(value.isTextual(), field::toString);
        if (bound.group(2) != null) {
          assertEquals(Integer.parseInt(bound.group(2)), value.asText().length(), field::toString);
        }
      }
    }
  }

  @Test
  void listsEveryValueOfTheCodeAndNoOther() {
    assertValues(Action.values(), guide.values("action").keySet());
    assertValues(ErrorType.values(), guide.values("error_type").keySet());
    assertValues(ErrorStage.values(), guide.values("error_stage").keySet());
    assertValues(OperationType.values(), guide.values("operation_type").keySet());
    assertValues(Reason.values(), guide.values("reason").keySet());
    assertValues(Phase.values(), EventsGuide.names(guide.field("phase").type()));
    assertValues(Scope.values(), EventsGuide.names(guide.field("scope").type()));
    List<String> actors = EventsGuide.names(guide.field("actor").meaning());
    assertValues(Actor.values(), actors.stream().filter(name -> !name.equals(":name")).toList());
  }

  @Test
  void listsTheParametersOfBothPhases() {
    ApiParams amazon = new BestSellersQuery("172541", 1);
    ApiParams ebay = new SellerQuery("Lamp", 1_999, 3_598, 4_398, 1, 60, "new", true, true);

    assertEquals(
        names(wire(EventJson.encode(amazon))),
        guide.sentence("`api_params` of the Amazon phase: "));
    assertEquals(names(wire(EventJson.encode(ebay))), guide.sentence("Of the eBay phase: "));
  }

  /** The least value passes through the wire; one less is refused, or no value at all. */
  private void assertLeast(String field, long least) {
    assertEquals(least, wire(EventJson.encode(with(field, least))).get(field).asLong(), field);
    try {
      assertFalse(wire(EventJson.encode(with(field, least - 1))).has(field), field);
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().contains(" must be at least " + least), field);
    }
  }

  private ActivityEvent with(String field, long value) {
    ObjectNode changed = full.deepCopy();
    changed.put(field, value);
    return EventJson.decode(changed.toString());
  }

  private static void assertValues(Wire[] known, Iterable<String> listed) {
    Set<String> names = new TreeSet<>();
    listed.forEach(names::add);
    assertEquals(
        Arrays.stream(known).map(Wire::wire).collect(Collectors.toCollection(TreeSet::new)), names);
  }

  private static ActivityEvent full(String text) {
    Instant at = Instant.parse("2026-09-24T10:00:00.123456Z");
    return new ActivityEvent.Builder(
            new UUID(1, 2), new UUID(3, 4), at, 1, Phase.EBAY, Action.ERROR)
        .seq(1)
        .category("172541", text)
        .unit(UnitId.ebay("B000000001"))
        .productName(text)
        .sellerFound(text)
        .newSellersCount(1)
        .errorMessage(text)
        .url("https://example.com/")
        .apiParams(new BestSellersQuery("172541", 1))
        .durationMs(1)
        .startedAt(at)
        .attempt(1)
        .error(ErrorType.TIMEOUT, ErrorStage.API)
        .itemsCount(1)
        .sourceWorkerId(1)
        .operationType(OperationType.SELLER_INSERT)
        .scope(Scope.RUN)
        .round(1)
        .reason(Reason.USER)
        .actor(Actor.API.wire())
        .nextTryAt(at)
        .details(Map.of("kept_rows", 1))
        .build();
  }

  private static String wireName(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode wire(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
