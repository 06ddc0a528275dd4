package io.glasshive.simulator;

import io.glasshive.simulator.World.Flaw;
import io.glasshive.simulator.World.Row;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Writes the parsed content of an Amazon best-seller page, after {@code formats/oxylabs.md}. */
final class BestSellerPage {
  private static final int GOOD = 12000;
  private static final List<Integer> WITH_WARNING = List.of(12004, 12005);

  private final Draw draw;
  private final World world;

  BestSellerPage(long seed, World world) {
    this.draw = Draw.of(seed).on("best sellers");
    this.world = world;
  }

  /** The content of a page: zero rows past the last page and for an unknown node. */
  JsonObject content(String node, int page) {
    int pages = world.knows(node) ? world.pages(node) : page;
    JsonArray rows = new JsonArray();
    world.rows(node, page).forEach(row -> rows.add(row(row)));
    Draw status = draw.on(node).on(page);
    int code = status.chance(0.03) ? status.on("code").pick(WITH_WARNING) : GOOD;
    return content(node, page, pages, rows, code);
  }

  /** The content of a page that should have rows, without any. */
  JsonObject emptied(String node, int page) {
    int pages = Math.max(page, world.pages(node));
    return content(node, page, pages, new JsonArray(), GOOD);
  }

  /** Where the page is. */
  static String url(String node, int page) {
    return "https://www.amazon.com/gp/bestsellers/-/" + node + "?pg=" + page;
  }

  private static JsonObject content(
      String node, int page, int pages, JsonArray rows, int parseStatus) {
    return new JsonObject()
        .put("url", url(node, page))
        .put("page", page)
        .put("pages", pages)
        .put("query", node)
        .put("results", rows)
        .put("parse_status_code", parseStatus);
  }

  private JsonObject row(Row row) {
    Draw of = draw.on(row.product().asin());
    JsonObject json = new JsonObject().put("pos", row.position());
    boolean empty = draw.on(row.product().asin()).on(row.position()).chance(0.5);
    put(json, "asin", row.product().asin(), row.flaw() == Flaw.NO_ASIN, empty);
    put(json, "title", row.product().title(), row.flaw() == Flaw.NO_TITLE, empty);
    json.put("url", relativeUrl(row, of.on("child")));
    putPrice(json, row, of);
    int ratings = of.on("rated").chance(0.03) ? 0 : of.on("ratings").between(4, 90_000);
    json.put("rating", ratings == 0 ? 0 : of.on("rating").between(31, 50) / 10.0);
    json.put("ratings_count", ratings);
    json.put("is_prime", of.on("prime").chance(0.8));
    long image = of.on("image").belowLong(1L << 50);
    json.put("image", "https://m.media-amazon.com/images/I/" + Long.toString(image, 36) + ".jpg");
    return json;
  }

  private static void put(
      JsonObject json, String key, String value, boolean isLacking, boolean empty) {
    if (!isLacking) {
      json.put(key, value);
    } else if (empty) {
      json.put(key, "");
    }
  }

  private static void putPrice(JsonObject json, Row row, Draw of) {
    long cents = row.listCents();
    String text = dollars(cents);
    switch (row.form()) {
      case NUMBER -> json.put("price", number(cents));
      case TEXT -> json.put("price", text);
      case ZERO -> json.put("price", 0);
      case EMPTY -> json.put("price", "");
      case ABSENT -> json.remove("price");
    }
    boolean readable = row.form().isReadable();
    json.put("price_upper", readable ? number(cents) : 0);
    json.put("price_str", readable ? text : "");
    json.put("currency", "USD");
    if (readable && of.on("strikethrough").chance(0.2)) {
      json.put("price_strikethrough", number(cents + cents / 4));
    }
  }

  /** {@code 24.99}; a whole amount without a point. */
  private static Number number(long cents) {
    if (cents % 100 == 0) {
      return cents / 100;
    }
    return cents / 100.0;
  }

  /** {@code $1,234.56}; not by a formatter, as a page has some sixty of them. */
  static String dollars(long cents) {
    StringBuilder dollars = new StringBuilder().append(cents / 100);
    for (int at = dollars.length() - 3; at > 0; at -= 3) {
      dollars.insert(at, ',');
    }
    long rest = cents % 100;
    return dollars.insert(0, '$').append(rest < 10 ? ".0" : ".").append(rest).toString();
  }

  /** As on Amazon, the address names a child of the product, not the product. */
  private static String relativeUrl(Row row, Draw child) {
    String other = "B0" + Long.toString(child.belowLong(2_821_109_907_456L), 36);
    String name = row.product().title().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    return "/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "/dp/"
        + other.toUpperCase(Locale.ROOT)
        + "/ref=zg_bs_g_"
        + row.position()
        + "?psc=1&pd_rd_i="
        + other.toUpperCase(Locale.ROOT);
  }
}
