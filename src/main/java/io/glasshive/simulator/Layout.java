package io.glasshive.simulator;

/**
 * The six ways a card writes its seller, after {@code formats/ebay-search-page.md}; the numbers are
 * those of its list. Layouts 1 to 3 and 6 are an {@code s-card}'s, 4 and 5 an {@code s-item}'s.
 */
enum Layout {
  /** 1: {@code s-card}, name and feedback in two spans of an attribute row. */
  TWO_SPANS {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {
      html.append(ROW).append(SPAN).append(shown(shop)).append(" </span>").append(SPAN);
      html.append(language.feedback(shop, isRounded)).append("</span></div>");
    }
  },

  /** 2: {@code s-card}, both in one span, the Top Rated tooltip behind it in the row. */
  TOP_RATED {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {
      html.append(ROW).append(SPAN).append(shown(shop)).append("  ");
      html.append(language.feedback(shop, isRounded)).append("</span>");
      html.append("<div class=\"s-card__program-badge\">").append(TOOLTIP).append("</div></div>");
    }
  },

  /** 3: {@code s-card}, the older text in one span. */
  OLDER_TEXT {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {
      html.append(ROW).append(SPAN).append(shown(shop)).append(' ');
      html.append(language.olderFeedback(shop, isRounded)).append("</span></div>");
    }
  },

  /** 4: {@code s-item} with the new text; a tooltip may come first, in its own span or bare. */
  ITEM_DETAIL {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {
      String text = shown(shop) + " " + language.feedback(shop, isRounded);
      html.append("<span class=\"s-item__detail s-item__detail--secondary\">");
      if (!shop.topRated()) {
        html.append("<span class=\"s-item__etrs-text\">").append(text).append("</span>");
      } else if (draw.chance(0.5)) {
        html.append("<span class=\"s-item__etrs\">").append(TOOLTIP).append("</span><span>");
        html.append(text).append("</span>");
      } else {
        html.append("Top Rated Plus Sellers with highest buyer ratings Returns, money back Learn");
        html.append(" More ").append(text);
      }
      html.append("</span>");
    }
  },

  /** 5: {@code s-item}, classic. */
  CLASSIC {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {
      html.append("<span class=\"s-item__seller-info\"><span class=\"s-item__seller-info-text\">");
      html.append(shown(shop)).append(' ').append(language.olderFeedback(shop, isRounded));
      html.append("</span></span>");
    }
  },

  /** 6: {@code s-card} of the grid; names no seller. */
  GRID {
    @Override
    void seller(StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw) {}
  };

  private static final String ROW = "<div class=\"s-card__attribute-row\">";
  private static final String SPAN = "<span class=\"su-styled-text primary large\">";
  private static final String TOOLTIP =
      "<span>Top Rated Plus</span><ul><li>Sellers with highest buyer ratings</li><li>Returns, money"
          + " back</li><li>Ships in a business day with tracking</li></ul><a"
          + " href=\"https://pages.ebay.com/trp\">Learn More</a>";

  /** Writes what names the seller. */
  abstract void seller(
      StringBuilder html, Shop shop, boolean isRounded, Language language, Draw draw);

  private static String shown(Shop shop) {
    return Html.escaped(shop.name().display());
  }
}
