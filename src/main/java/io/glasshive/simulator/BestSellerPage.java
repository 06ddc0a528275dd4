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

  /** Share of pages that say they were parsed only in part. */
  private static final double PARTIAL = 0.1;

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
    int code = status.chance(PARTIAL) ? status.on("code").pick(WITH_WARNING) : GOOD;
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
    int form = of.on(row.position()).below(3);
    put(json, "asin", row.product().asin(), row.flaw() == Flaw.NO_ASIN, form);
    put(json, "title", row.product().title(), row.flaw() == Flaw.NO_TITLE, form);
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

  /** What a row lacks is not there, null or empty. */
  private static void put(JsonObject json, String key, String value, boolean isLacking, int form) {
    if (!isLacking) {
      json.put(key, value);
    } else if (form == 0) {
      json.put(key, "");
    } else if (form == 1) {
      json.putNull(key);
    }
  }

  private static void putPrice(JsonObject json, Row row, Draw of) {
    long cents = row.listCents();
    boolean ranges = row.form() == PriceForm.RANGE;
    long upper = ranges ? cents + cents / 2 : cents;
    String text = CardPrice.dollars(cents);
    switch (row.form()) {
      case NUMBER, RANGE -> json.put("price", number(cents));
      case TEXT -> json.put("price", text);
      case ZERO -> json.put("price", 0);
      case EMPTY -> json.put("price", "");
      case ABSENT -> json.remove("price");
    }
    boolean readable = row.form().isReadable();
    json.put("price_upper", readable ? number(upper) : 0);
    String range = ranges ? text + " - " + CardPrice.dollars(upper) : text;
    json.put("price_str", readable ? range : "");
    json.put("currency", "USD");
    if (readable && of.on("strikethrough").chance(0.2)) {
      json.put("price_strikethrough", number(upper + upper / 4));
    }
  }

  /** {@code 24.99}; a whole amount without a point. */
  private static Number number(long cents) {
    if (cents % 100 == 0) {
      return cents / 100;
    }
    return cents / 100.0;
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
