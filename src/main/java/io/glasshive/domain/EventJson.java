package io.glasshive.domain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The wire form of an {@link ActivityEvent}: one line of JSON, snake_case names in the order of
 * {@code docs/events.md}, unset fields absent, times in RFC 3339 UTC with six decimals.
 *
 * <p>Encoded once, by the run's writer; every reader gets the same text.
 */
public final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /** {@code time} as the wire has it: {@code 2026-09-24T10:00:00.123456Z}. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** The event on one line of JSON. */
  public static String encode(ActivityEvent e) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator g = FACTORY.createGenerator(out)) {
      g.writeStartObject();
      g.writeStringField("id", e.id().toString());
      g.writeStringField("run_id", e.runId().toString());
      if (e.seq() > 0) {
        g.writeNumberField("seq", e.seq());
      }
      g.writeStringField("timestamp", time(e.timestamp()));
      g.writeNumberField("worker_id", e.workerId());
      g.writeStringField("phase", e.phase().wire());
      g.writeStringField("action", e.action().wire());
      text(g, "category_id", e.categoryId());
      text(g, "category", e.category());
      text(g, "unit", e.unit() == null ? null : e.unit().value());
      text(g, "product_name", e.productName());
      text(g, "seller_found", e.sellerFound());
      number(g, "new_sellers_count", e.newSellersCount());
      text(g, "error_message", e.errorMessage());
      text(g, "url", e.url());
      if (e.apiParams() != null) {
        g.writeFieldName("api_params");
        params(g, e.apiParams());
      }
      number(g, "duration_ms", e.durationMs());
      text(g, "started_at", e.startedAt() == null ? null : time(e.startedAt()));
      number(g, "attempt", e.attempt());
      wire(g, "error_type", e.errorType());
      wire(g, "error_stage", e.errorStage());
      number(g, "items_count", e.itemsCount());
      number(g, "source_worker_id", e.sourceWorkerId());
      wire(g, "operation_type", e.operationType());
      wire(g, "scope", e.scope());
      number(g, "round", e.round());
      wire(g, "reason", e.reason());
      text(g, "actor", e.actor());
      text(g, "next_try_at", e.nextTryAt() == null ? null : time(e.nextTryAt()));
      if (e.details() != null) {
        g.writeFieldName("details");
        MAPPER.writeValue(g, e.details());
      }
      g.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  /** {@code api_params} alone, as the unit's row keeps them. */
  public static String encode(ApiParams params) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator g = FACTORY.createGenerator(out)) {
      params(g, params);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  /**
   * The event that {@code json} holds; fields and reasons that are not known are ignored.
   *
   * @throws IllegalArgumentException when it is no event
   */
  public static ActivityEvent decode(String json) {
    JsonNode n;
    try {
      n = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    ActivityEvent.Builder b =
        new ActivityEvent.Builder(
            UUID.fromString(required(n, "id")),
            UUID.fromString(required(n, "run_id")),
            Instant.parse(required(n, "timestamp")),
            n.path("worker_id").asInt(),
            Wire.parse(Phase.class, required(n, "phase")),
            Wire.parse(Action.class, required(n, "action")));
    b.seq(n.path("seq").asLong());
    b.category(string(n, "category_id"), string(n, "category"));
    b.productName(string(n, "product_name"));
    b.sellerFound(string(n, "seller_found"));
    b.errorMessage(string(n, "error_message"));
    b.url(string(n, "url"));
    Wire.find(Reason.class, string(n, "reason")).ifPresent(b::reason);
    b.actor(string(n, "actor"));
    if (n.has("unit")) {
      b.unit(new UnitId(n.get("unit").asText()));
    }
    if (n.has("new_sellers_count")) {
      b.newSellersCount(n.get("new_sellers_count").asLong());
    }
    if (n.has("api_params")) {
      b.apiParams(params(n.get("api_params")));
    }
    if (n.has("duration_ms")) {
      b.durationMs(n.get("duration_ms").asLong());
    }
    if (n.has("started_at")) {
      b.startedAt(Instant.parse(n.get("started_at").asText()));
    }
    if (n.has("attempt")) {
      b.attempt(n.get("attempt").asInt());
    }
    if (n.has("error_type")) {
      b.error(
          Wire.parse(ErrorType.class, n.get("error_type").asText()),
          Wire.parse(ErrorStage.class, required(n, "error_stage")));
    }
    if (n.has("items_count")) {
      b.itemsCount(n.get("items_count").asInt());
    }
    if (n.has("source_worker_id")) {
      b.sourceWorkerId(n.get("source_worker_id").asInt());
    }
    if (n.has("operation_type")) {
      b.operationType(Wire.parse(OperationType.class, n.get("operation_type").asText()));
    }
    if (n.has("scope")) {
      b.scope(Wire.parse(Scope.class, n.get("scope").asText()));
    }
    if (n.has("round")) {
      b.round(n.get("round").asInt());
    }
    if (n.has("next_try_at")) {
      b.nextTryAt(Instant.parse(n.get("next_try_at").asText()));
    }
    if (n.has("details")) {
      b.details(map(n.get("details")));
    }
    return b.build();
  }

  /** The parameters that a unit's row or an event holds. */
  public static ApiParams decodeParams(String json) {
    try {
      return params(MAPPER.readTree(json));
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static ApiParams params(JsonNode n) {
    if (n.has("node_id")) {
      return new BestSellersQuery(n.get("node_id").asText(), n.path("page").asInt());
    }
    return new SellerQuery(
        required(n, "query"),
        n.path("amazon_price").asLong(),
        n.path("price_min").asLong(),
        n.path("price_max").asLong(),
        n.path("page").asInt(),
        n.path("items_per_page").asInt(),
        required(n, "condition"),
        n.path("free_shipping").asBoolean(),
        n.path("us_only").asBoolean());
  }

  private static void params(JsonGenerator g, ApiParams params) throws IOException {
    g.writeStartObject();
    if (params instanceof BestSellersQuery q) {
      g.writeStringField("node_id", q.nodeId());
      g.writeNumberField("page", q.page());
    } else if (params instanceof SellerQuery q) {
      g.writeStringField("query", q.query());
      g.writeNumberField("amazon_price", q.amazonPrice());
      g.writeNumberField("price_min", q.priceMin());
      g.writeNumberField("price_max", q.priceMax());
      g.writeNumberField("page", q.page());
      g.writeNumberField("items_per_page", q.itemsPerPage());
      g.writeStringField("condition", q.condition());
      g.writeBooleanField("free_shipping", q.freeShipping());
      g.writeBooleanField("us_only", q.usOnly());
    }
    g.writeEndObject();
  }

  private static Map<String, Object> map(JsonNode n) {
    return MAPPER.convertValue(
        n,
        MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
  }

  private static String required(JsonNode n, String field) {
    JsonNode value = n.get(field);
    if (value == null) {
      throw new IllegalArgumentException("no " + field);
    }
    return value.asText();
  }

  private static String string(JsonNode n, String field) {
    JsonNode value = n.get(field);
    return value == null ? null : value.asText();
  }

  private static void text(JsonGenerator g, String field, String value) throws IOException {
    if (value != null) {
      g.writeStringField(field, value);
    }
  }

  private static void wire(JsonGenerator g, String field, Wire value) throws IOException {
    if (value != null) {
      g.writeStringField(field, value.wire());
    }
  }

  private static void number(JsonGenerator g, String field, Number value) throws IOException {
    if (value != null) {
      g.writeNumberField(field, value.longValue());
    }
  }
}
