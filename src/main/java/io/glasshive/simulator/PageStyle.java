package io.glasshive.simulator;

import io.glasshive.simulator.Market.Offer;

/**
 * How one result page is written; eBay shows some searches in an older form than others.
 *
 * @param form which layouts its cards have
 * @param language of its texts
 */
record PageStyle(Form form, Language language) {

  /** A generation of the page. */
  enum Form {
    /** {@code s-card}: layouts 1 and 2. */
    CARDS,
    /** {@code s-card}: layout 3 where the count is whole, else 1 and 2. */
    OLDER_CARDS,
    /** {@code s-item}: layout 5 where the count is whole, else 4. */
    ITEMS,
    /** {@code s-card} in a grid: layout 6. */
    GRID;

    private static Form of(Draw draw) {
      double u = draw.unit();
      if (u < 0.64) {
        return CARDS;
      }
      return u < 0.80 ? OLDER_CARDS : ITEMS;
    }
  }

  /** The style of a page that names its sellers; the note of an inexact search is English only. */
  static PageStyle of(Draw page, Rewrite rewrite) {
    boolean english = rewrite == Rewrite.NO_EXACT_MATCH;
    return new PageStyle(
        Form.of(page.on("form")), english ? Language.ENGLISH : Language.of(page.on("language")));
  }

  static PageStyle grid() {
    return new PageStyle(Form.GRID, Language.ENGLISH);
  }

  /** The layout of a card that names its seller. */
  Layout layout(Offer offer) {
    return switch (form) {
      case CARDS -> newest(offer);
      case OLDER_CARDS -> offer.rounded() ? newest(offer) : Layout.OLDER_TEXT;
      case ITEMS -> offer.rounded() ? Layout.ITEM_DETAIL : Layout.CLASSIC;
      case GRID -> Layout.GRID;
    };
  }

  private static Layout newest(Offer offer) {
    return offer.shop().topRated() ? Layout.TOP_RATED : Layout.TWO_SPANS;
  }
}
