package io.glasshive.simulator;

import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import java.util.List;
import java.util.Locale;

/**
 * Writes eBay result pages, after {@code formats/ebay-search-page.md}: layouts 1 and 2, card by
 * card as the seller is Top Rated or not, and layout 6, the grid that names no seller. Around the
 * list stands what a reader must not take for results: placeholder cards, carousels, the class
 * names of the next control in style and script.
 */
final class ResultPage {
  /** How a card names its seller; the numbers are those of the format's list. */
  enum Layout {
    /** 1: two spans in an attribute row. */
    TWO_SPANS,
    /** 2: one span, followed in its row by the Top Rated tooltip. */
    TOP_RATED,
    /** 6: not at all. */
    GRID
  }

  private static final List<String> BLOCKS =
      List.of(
          block("Pardon Our Interruption...", "Pardon Our Interruption..."),
          block("eBay", "Checking your browser before you access eBay."),
          block("Access Denied", "Access Denied"),
          block("Error Page | eBay", "We looked everywhere."));

  private static final String FILLER =
      "{\"_type\":\"Tracking\",\"eventFamily\":\"SRP\",\"sel\":\"a.pagination__next\","
          + "\"payload\":{\"parentrq\":\"5b0c7a\",\"pageci\":\"8f21d\",\"name\":\"100% x (1)\"}},\n";

  private final Draw draw;

  ResultPage(long seed) {
    this.draw = Draw.of(seed).on("result page");
  }

  /**
   * A result page.
   *
   * @param results what the search brings
   * @param search what was asked, with the page
   * @param grid whether to write layout 6
   * @param minBytes the page is padded to at least this size
   */
  String html(Results results, Search search, boolean grid, int minBytes) {
    Draw page = draw.on(search.query()).on(search.page());
    List<Offer> offers = results.cards(search.page());
    StringBuilder html = new StringBuilder(4_000 + offers.size() * 2_200);
    head(html, search.query() + " for sale | eBay");
    html.append("<h1 class=\"srp-controls__count-heading\"><span class=\"BOLD\">");
    html.append(String.format(Locale.ROOT, "%,d", results.count()));
    html.append("</span> results for <span class=\"BOLD\">");
    html.append(escaped(search.query())).append("</span></h1>\n");
    if (results.count() > 0 && page.on("placeholders").chance(0.9)) {
      placeholders(html);
    }
    html.append("<div id=\"srp-river-results\"><ul class=\"srp-results ");
    html.append(grid ? "srp-grid" : "srp-list").append(" clearfix\">\n");
    for (int i = 0; i < offers.size(); i++) {
      card(html, offers.get(i), search.query(), page.on(i), grid);
      if (i == 3 && page.on("carousel").chance(0.25)) {
        carousel(html, page);
      }
    }
    html.append("</ul></div>\n");
    if (results.count() > 0) {
      pagination(html, results, search, page);
    }
    foot(html, minBytes);
    return html.toString();
  }

  /** One of the pages that eBay shows instead of results to whom it takes for a robot. */
  String blocked(Draw call) {
    return call.pick(BLOCKS);
  }

  private static String block(String title, String heading) {
    return "<!DOCTYPE html><html lang=\"en\"><head><title>"
        + title
        + "</title></head><body><div class=\"pgHeading\"><h1>"
        + heading
        + "</h1></div><p>As you were browsing something about your browser made us think you might"
        + " be a bot. Reference ID: 0.2c1d3e17.1790000000</p></body></html>";
  }

  private static void head(StringBuilder html, String title) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\"><title>");
    html.append(escaped(title)).append("</title>\n<style>");
    html.append(".s-card{display:flex}.pagination__next[href]{color:#333}.srp-results{margin:0}");
    html.append("</style></head>\n<body class=\"srp--list-view\"><div id=\"mainContent\">\n");
  }

  private static void foot(StringBuilder html, int minBytes) {
    String end = "</div></body></html>\n";
    if (minBytes > html.length()) {
      html.append("<script>$srp_model=[\n");
      while (html.length() < minBytes) {
        html.append(FILLER);
      }
      html.append("{}];</script>\n");
    }
    html.append(end);
  }

  private static void placeholders(StringBuilder html) {
    html.append("<ul class=\"srp-carousel__skeleton\">\n");
    for (int i = 0; i < 2; i++) {
      html.append("<li class=\"s-card s-card--horizontal\" data-listingid=\"2500219655424533\">");
      html.append("<div class=\"su-card-container__content\"><a class=\"s-card__link\" href=\"");
      html.append("https://www.ebay.com/itm/123456?itmmeta=01&amp;hash=item28caef0a3a\">");
      html.append("<div role=\"heading\" class=\"s-card__title\"><span>Shop on eBay</span></div>");
      html.append("</a><div class=\"s-card__attribute-row\"><span class=\"s-card__price\">$20.00");
      html.append("</span></div><div class=\"s-card__attribute-row\"><span>shoponebay </span>");
      html.append("<span>100% positive (1)</span></div></div></li>\n");
    }
    html.append("</ul>\n");
  }

  private static void carousel(StringBuilder html, Draw page) {
    html.append("<li class=\"srp-river-answer srp-river-answer--CAROUSEL\"><h2>Related</h2>");
    html.append("<div class=\"su-scrolling-item-cards__carousel\">\n");
    for (int i = 0; i < 3; i++) {
      long id = 510_000_000_000L + page.on("related").on(i).belowLong(90_000_000_000L);
      html.append("<div class=\"s-card s-card--vertical\"><a class=\"s-card__link\" href=\"");
      html.append("https://www.ebay.com/itm/").append(id).append("\">Sponsored</a>");
      html.append("<div class=\"s-card__attribute-row\"><span>carousel_shop_").append(i);
      html.append(" </span><span>99.1% positive (2.3K)</span></div></div>\n");
    }
    html.append("</div></li>\n");
  }

  private static void card(StringBuilder html, Offer offer, String title, Draw draw, boolean grid) {
    long id = offer.listingId();
    html.append("<li id=\"item").append(Long.toHexString(id)).append("\" data-viewport=\"1\" ");
    html.append("class=\"s-card ").append(grid ? "s-card--vertical" : "s-card--horizontal");
    html.append("\" data-listingid=\"").append(id).append("\">");
    html.append("<div class=\"su-card-container\"><div class=\"su-card-container__media\">");
    html.append("<a class=\"image-treatment\" href=\"").append(link(id)).append("\">");
    html.append("<img class=\"s-card__image\" alt=\"\" src=\"https://i.ebayimg.com/images/g/");
    html.append(Long.toString(id, 36)).append("/s-l500.webp\"></a></div>\n");
    html.append("<div class=\"su-card-container__content\"><a class=\"s-card__link\" href=\"");
    html.append(link(id)).append("\"><div role=\"heading\" aria-level=\"3\" ");
    html.append("class=\"s-card__title\"><span class=\"su-styled-text primary default\">");
    html.append(escaped(title)).append("</span><span class=\"clipped\">Opens in a new window or");
    html.append(" tab</span></div></a><div class=\"s-card__subtitle-row\"><div ");
    html.append("class=\"s-card__subtitle\"><span>Brand New</span></div></div>\n");
    html.append("<div class=\"su-card-container__attributes__primary\">");
    row(html, "s-card__price", price(offer));
    row(html, "secondary large", draw.on("auction").chance(0.1) ? "or Best Offer" : "Buy It Now");
    row(html, "secondary large", "Free delivery");
    row(html, "secondary large", "Located in United States");
    if (draw.on("saving").chance(0.05)) {
      row(html, "secondary large", "Save up to 10% when you buy more");
    }
    if (draw.on("watchers").chance(0.1)) {
      row(html, "primary bold", draw.on("watching").between(2, 60) + " watchers");
    }
    html.append("</div><div class=\"su-card-container__attributes__secondary\">");
    if (offer.shop() != null && !grid) {
      seller(html, offer.shop());
    }
    html.append("</div></div></div></li>\n");
  }

  private static void seller(StringBuilder html, Shop shop) {
    Layout layout = shop.topRated() ? Layout.TOP_RATED : Layout.TWO_SPANS;
    String name = escaped(shop.name().display());
    html.append(
        "<div class=\"s-card__attribute-row\"><span class=\"su-styled-text primary large\">");
    if (layout == Layout.TWO_SPANS) {
      html.append(name).append(" </span><span class=\"su-styled-text primary large\">");
      html.append(shop.feedbackText()).append("</span></div>");
      return;
    }
    html.append(name).append("  ").append(shop.feedbackText()).append("</span>");
    html.append("<div class=\"s-card__program-badge\"><span>Top Rated Plus</span><ul><li>Sellers");
    html.append(" with highest buyer ratings</li><li>Returns, money back</li><li>Ships in a");
    html.append(
        " business day with tracking</li></ul><a href=\"https://pages.ebay.com/trp\">Learn");
    html.append(" More</a></div></div>");
  }

  private static void row(StringBuilder html, String styles, String text) {
    html.append("<div class=\"s-card__attribute-row\"><span class=\"su-styled-text ");
    html.append(styles).append("\">").append(text).append("</span></div>");
  }

  private static String price(Offer offer) {
    String low = BestSellerPage.dollars(offer.lowCents());
    return offer.lowCents() == offer.highCents()
        ? low
        : low + " to " + BestSellerPage.dollars(offer.highCents());
  }

  private static String link(long id) {
    return "https://www.ebay.com/itm/" + id + "?_skw=1&amp;epid=4059&amp;hash=item" + id % 9_973;
  }

  /** A next control with an address; without one a button, an anchor without href, or none. */
  private static void pagination(StringBuilder html, Results results, Search search, Draw page) {
    html.append("<nav class=\"pagination\" aria-label=\"Pagination\">");
    int number = search.page();
    if (number > 1) {
      html.append("<a class=\"pagination__previous icon-link\" href=\"");
      html.append(escaped(search.onPage(number - 1).url())).append("\">Previous</a>");
    }
    html.append("<ol class=\"pagination__items\"><li><a class=\"pagination__item\" href=\"");
    html.append(escaped(search.onPage(1).url())).append("\">1</a></li></ol>");
    if (results.hasNext(number)) {
      html.append("<a type=\"next\" class=\"pagination__next icon-link\" href=\"");
      html.append(escaped(search.onPage(number + 1).url())).append("\">Next</a>");
    } else {
      double form = page.on("next").unit();
      if (form < 0.4) {
        html.append("<button class=\"pagination__next\" type=\"button\" aria-disabled=\"true\">");
        html.append("Next</button>");
      } else if (form < 0.8) {
        html.append("<a class=\"pagination__next icon-link\" aria-disabled=\"true\">Next</a>");
      }
    }
    html.append("</nav>\n");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
