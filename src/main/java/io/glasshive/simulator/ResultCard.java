package io.glasshive.simulator;

import io.glasshive.simulator.Market.Offer;

/** Writes the entries of a result list: {@code li.s-card}, and {@code li.s-item} as before 2025. */
final class ResultCard {
  private final PageStyle style;
  private final String title;
  private final Ballast ballast;

  /**
   * The cards of one page.
   *
   * @param title of the offers, escaped
   */
  ResultCard(PageStyle style, String title, Ballast ballast) {
    this.style = style;
    this.title = title;
    this.ballast = ballast;
  }

  void write(StringBuilder html, Offer offer, Draw draw) {
    if (style.form() == PageStyle.Form.ITEMS) {
      item(html, offer, draw);
    } else {
      card(html, offer, draw);
    }
  }

  private void card(StringBuilder html, Offer offer, Draw draw) {
    boolean grid = style.form() == PageStyle.Form.GRID;
    html.append("<li data-viewport=\"1\" class=\"s-card s-card--");
    html.append(grid ? "vertical" : "horizontal");
    html.append("\"><div class=\"su-card-container\"><div class=\"su-card-container__media\">");
    html.append("<a class=\"image-treatment\" href=\"").append(link(offer, draw)).append("\">");
    image(html, "s-card__image", draw);
    html.append("</a></div>\n");
    html.append("<div class=\"su-card-container__content\"><a class=\"s-card__link\" href=\"");
    html.append(link(offer, draw)).append("\"><div role=\"heading\" aria-level=\"3\" ");
    html.append("class=\"s-card__title\"><span class=\"su-styled-text primary default\">");
    html.append(title).append("</span><span class=\"clipped\">Opens in a new window or");
    html.append(" tab</span></div></a><div class=\"s-card__subtitle-row\"><div ");
    html.append("class=\"s-card__subtitle\"><span>Brand New</span></div></div>\n");
    ballast.inside(html);
    html.append("<div class=\"su-card-container__attributes__primary\">");
    String price = offer.price().text(offer.lowCents(), offer.highCents());
    if (!price.isEmpty()) {
      row(html, "s-card__price", price);
    }
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
    seller(html, offer, draw);
    html.append("</div></div></div></li>\n");
  }

  private void item(StringBuilder html, Offer offer, Draw draw) {
    html.append("<li data-viewport=\"1\" class=\"s-item s-item__pl-on-bottom\">");
    html.append("<div class=\"s-item__wrapper clearfix\"><div class=\"s-item__image-section\">");
    image(html, "s-item__image", draw);
    html.append("</div><div class=\"s-item__info clearfix\"><a class=\"s-item__link\" href=\"");
    html.append(link(offer, draw)).append("\"><div class=\"s-item__title\"><span");
    html.append(" role=\"heading\" aria-level=\"3\">").append(title).append("</span></div></a>");
    html.append("<div class=\"s-item__subtitle\"><span class=\"SECONDARY_INFO\">Brand New</span>");
    html.append("</div>\n");
    ballast.inside(html);
    html.append("<div class=\"s-item__details clearfix\">");
    String price = offer.price().text(offer.lowCents(), offer.highCents());
    if (!price.isEmpty()) {
      detail(html, "<span class=\"s-item__price\">" + marked(price) + "</span>");
    }
    detail(html, "<span class=\"s-item__logisticsCost\">Free shipping</span>");
    if (draw.on("saving").chance(0.05)) {
      detail(html, "<span class=\"s-item__discount\">20% off</span>");
    }
    seller(html, offer, draw);
    html.append("</div></div></div></li>\n");
  }

  private void seller(StringBuilder html, Offer offer, Draw draw) {
    if (offer.shop() != null) {
      Draw tooltip = draw.on("tooltip");
      style.layout(offer).seller(html, offer.shop(), offer.rounded(), style.language(), tooltip);
    }
  }

  private static void image(StringBuilder html, String styles, Draw draw) {
    html.append("<img class=\"").append(styles).append("\" alt=\"\" src=\"");
    html.append("https://i.ebayimg.com/images/g/");
    html.append(Long.toString(draw.on("image").belowLong(1L << 50), 36)).append("/s-l500.webp\">");
  }

  private static void row(StringBuilder html, String styles, String text) {
    html.append("<div class=\"s-card__attribute-row\"><span class=\"su-styled-text ");
    html.append(styles).append("\">").append(text).append("</span></div>");
  }

  private static void detail(StringBuilder html, String inner) {
    html.append("<div class=\"s-item__detail s-item__detail--primary\">").append(inner);
    html.append("</div>");
  }

  /** The word of a range in a span of its own. */
  private static String marked(String price) {
    return price.replace(" to ", "<span class=\"DEFAULT\"> to </span>");
  }

  /** The listing's page; without one the catalogue's page of the product. */
  private static String link(Offer offer, Draw draw) {
    String epid = "epid=" + draw.on("epid").between(10_000, 99_999);
    return offer.isLinked()
        ? "https://www.ebay.com/itm/" + offer.listingId() + "?_skw=1&amp;" + epid
        : "https://www.ebay.com/p/" + draw.on("catalogue").between(10_000, 99_999) + "?" + epid;
  }
}
