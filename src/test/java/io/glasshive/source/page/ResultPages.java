package io.glasshive.source.page;

import java.util.List;

/** Small result pages of our own, written as the layouts of eBay are. */
final class ResultPages {
  static final String SHOP_ON_EBAY =
      "<div class=\"s-card\"><a class=\"s-card__link\" href=\"https://ebay.com/itm/123456?x=1\">"
          + "<div class=\"s-card__title\">Shop on eBay</div></a><div class=\"s-card__attribute-row\">"
          + "<span>shop-on-ebay </span><span>100% positive (2)</span></div></div>";
  static final String BREAK =
      "<li class=\"srp-river-answer srp-river-answer--REWRITE_START\"><h3>Results matching fewer"
          + " words</h3></li>";

  private ResultPages() {}

  /** A page with these entries in its list. */
  static String page(String... entries) {
    return around("", "", entries);
  }

  /** A page with markup before and after its list. */
  static String around(String before, String after, String... entries) {
    return "<!DOCTYPE html><html><head><title>x for sale | eBay</title><script>var a ="
        + " '<ul class=\"srp-results\">';</script></head><body>"
        + SHOP_ON_EBAY
        + "<h1 class=\"srp-controls__count-heading\"><span class=\"BOLD\">1,200</span> results for"
        + " <span class=\"BOLD\">x 0 y</span></h1>"
        + before
        + "<div id=\"srp-river-results\"><ul class=\"srp-results srp-list clearfix\">"
        + String.join("\n", List.of(entries))
        + "</ul></div>"
        + after
        + "</body></html>";
  }

  /** {@code li.s-card} with these attribute rows, each the inner HTML. */
  static String card(String listing, String price, String... rows) {
    StringBuilder card =
        new StringBuilder("<li id=\"item1\" class=\"s-card s-card--horizontal\">")
            .append("<div class=\"su-card-container\">")
            .append("<a class=\"s-card__link\" href=\"https://www.ebay.com/itm/")
            .append(listing)
            .append("?_skw=x&amp;hash=item1\"><div class=\"s-card__title\">")
            .append("<span>Thing 100% new (3)</span></div></a>")
            .append("<span class=\"su-styled-text s-card__price\">")
            .append(price)
            .append("</span>")
            .append("<div class=\"s-card__attribute-row\"><span>Free delivery</span></div>");
    for (String row : rows) {
      card.append("<div class=\"s-card__attribute-row\">").append(row).append("</div>");
    }
    return card.append("</div></li>").toString();
  }

  /** {@code li.s-card} whose seller and feedback stand in two spans. */
  static String card(String listing, String seller) {
    return card(
        listing,
        "$9.99",
        "<span class=\"su-styled-text primary large\">"
            + seller
            + " </span><span class=\"su-styled-text primary large\">96.2% positive (1.1K)</span>");
  }

  /** {@code li.s-item} with this markup for the seller. */
  static String item(String listing, String price, String seller) {
    return "<li class=\"s-item s-item__pl-on-bottom\"><div class=\"s-item__wrapper clearfix\">"
        + "<a class=\"s-item__link\" href=\"https://www.ebay.com/itm/"
        + listing
        + "\"><div class=\"s-item__title\"><span role=\"heading\">Thing</span></div></a>"
        + "<span class=\"s-item__price\">"
        + price
        + "</span>"
        + seller
        + "</div></li>";
  }
}
