package io.glasshive.web;

import io.glasshive.domain.Wire;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How exported sellers are written: the same fields in each, with the values of the JSON API. */
enum ExportFormat implements Wire {
  /**
   * RFC 4180 with a header line; an unset field is empty. A text that a spreadsheet would take for
   * a formula has an apostrophe before it.
   */
  CSV("text/csv; charset=utf-8; header=present") {
    @Override
    String head() {
      return String.join(",", FIELDS) + LINE_END;
    }

    @Override
    String item(JsonObject seller, boolean first) {
      return FIELDS.stream()
          .map(field -> cell(seller.getValue(field)))
          .collect(Collectors.joining(",", "", LINE_END));
    }
  },

  /** One document {@code {"items":[…]}}. */
  JSON("application/json") {
    @Override
    String head() {
      return "{\"items\":[";
    }

    @Override
    String item(JsonObject seller, boolean first) {
      return (first ? "\n" : ",\n") + seller.encode();
    }

    @Override
    String tail() {
      return "\n]}\n";
    }
  },

  /** A JSON object on each line. */
  NDJSON("application/x-ndjson") {
    @Override
    String item(JsonObject seller, boolean first) {
      return seller.encode() + "\n";
    }
  };

  /** Columns of CSV: every field of {@code Seller}, in its order. */
  static final List<String> FIELDS =
      List.of(
          "id",
          "source",
          "normalized_name",
          "display_name",
          "profile_url",
          "feedback_percent",
          "feedback_count",
          "feedback_count_approximate",
          "times_seen",
          "first_seen_at",
          "last_seen_at",
          "first_run_id",
          "last_run_id",
          "flagged");

  private static final String LINE_END = "\r\n";

  /** What a spreadsheet evaluates (OWASP, CSV injection). */
  private static final Pattern FORMULA =
      Pattern.compile("(?s)[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20].*");

  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  String fileName() {
    return "sellers." + wire();
  }

  /** What stands before the first seller. */
  String head() {
    return "";
  }

  /** A seller in the form of the API. */
  abstract String item(JsonObject seller, boolean first);

  /** What stands after the last seller. */
  String tail() {
    return "";
  }

  /** A value as a cell of CSV. */
  static String cell(Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    if (value instanceof String && FORMULA.matcher(text).matches()) {
      text = "'" + text;
    }
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
