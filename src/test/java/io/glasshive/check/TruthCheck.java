package io.glasshive.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares rows with what the simulator knows to be true, over its {@code GET /truth}. Each finding
 * reads {@code products|sellers|sightings|gaps: what}, the first ten of each and how many more.
 *
 * <pre>
 *   TruthCheck.of(simulator).categories("appliances").timesSeen(2).assertGood(connection, runId);
 * </pre>
 */
public final class TruthCheck {
  private static final List<String> KINDS = List.of("products", "sellers", "sightings", "gaps");

  private static final String PRODUCTS =
      """
      select distinct p.asin, p.title, p.price_cents, case when p.price_cents is not null
             then p.currency end
      from products p join units u on u.unit = 'ebay:' || p.asin
      where (?::uuid is null or u.run_id = ?)
      """;

  private static final String SELLERS =
      """
      select distinct s.normalized_name, s.display_name, s.feedback_percent, s.feedback_count,
             s.feedback_count_approximate, s.times_seen
      from sellers s join run_sellers r on r.seller_id = s.id
      where (?::uuid is null or r.run_id = ?)
      """;

  private static final String SELLERS_WITHOUT_TIMES = SELLERS.replace(", s.times_seen", "");

  private static final String SIGHTINGS =
      """
      select distinct g.asin || ' ' || g.listing_id, s.normalized_name, g.page
      from sightings g join sellers s on s.id = g.seller_id
      where (?::uuid is null or g.run_id = ?)
      """;

  private static final String GAPS =
      """
      select distinct unit, page, error_type from units
      where status = 'failed' and (?::uuid is null or run_id = ?)
      """;

  private static final String DRIFTED =
      """
      select distinct unit, page from units
      where status = 'failed' and error_type = 'parse_error' and error_stage = 'seller_extraction'
        and error_message like 'layout without sellers%' and (?::uuid is null or run_id = ?)
      """;

  private static final int ANY = -1;

  private final URI simulator;
  private final Map<String, String> query = new LinkedHashMap<>();
  private int timesSeen = 1;
  private boolean partial;
  private boolean drifts;

  private TruthCheck(URI simulator) {
    this.simulator = simulator;
  }

  /** A check against the simulator at {@code base} ({@code http://127.0.0.1:8090}). */
  public static TruthCheck of(URI base) {
    return new TruthCheck(base);
  }

  /** What was collected: the ids given to {@code POST /runs}. */
  public TruthCheck categories(String... ids) {
    return with("category_ids", String.join(",", ids));
  }

  /** The run's own {@code amazon.pages}, where it is not the simulator's. */
  public TruthCheck amazonPages(int pages) {
    return with("amazon_pages", String.valueOf(pages));
  }

  /** The run's own {@code ebay.pages}, where it is not the simulator's. */
  public TruthCheck ebayPages(int pages) {
    return with("ebay_pages", String.valueOf(pages));
  }

  /** The run's own {@code ebay.inexact} ({@code drop}, {@code keep}). */
  public TruthCheck inexact(String rule) {
    return with("inexact", rule);
  }

  /** How often each seller must have been met: the number of runs over the same categories. */
  public TruthCheck timesSeen(int runs) {
    timesSeen = runs;
    return this;
  }

  /** Of a run that is not over: nothing may be in the rows but the truth, not yet all of it. */
  public TruthCheck partial() {
    partial = true;
    return this;
  }

  /** Of a database whose runs did not all meet the same sellers. */
  public TruthCheck anyTimesSeen() {
    timesSeen = ANY;
    return this;
  }

  /**
   * Of a run with drift, which the truth ignores: a product whose page had cards and no sellers is
   * a gap at that page, and what the truth has from there on is lost; nothing else may be.
   */
  public TruthCheck drifting() {
    drifts = true;
    return this;
  }

  private TruthCheck with(String name, String value) {
    query.put(name, value);
    return this;
  }

  /** What one run has otherwise than the simulator; empty when good. */
  public List<String> violations(Connection connection, UUID runId) throws SQLException {
    Map<String, Map<String, String>> truth = truth();
    return RunCheck.inSnapshot(
        connection,
        () -> {
          if (drifts) {
            lose(truth, rows(connection, DRIFTED, runId));
          }
          String sellers = timesSeen == ANY ? SELLERS_WITHOUT_TIMES : SELLERS;
          Findings out = new Findings();
          compare("products", truth, rows(connection, PRODUCTS, runId), out);
          compare("sellers", truth, rows(connection, sellers, runId), out);
          compare("sightings", truth, rows(connection, SIGHTINGS, runId), out);
          compare("gaps", truth, rows(connection, GAPS, runId), out);
          return out.list();
        });
  }

  /** What the whole database has otherwise than the simulator; empty when good. */
  public List<String> violations(Connection connection) throws SQLException {
    return violations(connection, null);
  }

  /** Fails with every difference of the run, one a line. */
  public void assertGood(Connection connection, UUID runId) throws SQLException {
    RunCheck.assertNone("run " + runId, violations(connection, runId));
  }

  /** Fails with every difference of the database, one a line. */
  public void assertGood(Connection connection) throws SQLException {
    RunCheck.assertNone("the database", violations(connection));
  }

  /** Takes from the truth what stands behind drifted pages, given as unit to page. */
  private static void lose(Map<String, Map<String, String>> truth, Map<String, String> drifted) {
    Map<String, String> gaps = truth.get("gaps");
    Map<String, Integer> lostFrom = new TreeMap<>();
    for (Map.Entry<String, String> one : drifted.entrySet()) {
      int page = Integer.parseInt(one.getValue());
      String gap = gaps.get(one.getKey());
      if (gap == null || page < Integer.parseInt(gap.split(" ")[0])) {
        gaps.put(one.getKey(), page + " | parse_error");
        lostFrom.put(one.getKey().substring("ebay:".length()), page);
      }
    }
    Set<String> seen = new HashSet<>();
    Iterator<Map.Entry<String, String>> sightings = truth.get("sightings").entrySet().iterator();
    while (sightings.hasNext()) {
      Map.Entry<String, String> sighting = sightings.next();
      String[] nameAndPage = sighting.getValue().split(" \\| ");
      Integer from = lostFrom.get(sighting.getKey().split(" ")[0]);
      if (from != null && Integer.parseInt(nameAndPage[1]) >= from) {
        sightings.remove();
      } else {
        seen.add(nameAndPage[0]);
      }
    }
    truth.get("sellers").keySet().retainAll(seen);
  }

  private void compare(
      String kind, Map<String, Map<String, String>> truth, Map<String, String> rows, Findings out) {
    Map<String, String> expected = truth.get(kind);
    int missing = 0;
    for (Map.Entry<String, String> one : expected.entrySet()) {
      String actual = rows.get(one.getKey());
      if (actual == null) {
        missing++;
        if (!partial) {
          out.add(kind, "%s is missing: %s", one.getKey(), one.getValue());
        }
      } else if (!actual.equals(one.getValue())) {
        out.add(kind, "%s is %s, the truth is %s", one.getKey(), actual, one.getValue());
      }
    }
    for (Map.Entry<String, String> one : rows.entrySet()) {
      if (!expected.containsKey(one.getKey())) {
        out.add(kind, "%s is not in the truth: %s", one.getKey(), one.getValue());
      }
    }
    if (missing > 0 && !partial) {
      out.add(
          kind + " in all",
          "%d in the truth, %d in the rows, %d missing",
          expected.size(),
          rows.size(),
          missing);
    }
  }

  private static Map<String, String> rows(Connection connection, String sql, UUID runId)
      throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, runId);
      select.setObject(2, runId);
      select.setFetchSize(5_000);
      try (ResultSet row = select.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 2; i <= columns; i++) {
            values.add(text(row.getObject(i)));
          }
          rows.put(row.getString(1), String.join(" | ", values));
        }
      }
    }
    return rows;
  }

  private Map<String, Map<String, String>> truth() {
    Map<String, Map<String, String>> truth = new TreeMap<>();
    KINDS.forEach(kind -> truth.put(kind, new TreeMap<>()));
    try (InputStream body = get();
        JsonParser parser = StoredRun.JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String kind = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && truth.containsKey(kind)) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode item = StoredRun.JSON.readTree(parser);
            truth.get(kind).put(key(kind, item), value(kind, item));
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no truth from " + simulator, e);
    }
    return truth;
  }

  private InputStream get() throws IOException {
    StringBuilder path = new StringBuilder("/truth?include=" + String.join(",", KINDS));
    query.forEach((name, value) -> path.append('&').append(name).append('=').append(value));
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve(path.toString()))
            .timeout(Duration.ofMinutes(2))
            .build();
    try {
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException(
            path
                + " answers "
                + response.statusCode()
                + " "
                + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String key(String kind, JsonNode item) {
    return switch (kind) {
      case "products" -> item.path("asin").asText();
      case "sellers" -> item.path("normalized_name").asText();
      case "sightings" -> item.path("asin").asText() + " " + item.path("listing_id").asText();
      default -> item.path("unit").asText();
    };
  }

  private String value(String kind, JsonNode item) {
    return switch (kind) {
      case "products" -> values(item, "title", "price_cents", "currency");
      case "sellers" ->
          values(
                  item,
                  "display_name",
                  "feedback_percent",
                  "feedback_count",
                  "feedback_count_approximate")
              + (timesSeen == ANY ? "" : " | " + timesSeen);
      case "sightings" -> values(item, "normalized_name", "page");
      default -> values(item, "page", "error_type");
    };
  }

  private static String values(JsonNode item, String... fields) {
    List<String> values = new ArrayList<>();
    for (String field : fields) {
      JsonNode value = item.get(field);
      if (value == null) {
        values.add(text(null));
      } else {
        values.add(text(value.isNumber() ? value.decimalValue() : value.asText()));
      }
    }
    return String.join(" | ", values);
  }

  /** Numbers without trailing zeros, so that 99.70 and 99.7 are the same. */
  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return value == null ? "-" : value.toString();
  }
}
