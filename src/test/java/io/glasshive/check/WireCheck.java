package io.glasshive.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.LoggedEvent.Kind;
import io.glasshive.check.StoredRun.CategoryRow;
import io.glasshive.check.StoredRun.UnitRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Each event by itself: its number, its columns, and its wire form by the table of fields. */
final class WireCheck {

  private enum Need {
    REQUIRED,
    OPTIONAL,
    FORBIDDEN
  }

  /** Every field, in the order of the table, which is the order on the wire. */
  private static final List<String> FIELDS =
      List.of(
          "id",
          "run_id",
          "seq",
          "timestamp",
          "worker_id",
          "phase",
          "action",
          "category_id",
          "category",
          "unit",
          "product_name",
          "seller_found",
          "new_sellers_count",
          "error_message",
          "url",
          "api_params",
          "duration_ms",
          "started_at",
          "attempt",
          "error_type",
          "error_stage",
          "items_count",
          "source_worker_id",
          "operation_type",
          "scope",
          "round",
          "reason",
          "actor",
          "next_try_at",
          "details");

  /** Integers and the least value of each. */
  private static final Map<String, Integer> INTEGERS =
      Map.of(
          "seq", 1,
          "worker_id", 0,
          "new_sellers_count", 0,
          "duration_ms", 0,
          "attempt", 1,
          "items_count", 0,
          "source_worker_id", 1,
          "round", 1);

  private static final Map<String, Integer> LENGTHS =
      Map.of("product_name", 80, "error_message", 500);

  private static final Set<String> TIMES = Set.of("timestamp", "started_at", "next_try_at");
  private static final Set<String> OBJECTS = Set.of("api_params", "details");

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "phase", Set.of("amazon", "ebay"),
          "error_type", Set.of("rate_limit", "timeout", "http_500", "api_error", "parse_error"),
          "error_stage", Set.of("api", "product_extraction", "seller_extraction", "price_parsing"),
          "scope", Set.of("phase", "run"));

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "uploading", "product_batch",
          "deduped", "seller_dedupe",
          "updated", "seller_update",
          "inserted", "seller_insert");

  private static final Set<String> AMAZON_PARAMS = Set.of("node_id", "page");
  private static final Set<String> EBAY_PARAMS =
      Set.of(
          "query",
          "amazon_price",
          "price_min",
          "price_max",
          "page",
          "items_per_page",
          "condition",
          "free_shipping",
          "us_only");

  private static final Pattern UUID_V7 =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
  private static final Pattern UNIT =
      Pattern.compile("amazon:[0-9]+:[1-9][0-9]*|ebay:[A-Z0-9]{10}");
  private static final Pattern ACTOR =
      Pattern.compile("(page|api|cli|schedule|breaker|server)(:.+)?");
  private static final DateTimeFormatter AS_ON_THE_WIRE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final StoredRun stored;
  private final Findings out;
  private final boolean workersAreFixed;

  private WireCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
    this.workersAreFixed = stored.log.stream().noneMatch(e -> e.is("limit_changed"));
  }

  static void check(StoredRun stored, Findings out) {
    new WireCheck(stored, out).check();
  }

  private void check() {
    Map<String, Long> ids = new HashMap<>();
    long expected = 1;
    for (LoggedEvent event : stored.log) {
      if (event.seq() != expected) {
        out.add("seq", "%d follows %d", event.seq(), expected - 1);
        expected = event.seq();
      }
      expected++;
      Long before = ids.put(String.valueOf(event.text("id")), event.seq());
      if (before != null) {
        out.add("id", "seq %d and seq %d have the same id", before, event.seq());
      }
      check(event);
    }
    out.same("seq", "runs.last_seq", expected - 1, stored.run.lastSeq());
  }

  private void check(LoggedEvent event) {
    if (StoredRun.parse(event.body()) == null) {
      out.add("wire", "seq %d is no JSON object with each field once", event.seq());
      return;
    }
    if (event.kind() == Kind.UNKNOWN) {
      out.add("wire", "seq %d has the unknown action '%s'", event.seq(), event.action());
      return;
    }
    checkColumns(event);
    checkForm(event);
    for (String field : FIELDS) {
      checkField(event, field);
    }
    checkWorker(event);
    checkDetails(event);
    checkOperation(event);
    checkError(event);
    checkParams(event);
    checkUnit(event);
  }

  private void checkColumns(LoggedEvent event) {
    Map<String, Object> columns = new TreeMap<>();
    columns.put("run_id", stored.run.id());
    columns.put("seq", event.seq());
    columns.put("worker_id", event.workerId());
    columns.put("phase", event.phase());
    columns.put("action", event.action());
    columns.put("error_type", event.errorType());
    columns.put("attempt", event.attempt());
    columns.put("timestamp", AS_ON_THE_WIRE.format(event.at()));
    columns.forEach(
        (field, value) ->
            out.same(
                "columns",
                "seq " + event.seq() + ": column of " + field,
                event.text(field),
                value == null ? null : value.toString()));
  }

  private void checkForm(LoggedEvent event) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> i = event.json().fieldNames(); i.hasNext(); ) {
      String name = i.next();
      if (FIELDS.contains(name)) {
        names.add(name);
      } else {
        out.add("wire", "seq %d has the field %s, which is in no table", event.seq(), name);
      }
    }
    List<String> ordered = FIELDS.stream().filter(names::contains).toList();
    if (!names.equals(ordered)) {
      out.add("wire", "seq %d has its fields in the order %s", event.seq(), names);
    }
    if (event.json().toString().length() != event.body().length()) {
      out.add("wire", "seq %d is not compact JSON on one line", event.seq());
    }
  }

  private void checkField(LoggedEvent event, String field) {
    JsonNode value = event.json().get(field);
    Need need = need(event, field);
    if (value == null) {
      if (need == Need.REQUIRED) {
        out.add("wire", "%s lacks %s", event.name(), field);
      }
      return;
    }
    if (need == Need.FORBIDDEN) {
      out.add("wire", "%s must not have %s", event.name(), field);
    } else if (!isWellFormed(field, value)) {
      out.add("wire", "%s has a malformed %s: %s", event.name(), field, value);
    }
    if (holdsNull(value)) {
      out.add("wire", "%s has null in %s", event.name(), field);
    }
  }

  private static boolean isWellFormed(String field, JsonNode value) {
    if (INTEGERS.containsKey(field)) {
      return value.isIntegralNumber() && value.asLong() >= INTEGERS.get(field);
    }
    if (OBJECTS.contains(field)) {
      return value.isObject();
    }
    if (!value.isTextual() || value.asText().isEmpty()) {
      return false;
    }
    String text = value.asText();
    if (TIMES.contains(field)) {
      return TIME.matcher(text).matches();
    }
    if (LENGTHS.containsKey(field)) {
      return text.length() <= LENGTHS.get(field);
    }
    if (VALUES.containsKey(field)) {
      return VALUES.get(field).contains(text);
    }
    return switch (field) {
      case "id" -> UUID_V7.matcher(text).matches();
      case "unit" -> UNIT.matcher(text).matches();
      case "actor" -> ACTOR.matcher(text).matches();
      case "url" -> text.matches("https?://[^/@\\s]+(/\\S*)?");
      default -> true;
    };
  }

  private static boolean holdsNull(JsonNode value) {
    if (value.isNull()) {
      return true;
    }
    for (JsonNode child : value) {
      if (holdsNull(child)) {
        return true;
      }
    }
    return false;
  }

  /** The "set on" column of the table. */
  private static Need need(LoggedEvent event, String field) {
    Kind kind = event.kind();
    boolean ofRequest = kind == Kind.REQUEST || kind == Kind.OUTCOME;
    boolean failed = event.is("error") || event.is("rate_limited");
    boolean alarm = event.is("alarm");
    return switch (field) {
      case "id", "run_id", "seq", "timestamp", "worker_id", "phase", "action" -> Need.REQUIRED;
      case "category_id", "category", "unit" -> alarm ? Need.OPTIONAL : required(kind != Kind.RUN);
      case "product_name" ->
          alarm ? Need.OPTIONAL : required(kind != Kind.RUN && event.phase().equals("ebay"));
      case "seller_found" -> optional(kind != Kind.RUN || alarm);
      case "new_sellers_count" -> required(event.is("complete"));
      case "error_message" -> event.is("failed") ? Need.OPTIONAL : required(failed);
      case "error_type", "error_stage" -> required(failed);
      case "url", "started_at", "attempt" -> required(ofRequest);
      case "api_params" -> required(kind == Kind.REQUEST);
      case "duration_ms" -> required(kind == Kind.OUTCOME || kind == Kind.PIPELINE);
      case "items_count" ->
          required(event.is("found") || kind == Kind.PIPELINE || kind == Kind.ROW_ERROR);
      case "source_worker_id", "operation_type" -> required(kind == Kind.PIPELINE);
      case "scope" -> required(event.is("started") || event.is("complete"));
      case "round" -> required(kind == Kind.RUN);
      case "reason" -> stops(event) ? Need.REQUIRED : optional(kind == Kind.RUN || failed);
      case "actor" -> needOfActor(event);
      case "next_try_at" -> optional(failed && kind == Kind.OUTCOME);
      case "details" ->
          event.is("pausing") || comesToRest(event) ? Need.REQUIRED : optional(kind == Kind.RUN);
      default -> Need.FORBIDDEN;
    };
  }

  /** A command says who gave it; what the run does by itself says nothing. */
  private static Need needOfActor(LoggedEvent event) {
    if (event.is("started", "run") || stops(event) || event.is("retry_gaps")) {
      return Need.REQUIRED;
    }
    boolean byItself =
        event.kind() != Kind.RUN || event.is("started", "phase") || event.is("complete");
    return optional(!byItself);
  }

  /** Whether it is about a stop, or the end of one: it says why and who. */
  private static boolean stops(LoggedEvent event) {
    return event.is("pausing") || event.is("resumed") || comesToRest(event);
  }

  private static boolean comesToRest(LoggedEvent event) {
    return event.is("paused") || event.is("cancelled");
  }

  private static Need required(boolean condition) {
    return condition ? Need.REQUIRED : Need.FORBIDDEN;
  }

  private static Need optional(boolean condition) {
    return condition ? Need.OPTIONAL : Need.FORBIDDEN;
  }

  private void checkWorker(LoggedEvent event) {
    boolean ofSystem = event.kind() == Kind.PIPELINE || event.kind() == Kind.RUN;
    if (ofSystem != (event.workerId() == 0)) {
      out.add("worker", "%s is of worker %d", event.name(), event.workerId());
    }
    long worker = ofSystem ? event.number("source_worker_id") : event.workerId();
    if (workersAreFixed && worker > stored.run.workers()) {
      out.add(
          "worker",
          "%s names worker %d, but the run has %d",
          event.name(),
          worker,
          stored.run.workers());
    }
  }

  /** A receipt, and the final figures, are whole. */
  private void checkDetails(LoggedEvent event) {
    List<String> figures =
        event.is("pausing")
            ? List.of("in_flight", "waiting", "kept_rows")
            : comesToRest(event)
                ? List.of("kept_rows", "products", "sightings", "sellers_new", "quiet_after_ms")
                : List.of();
    for (String figure : figures) {
      JsonNode value = event.json().path("details").path(figure);
      if (!value.isIntegralNumber() || value.asLong() < 0) {
        out.add("wire", "%s has no figure %s in its details", event.name(), figure);
      }
    }
  }

  private void checkOperation(LoggedEvent event) {
    if (event.kind() == Kind.PIPELINE) {
      out.same(
          "wire",
          event.name() + ": operation_type",
          OPERATIONS.get(event.action()),
          event.text("operation_type"));
      if (event.is("uploading") != event.phase().equals("amazon")) {
        out.add("wire", "%s does not belong to the phase %s", event.name(), event.phase());
      }
      if (event.number("items_count") == 0) {
        out.add("wire", "%s reports 0 and must be absent", event.name());
      }
    }
  }

  private void checkError(LoggedEvent event) {
    if (event.is("error") || event.is("rate_limited")) {
      boolean limited = "rate_limit".equals(event.text("error_type"));
      if (limited != event.is("rate_limited")) {
        out.add("rate_limited", "%s has error_type %s", event.name(), event.text("error_type"));
      }
    }
    if (event.isInterrupted()) {
      out.same(
          "wire",
          event.name() + ": type and stage of an interrupted request",
          "api_error, api",
          event.text("error_type") + ", " + event.text("error_stage"));
    }
    if (event.kind() == Kind.ROW_ERROR) {
      out.same("wire", event.name() + ": items_count of a row error", 1, event.text("items_count"));
      out.same(
          "wire",
          event.name() + ": error_type of a row error",
          "parse_error",
          event.text("error_type"));
      String stage = String.valueOf(event.text("error_stage"));
      Set<String> stages =
          event.phase().equals("amazon")
              ? Set.of("product_extraction", "price_parsing")
              : Set.of("seller_extraction");
      if (!stages.contains(stage)) {
        out.add("wire", "%s: a row error of stage %s", event.name(), stage);
      }
    }
  }

  private void checkParams(LoggedEvent event) {
    JsonNode params = event.json().get("api_params");
    if (event.kind() != Kind.REQUEST || params == null) {
      return;
    }
    boolean amazon = event.phase().equals("amazon");
    List<String> names = new ArrayList<>();
    params.fieldNames().forEachRemaining(names::add);
    if (!Set.copyOf(names).equals(amazon ? AMAZON_PARAMS : EBAY_PARAMS)) {
      out.add("wire", "%s has api_params %s", event.name(), params);
    } else if (amazon) {
      out.same(
          "wire",
          event.name() + ": node and page asked for",
          event.unit(),
          "amazon:" + params.get("node_id").asText() + ":" + params.get("page").asText());
    } else {
      for (String money : List.of("amazon_price", "price_min", "price_max")) {
        if (!params.get(money).isIntegralNumber()) {
          out.add("wire", "%s: %s is not in integer cents", event.name(), money);
        }
      }
      if (params.get("price_min").asLong() > params.get("price_max").asLong()) {
        out.add("wire", "%s asks for an empty price window", event.name());
      }
    }
  }

  /** What an event says of its unit and category must be what the unit's row says. */
  private void checkUnit(LoggedEvent event) {
    if (event.unit() == null) {
      return;
    }
    UnitRow unit = stored.units.get(event.unit());
    if (unit == null) {
      out.add("unit", "%s is about a unit that has no row", event.name());
      return;
    }
    out.same("unit", event.name() + ": phase", unit.phase(), event.phase());
    out.same("unit", event.name() + ": category_id", unit.categoryId(), event.text("category_id"));
    CategoryRow category = stored.categories.get(unit.categoryId());
    if (category == null) {
      out.add("unit", "%s: the category %s is not of this run", unit.unit(), unit.categoryId());
    } else {
      out.same("unit", event.name() + ": category", category.label(), event.text("category"));
    }
    String shown = event.text("product_name");
    if (shown != null && unit.title() != null) {
      boolean whole = unit.title().length() <= 80;
      if (whole ? !Objects.equals(shown, unit.title()) : !unit.title().startsWith(shown)) {
        out.add("unit", "%s names the product '%s'", event.name(), shown);
      }
    }
  }

  /** {@code time} as the wire has it. */
  static String onTheWire(Instant time) {
    return time == null ? null : AS_ON_THE_WIRE.format(time);
  }
}
