package io.glasshive.simulator;

/**
 * Cards that are no results: the "Shop on eBay" placeholders and the carousels around and inside
 * the list. They look like results and name sellers, whom nobody else offers.
 */
final class Bystanders {
  private static final int CAROUSEL_CARDS = 3;
  private static final String PLACEHOLDER_LINK =
      "https://www.ebay.com/itm/123456?itmmeta=01&amp;hash=item28caef0a3a";

  private final Draw draw;

  /** Those of one page. */
  Bystanders(Draw page) {
    this.draw = page.on("bystanders");
  }

  /** Two placeholders outside the list. */
  void placeholders(StringBuilder html) {
    html.append("<ul class=\"srp-carousel__skeleton\">\n");
    for (int i = 0; i < 2; i++) {
      html.append("<li class=\"s-card s-card--horizontal\" data-listingid=\"2500219655424533\">");
      html.append("<div class=\"su-card-container__content\"><a class=\"s-card__link\" href=\"");
      html.append(PLACEHOLDER_LINK).append("\">");
      html.append("<div role=\"heading\" class=\"s-card__title\"><span>Shop on eBay</span></div>");
      html.append("</a><div class=\"s-card__attribute-row\"><span class=\"s-card__price\">$20.00");
      html.append("</span></div><div class=\"s-card__attribute-row\"><span>shoponebay </span>");
      html.append("<span>100% positive (1)</span></div></div></li>\n");
    }
    html.append("</ul>\n");
  }

  /** The placeholder that pages of {@code s-item} have as the first entry of the list. */
  void placeholderItem(StringBuilder html) {
    html.append("<li class=\"s-item s-item__pl-on-bottom\"><div class=\"s-item__info clearfix\">");
    html.append("<a class=\"s-item__link\" href=\"").append(PLACEHOLDER_LINK).append("\">");
    html.append(
        "<div class=\"s-item__title\"><span role=\"heading\">Shop on eBay</span></div></a>");
    html.append(
        "<span class=\"s-item__price\">$20.00</span><span class=\"s-item__seller-info-text\">");
    html.append("shoponebay (1) 100%</span></div></li>\n");
  }

  /** A carousel as an entry of the list. */
  void carouselInList(StringBuilder html) {
    html.append("<li class=\"srp-river-answer srp-river-answer--CAROUSEL\"><h2>Related</h2>");
    scrollingCards(html, "related");
    html.append("</li>\n");
  }

  /** Sponsored cards above the list. */
  void carouselAbove(StringBuilder html) {
    html.append("<section class=\"srp-1p__banner\"><h2>Sponsored</h2>");
    scrollingCards(html, "sponsored");
    html.append("</section>\n");
  }

  /** Items seen before, below the list, in a list of their own. */
  void carouselBelow(StringBuilder html) {
    html.append("<div class=\"srp-rvi__wrapper\"><h2>Recently viewed</h2>");
    html.append("<ul class=\"carousel__list\">\n");
    for (int i = 0; i < CAROUSEL_CARDS; i++) {
      html.append("<li class=\"carousel__snap-point s-item\"><a class=\"s-item__link\" href=\"");
      html.append(link("viewed", i))
          .append("\"><div class=\"s-item__title\">Seen before</div></a>");
      html.append("<span class=\"s-item__price\">$7.77</span>");
      html.append("<span class=\"s-item__seller-info-text\">carousel_viewed_").append(i);
      html.append(" (23) 99.1%</span></li>\n");
    }
    html.append("</ul></div>\n");
  }

  private void scrollingCards(StringBuilder html, String kind) {
    html.append("<div class=\"su-scrolling-item-cards__carousel\">\n");
    for (int i = 0; i < CAROUSEL_CARDS; i++) {
      html.append("<div class=\"s-card s-card--vertical\"><a class=\"s-card__link\" href=\"");
      html.append(link(kind, i)).append("\">Sponsored</a>");
      html.append(
          "<div class=\"s-card__attribute-row\"><span class=\"s-card__price\">$8.88</span>");
      html.append("</div><div class=\"s-card__attribute-row\"><span>carousel_").append(kind);
      html.append('_').append(i).append(" </span><span>99.1% positive (2.3K)</span></div></div>\n");
    }
    html.append("</div>");
  }

  private String link(String kind, int i) {
    long id = 510_000_000_000L + draw.on(kind).on(i).belowLong(90_000_000_000L);
    return "https://www.ebay.com/itm/" + id;
  }
}
