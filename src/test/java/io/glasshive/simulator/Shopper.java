package io.glasshive.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A small client that collects as {@code formats/} say and writes down what it got in the shape of
 * {@code GET /truth}. It shares no code with the simulator, so that the two check each other.
 */
final class Shopper {
  private static final Pattern SELLER =
      Pattern.compile(
          "(?:^|Learn More )(?<name>\\S+)\\s+(?<percent>[\\d.,]+)%"
              + " (?:positive|positivo|ポジティブ) \\((?<count>[\\d.,]+)(?<suffix>[KM]?)\\)");
  private static final Pattern OLDER_SELLER =
      Pattern.compile("^(?<name>\\S+) \\((?<count>[\\d,]+)(?<suffix>)\\) (?<percent>[\\d.,]+)%$");
  private static final String BREAK = "srp-river-answer--REWRITE_START";
  private static final Pattern LISTING = Pattern.compile("/itm/(\\d+)");
  private static final int MAX_ATTEMPTS = 3;

  /** An answer that is no result. */
  private static final class Unread extends Exception {
    private final String errorType;

    Unread(String errorType) {
      super(errorType);
      this.errorType = errorType;
    }
  }

  private interface Reader<T> {
    T read(JsonObject result) throws Unread;
  }

  private record Page(int newListings, boolean hasNext) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  final Map<String, JsonObject> products = new TreeMap<>();
  final Map<String, JsonObject> sellers = new TreeMap<>();
  final Set<JsonObject> sightings = new HashSet<>();
  final Set<String> gaps = new TreeSet<>();
  int calls;

  private boolean keepsInexact;

  Shopper(URI base) {
    this.base = base;
  }

  /** From now on cards count that eBay calls inexact. */
  Shopper keepingInexact() {
    keepsInexact = true;
    return this;
  }

  void collect(List<String> nodes, int amazonPages, int ebayPages) throws Exception {
    for (String node : nodes) {
      for (int page = 1; page <= amazonPages; page++) {
        collectBestSellers(node, page);
      }
    }
    for (JsonObject product : products.values()) {
      if (product.containsKey("price_cents")) {
        collectSellers(product, ebayPages);
      }
    }
  }

  private void collectBestSellers(String node, int page) throws Exception {
    JsonObject body =
        new JsonObject()
            .put("source", "amazon_bestsellers")
            .put("domain", "com")
            .put("query", node)
            .put("parse", true)
            .put("start_page", page)
            .put("pages", 1);
    attempt(body, "amazon:" + node + ":" + page, page, result -> readRows(result, page));
  }

  private Integer readRows(JsonObject result, int page) throws Unread {
    if (!(result.getValue("content") instanceof JsonObject content)) {
      throw new Unread("parse_error");
    }
    JsonArray rows = content.getJsonArray("results");
    if (rows.isEmpty() && page <= content.getInteger("pages")) {
      throw new Unread("parse_error");
    }
    for (Object each : rows) {
      JsonObject row = (JsonObject) each;
      String asin = String.valueOf(row.getString("asin"));
      String title = Objects.requireNonNullElse(row.getString("title"), "");
      if (asin.matches("[A-Z0-9]{10}") && !title.isBlank()) {
        JsonObject product = new JsonObject().put("asin", asin).put("title", title);
        Long cents = cents(row.getValue("price"));
        if (cents != null) {
          product.put("price_cents", cents).put("currency", row.getString("currency"));
        }
        products.put(asin, product);
      }
    }
    return rows.size();
  }

  private static Long cents(Object price) {
    String digits = price == null ? "" : price.toString().replaceAll("[$,]", "");
    if (digits.isEmpty() || new BigDecimal(digits).signum() == 0) {
      return null;
    }
    return new BigDecimal(digits).movePointRight(2).longValueExact();
  }

  private void collectSellers(JsonObject product, int pages) throws Exception {
    Set<String> listings = new HashSet<>();
    String asin = product.getString("asin");
    for (int page = 1; page <= pages; page++) {
      int at = page;
      JsonObject body =
          new JsonObject()
              .put("source", "universal")
              .put("url", searchUrl(product, page))
              .put("geo_location", "United States")
              .put("render", "html");
      Page read =
          attempt(body, "ebay:" + asin, page, result -> readCards(result, asin, at, listings));
      if (read == null || read.newListings() == 0 || !read.hasNext()) {
        return;
      }
    }
  }

  static String searchUrl(JsonObject product, int page) {
    BigDecimal price = BigDecimal.valueOf(product.getLong("price_cents"), 2);
    return "https://www.ebay.com/sch/i.html?_nkw="
        + URLEncoder.encode(product.getString("title"), StandardCharsets.UTF_8)
        + "&LH_ItemCondition=1000&LH_Free=1&LH_PrefLoc=1&_udlo="
        + price.multiply(new BigDecimal("1.8")).setScale(2, RoundingMode.HALF_UP)
        + "&_udhi="
        + price.multiply(new BigDecimal("2.2")).setScale(2, RoundingMode.HALF_UP)
        + "&_ipg=60&_pgn="
        + page
        + "&_dmd=1";
  }

  private Page readCards(JsonObject result, String asin, int page, Set<String> listings)
      throws Unread {
    if (!(result.getValue("content") instanceof String html) || html.isEmpty()) {
      throw new Unread("parse_error");
    }
    Document document = Jsoup.parse(html);
    Element list = document.selectFirst("ul.srp-results");
    if (list == null) {
      throw new Unread("api_error");
    }
    boolean inexact =
        document.selectFirst("div." + BREAK) != null
            && document.selectFirst("h3:containsOwn(No exact matches found)") != null;
    int position = 0;
    int named = 0;
    int found = 0;
    for (Element entry : list.children()) {
      inexact |= entry.hasClass(BREAK);
      if (!entry.is("li.s-card, li.s-item") || entry.text().startsWith("Shop on eBay")) {
        continue;
      }
      position++;
      Matcher seller = seller(entry);
      if (seller == null) {
        continue;
      }
      named++;
      Matcher link =
          LISTING.matcher(entry.selectFirst("a.s-card__link, a.s-item__link").attr("href"));
      String listing = link.find() ? link.group(1) : "p" + page + "-" + position;
      if (!inexact || keepsInexact) {
        noteSeller(seller);
        if (listings.add(listing)) {
          found++;
          noteSighting(asin, page, listing, seller);
        }
      }
    }
    if (position > 0 && named == 0) {
      throw new Unread("parse_error");
    }
    return new Page(found, document.selectFirst("a.pagination__next[href]") != null);
  }

  private static Matcher seller(Element card) {
    for (Element row :
        card.select(
            ".s-card__attribute-row, .s-item__detail--secondary, .s-item__seller-info-text")) {
      List<Element> spans = row.select("> span");
      String spread = String.join(" ", spans.stream().map(span -> span.text().strip()).toList());
      for (String text : List.of(spread, row.text())) {
        for (Pattern pattern : List.of(OLDER_SELLER, SELLER)) {
          Matcher matcher = pattern.matcher(text);
          if (matcher.find()) {
            return matcher;
          }
        }
      }
    }
    return null;
  }

  /** The newest feedback, but a rounded count does not replace the whole one it stands for. */
  private void noteSeller(Matcher seller) {
    String display = seller.group("name");
    String name = display.toLowerCase(Locale.ROOT);
    String suffix = seller.group("suffix");
    int scale = suffix.equals("K") ? 3 : suffix.equals("M") ? 6 : 0;
    String number =
        scale == 0
            ? seller.group("count").replaceAll("[.,]", "")
            : seller.group("count").replace(',', '.');
    JsonObject before = sellers.get(name);
    if (scale > 0 && before != null && !before.getBoolean("feedback_count_approximate")) {
      return;
    }
    sellers.put(
        name,
        new JsonObject()
            .put("normalized_name", name)
            .put("display_name", display)
            .put(
                "feedback_percent",
                new BigDecimal(seller.group("percent").replace(',', '.')).doubleValue())
            .put("feedback_count", new BigDecimal(number).movePointRight(scale).longValueExact())
            .put("feedback_count_approximate", !suffix.isEmpty())
            .put("times_seen", 1));
  }

  private void noteSighting(String asin, int page, String listing, Matcher seller) {
    sightings.add(
        new JsonObject()
            .put("asin", asin)
            .put("listing_id", listing)
            .put("normalized_name", seller.group("name").toLowerCase(Locale.ROOT))
            .put("page", page));
  }

  private <T> T attempt(JsonObject body, String unit, int page, Reader<T> reader) throws Exception {
    String last = "";
    for (int failures = 0; failures < MAX_ATTEMPTS; ) {
      try {
        return reader.read(result(body));
      } catch (Unread e) {
        last = e.errorType;
        failures += last.equals("rate_limit") ? 0 : 1;
      }
    }
    gaps.add(unit + " " + page + " " + last);
    return null;
  }

  private JsonObject result(JsonObject body) throws Exception {
    HttpResponse<String> response = post(body);
    switch (response.statusCode()) {
      case 200 -> {}
      case 429 -> throw new Unread("rate_limit");
      case 408 -> throw new Unread("timeout");
      default -> throw new Unread(response.statusCode() >= 500 ? "http_500" : "api_error");
    }
    try {
      JsonObject answer = new JsonObject(response.body());
      JsonObject job = answer.getJsonObject("job", new JsonObject());
      JsonObject result = answer.getJsonArray("results").getJsonObject(0);
      if (job.getString("status", "done").equals("faulted")
          || result.getInteger("status_code") != 200) {
        throw new Unread("api_error");
      }
      return result;
    } catch (RuntimeException e) {
      throw new Unread("api_error");
    }
  }

  /** One call of {@code POST /v1/queries}. */
  HttpResponse<String> post(JsonObject body) throws IOException, InterruptedException {
    calls++;
    return http.send(
        HttpRequest.newBuilder(base.resolve("/v1/queries"))
            .header("Authorization", "Basic ZGVtbzpkZW1v")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Any other call. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The JSON at {@code path}. */
  JsonObject get(String path) throws IOException, InterruptedException {
    return new JsonObject(send("GET", path, null).body());
  }

  /** Sets dials. */
  HttpResponse<String> patch(JsonObject dials) throws IOException, InterruptedException {
    return send("PATCH", "/dials", dials.encode(), "Content-Type", "application/json");
  }
}
