package io.glasshive.simulator;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Product;
import io.glasshive.domain.Text;
import io.vertx.core.json.JsonObject;

/**
 * What a body of {@code POST /v1/queries} asks for, after {@code formats/oxylabs.md}. Unknown keys
 * are ignored, as the API does.
 */
sealed interface Query {
  /** Pages past this are counted together, so that the book of calls stays bounded. */
  int MAX_COUNTED_PAGE = 200;

  /** The page's name in the fault plan and in {@code GET /calls}; {@code ?} stands for unknown. */
  String page();

  /** Whether the page exists, so that the fault plan covers it. */
  boolean isKnown();

  /**
   * A page of best sellers.
   *
   * @param parsed whether {@code parse} is true; a string counts as false
   */
  record BestSellers(String node, int number, boolean parsed, boolean isKnown) implements Query {
    @Override
    public String page() {
      return "amazon:" + (isKnown ? node : "?") + ":" + Math.min(number, MAX_COUNTED_PAGE);
    }
  }

  /**
   * An eBay result page.
   *
   * @param product the one searched; null when no title is the query
   */
  record Results(Search search, Product product) implements Query {
    @Override
    public String page() {
      String asin = product == null ? "?" : product.asin();
      return "ebay:" + asin + ":" + Math.min(search.page(), MAX_COUNTED_PAGE);
    }

    @Override
    public boolean isKnown() {
      return product != null;
    }
  }

  /** Any other address: not found. */
  record Elsewhere(String url) implements Query {
    @Override
    public String page() {
      return "ebay:?:1";
    }

    @Override
    public boolean isKnown() {
      return false;
    }
  }

  /**
   * The query in {@code body}.
   *
   * @throws Failure.Rejected when the API would answer 400
   */
  static Query parse(JsonObject body, World world) {
    Object source = body.getValue("source");
    if ("amazon_bestsellers".equals(source)) {
      return bestSellers(body, world);
    }
    if ("universal".equals(source) || "universal_ecommerce".equals(source)) {
      return address(body, world);
    }
    throw bad("Unsupported source: " + Text.bounded(String.valueOf(source), 80));
  }

  private static Query bestSellers(JsonObject body, World world) {
    if (!(body.getValue("query") instanceof String node) || !node.matches("\\d{1,20}")) {
      throw bad("The query parameter must be a node id of digits only");
    }
    Object zip = body.getValue("geo_location");
    if (zip != null && !(zip instanceof String text && text.matches("\\d{5}"))) {
      throw bad("The geo_location parameter must be a US ZIP code");
    }
    int number = 1;
    if (body.getValue("start_page") != null) {
      if (!(body.getValue("start_page") instanceof Integer start) || start < 1) {
        throw bad("The start_page parameter must be a positive integer");
      }
      number = start;
    }
    boolean parsed = Boolean.TRUE.equals(body.getValue("parse"));
    return new BestSellers(node, number, parsed, world.knows(node));
  }

  private static Query address(JsonObject body, World world) {
    if (!(body.getValue("url") instanceof String url) || url.isBlank()) {
      throw bad("The url parameter is required");
    }
    Search search = Search.parse(url);
    return search == null ? new Elsewhere(url) : new Results(search, world.titled(search.query()));
  }

  private static Failure.Rejected bad(String message) {
    return new Failure.Rejected("bad_query", message);
  }
}
