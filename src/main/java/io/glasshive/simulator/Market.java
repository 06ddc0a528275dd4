package io.glasshive.simulator;

import io.glasshive.domain.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * The eBay side of the marketplace: what a search brings. A function of (seed, product, search)
 * alone, immutable, safe from any thread.
 *
 * <p>Offers are made to the asked window and filters: whoever asks for another window sees other
 * listings, and by other sellers.
 */
final class Market {
  /** Share of products whose last page claims, as eBay's sometimes do, that there is another. */
  private static final double ENDLESS = 0.10;

  private static final double BARE = 0.02;
  private static final double SAME_SELLER = 0.10;
  private static final double REPEATS_PAGE_BEFORE = 0.04;
  private static final double REPEATS_CARD_BEFORE = 0.02;
  private static final double PRICE_RANGE = 0.03;

  /**
   * A card in the result list.
   *
   * @param listingId twelve digits
   * @param shop who offers it; null on a card that names no seller
   * @param lowCents its price, or the lower one of a range
   * @param highCents its price, or the upper one of a range
   */
  record Offer(long listingId, Shop shop, long lowCents, long highCents) {}

  private final Draw draw;
  private final ShopPool shops;
  private final TruthDefaults settings;

  Market(long seed, TruthDefaults settings) {
    this.draw = Draw.of(seed).on("market");
    this.shops = new ShopPool(seed);
    this.settings = settings;
  }

  ShopPool shops() {
    return shops;
  }

  /**
   * What {@code search} brings.
   *
   * @param product the one whose title was searched; null when there is none: no results
   */
  Results results(Product product, Search search) {
    if (product == null) {
      return new Results(draw, null, search, 0, false);
    }
    Draw of = draw.on(product.asin());
    return new Results(
        of, product, search, supply(of.on("supply")), of.on("endless").chance(ENDLESS));
  }

  /** Cards for a page that must show some whether or not the search brings any. */
  Results someResults(Search search) {
    return new Results(draw.on("some"), null, search, 24, false);
  }

  /** How many listings a product has: none, or one to six pages of 60. */
  private static int supply(Draw draw) {
    double u = draw.unit();
    Draw count = draw.on("count");
    if (u < 0.06) {
      return 0;
    }
    if (u < 0.50) {
      return count.between(3, 58);
    }
    if (u < 0.75) {
      return count.between(61, 118);
    }
    return u < 0.88 ? count.between(121, 178) : count.between(181, 330);
  }

  /** The pages of one search. Past the end eBay repeats the last page. */
  final class Results {
    private final Draw key;
    private final Search search;
    private final boolean right;
    private final int count;
    private final boolean endless;
    private final long low;
    private final long high;

    private Results(Draw of, Product product, Search search, int count, boolean endless) {
      this.search = search;
      this.count = count;
      this.endless = endless;
      this.right =
          product != null
              && product.price() != null
              && search.asksLike(Search.wanted(product, settings, 1).withQuery(search.query()));
      this.low = search.lowCents() == null ? 500 : search.lowCents();
      this.high = Math.max(low, search.highCents() == null ? low * 4 : search.highCents());
      this.key =
          of.on(low)
              .on(high)
              .on(
                  (search.newOnly() ? 1 : 0)
                      + (search.freeShipping() ? 2 : 0)
                      + (search.domestic() ? 4 : 0)
                      + (search.listView() ? 8 : 0));
    }

    /** Listings in all. */
    int count() {
      return count;
    }

    /** The last page with cards of its own; 0 without results. */
    int lastPage() {
      return (count + search.itemsPerPage() - 1) / search.itemsPerPage();
    }

    /** Whether {@code page} has a next control that leads on. */
    boolean hasNext(int page) {
      return page < lastPage() || (endless && page == lastPage());
    }

    /**
     * The cards that {@code page} shows, in order. The first names a seller and is of this page's
     * own, so that no page with cards is without a seller.
     */
    List<Offer> cards(int page) {
      int size = search.itemsPerPage();
      int from = Math.max(0, Math.min(page, lastPage()) - 1) * size;
      int to = Math.min(count, from + size);
      List<Offer> cards = new ArrayList<>(to - from);
      for (int at = from; at < to; at++) {
        cards.add(shown(at, at - from));
      }
      return cards;
    }

    private Offer shown(int at, int position) {
      if (position > 0) {
        double u = key.on(at).on("repeat").unit();
        if (u < REPEATS_CARD_BEFORE) {
          return own(at - 1);
        }
        if (at >= search.itemsPerPage() && u < REPEATS_CARD_BEFORE + REPEATS_PAGE_BEFORE) {
          return own(at - search.itemsPerPage());
        }
      }
      return own(at);
    }

    private Offer own(int at) {
      Draw card = key.on(at);
      boolean first = at % search.itemsPerPage() == 0;
      long listingId = 110_000_000_000L + card.on("id").belowLong(290_000_000_000L);
      Shop shop = null;
      if (first || !card.on("bare").chance(BARE)) {
        shop = shop(!first && card.on("same").chance(SAME_SELLER) ? at - 1 : at);
      }
      long one = low + card.on("price").belowLong(high - low + 1);
      long other = card.on("range").chance(PRICE_RANGE) ? low + (high - low) / 2 : one;
      return new Offer(listingId, shop, Math.min(one, other), Math.max(one, other));
    }

    private Shop shop(int at) {
      Draw seller = key.on(at).on("shop");
      return right ? shops.regular(seller) : shops.stray(seller);
    }
  }
}
