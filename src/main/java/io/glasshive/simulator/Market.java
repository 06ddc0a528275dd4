package io.glasshive.simulator;

import io.glasshive.domain.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private static final double UNLINKED = 0.01;
  private static final double SAME_SELLER = 0.10;
  private static final double REPEATS_PAGE_BEFORE = 0.04;
  private static final double REPEATS_CARD_BEFORE = 0.02;

  /** Share of second cards of a shop in a row that round the count which the first writes whole. */
  private static final double ROUNDED_AGAIN = 0.5;

  /** A break in the list stands before one of so many cards. */
  private static final int MAX_BREAK = 90;

  /**
   * A card in the result list.
   *
   * @param listingId twelve digits, or {@code p<page>-<position>} on a card without such a link
   * @param shop who offers it; null on a card that names no seller
   * @param rounded whether the card rounds the count of the shop's feedback
   * @param inexact whether eBay itself calls it no exact match
   * @param price how the price is written
   * @param lowCents its price, or the lower one of a range
   * @param highCents its price, or the upper one of a range
   */
  record Offer(
      String listingId,
      Shop shop,
      boolean rounded,
      boolean inexact,
      CardPrice price,
      long lowCents,
      long highCents) {

    /** Whether the card links to its listing. */
    boolean isLinked() {
      return listingId.charAt(0) != 'p';
    }
  }

  /** An offer before its place on a page is known; {@code listing} is 0 without a link. */
  private record Goods(long listing, Shop shop, CardPrice price, long lowCents, long highCents) {}

  private final Draw draw;
  private final ShopPool shops;
  private final TruthDefaults settings;
  private final Optional<Integer> listings;

  /** One in which products have as many listings as the seed says. */
  Market(long seed, TruthDefaults settings) {
    this(seed, settings, Optional.empty());
  }

  /**
   * @param listings how many every product has; empty: as the seed says
   */
  Market(long seed, TruthDefaults settings, Optional<Integer> listings) {
    this.listings = listings;
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
        of,
        product,
        search,
        listings.orElseGet(() -> supply(of.on("supply"))),
        of.on("endless").chance(ENDLESS));
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
    private final Rewrite rewrite;
    private final int breakAt;

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
      this.rewrite = product == null || count == 0 ? Rewrite.NONE : Rewrite.of(key.on("rewrite"));
      this.breakAt =
          switch (rewrite) {
            case NONE, SPELLING -> count;
            case FEWER_WORDS -> 1 + key.on("break").below(Math.min(count, MAX_BREAK));
            case NO_EXACT_MATCH -> 0;
          };
    }

    /** What became of the search. */
    Rewrite rewrite() {
      return rewrite;
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
     * own, so that no page with cards is without a seller. Inexact ones come last.
     */
    List<Offer> cards(int page) {
      int size = search.itemsPerPage();
      int from = Math.max(0, Math.min(page, lastPage()) - 1) * size;
      int to = Math.min(count, from + size);
      List<Offer> cards = new ArrayList<>(to - from);
      Shop before = null;
      boolean roundedBefore = false;
      for (int at = from; at < to; at++) {
        Goods goods = shown(at, at - from);
        String listingId =
            goods.listing() == 0 ? "p" + page + "-" + (at - from + 1) : "" + goods.listing();
        boolean again = goods.shop() != null && goods.shop().equals(before) && !roundedBefore;
        boolean rounded =
            rounded(goods.shop(), again && key.on(at).on("again").chance(ROUNDED_AGAIN));
        cards.add(
            new Offer(
                listingId,
                goods.shop(),
                rounded,
                at >= breakAt,
                goods.price(),
                goods.lowCents(),
                goods.highCents()));
        before = goods.shop();
        roundedBefore = rounded;
      }
      return cards;
    }

    /**
     * Whether a card rounds its shop's count. One that could be whole is rounded only behind a card
     * of the same page that has it whole: so what a reader ends up with is the shop's alone.
     */
    private static boolean rounded(Shop shop, boolean again) {
      return shop != null
          && (!shop.inFull() || (again && shop.count() >= FeedbackCount.LEAST_ROUNDED));
    }

    private Goods shown(int at, int position) {
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

    private Goods own(int at) {
      Draw card = key.on(at);
      boolean first = at % search.itemsPerPage() == 0;
      long listing = 110_000_000_000L + card.on("id").belowLong(290_000_000_000L);
      if (!first && card.on("unlinked").chance(UNLINKED)) {
        listing = 0;
      }
      Shop shop = null;
      if (first || !card.on("bare").chance(BARE)) {
        shop = shop(!first && card.on("same").chance(SAME_SELLER) ? at - 1 : at);
      }
      CardPrice price = CardPrice.of(card.on("price form"));
      long one = low + card.on("price").belowLong(high - low + 1);
      long other = price == CardPrice.RANGE ? low + (high - low) / 2 : one;
      return new Goods(listing, shop, price, Math.min(one, other), Math.max(one, other));
    }

    private Shop shop(int at) {
      Draw seller = key.on(at).on("shop");
      return right ? shops.regular(seller) : shops.stray(seller);
    }
  }
}
