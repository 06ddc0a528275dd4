package io.glasshive.simulator;

import io.glasshive.config.Config.Inexact;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Product;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.Wire;
import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an undisturbed collection of the marketplace brings, computed from the seed and the dials by
 * the rules of {@code formats/} and of the design, without any page being written or read.
 *
 * <p>Products are those of the pages that have no permanent fault. A unit page with a permanent
 * fault is a gap; of a product's result pages only one that a run reaches, and it hides the pages
 * after it. Transient faults and drift change nothing. A unit ends at no next control, at the page
 * limit, or at a page that brought no new listing, which is a card that names a seller, counts by
 * the rule for inexact cards and was not met before.
 *
 * <p>Computing it takes a few hundred nanoseconds a card: not for an event loop. Immutable.
 */
final class Truth {
  /** What can be asked for. */
  enum Part implements Wire {
    PRODUCTS,
    SELLERS,
    SIGHTINGS,
    GAPS
  }

  /**
   * A collection.
   *
   * @param categories each once
   * @param amazonPages pages of each category
   * @param ebayPages most result pages of a product
   * @param inexact what becomes of inexact cards
   * @param parts what to tell
   */
  record Question(
      List<Category> categories,
      int amazonPages,
      int ebayPages,
      Inexact inexact,
      EnumSet<Part> parts) {
    Question {
      categories = List.copyOf(categories);
      parts = EnumSet.copyOf(parts);
    }
  }

  /** A seller's listing met for a product; the page on which it was met first. */
  record Sighting(String asin, String listingId, String normalizedName, int page) {}

  /** A unit that could not be collected whole, and the page and kind of error that stopped it. */
  record Gap(UnitId unit, int page, ErrorType errorType) {}

  private final World world;
  private final Market market;
  private final FaultPlan plan;
  private final TruthDefaults settings;
  private final Question question;

  private final Map<String, Product> products = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final BitSet sellers = new BitSet();

  private Truth(
      World world, Market market, FaultPlan plan, TruthDefaults settings, Question question) {
    this.world = world;
    this.market = market;
    this.plan = plan;
    this.settings = settings;
    this.question = question;
  }

  /** The answer to {@code question}. */
  static Truth of(
      World world, Market market, FaultPlan plan, TruthDefaults settings, Question question) {
    Truth truth = new Truth(world, market, plan, settings, question);
    truth.walkAmazon();
    if (question.parts().size() > 1 || !question.parts().contains(Part.PRODUCTS)) {
      truth.walkEbay();
    }
    return truth;
  }

  Question question() {
    return question;
  }

  /** Distinct products in the order a collection meets them. */
  List<Product> products() {
    return List.copyOf(products.values());
  }

  /** Distinct sellers in the order of the pool. */
  List<Shop> sellers() {
    return sellers.stream().mapToObj(market.shops()::get).toList();
  }

  /** What cannot be collected: Amazon pages first, then products. */
  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** The sightings of one product, by page and place; none when it has no price. */
  List<Sighting> sightings(Product product) {
    List<Sighting> sightings = new ArrayList<>();
    walk(
        product,
        (offer, page) ->
            sightings.add(
                new Sighting(
                    product.asin(), offer.listingId(), offer.shop().name().normalized(), page)));
    return sightings;
  }

  private void walkAmazon() {
    for (Category category : question.categories()) {
      for (int page = 1; page <= question.amazonPages(); page++) {
        UnitId unit = UnitId.amazon(category.id(), page);
        FaultKind fault = plan.permanent(unit.value());
        if (fault != null) {
          gaps.add(new Gap(unit, page, fault.errorType()));
        } else {
          world.rows(category.id(), page).stream()
              .filter(World.Row::isProduct)
              .forEach(row -> products.putIfAbsent(row.product().asin(), row.product()));
        }
      }
    }
  }

  private void walkEbay() {
    for (Product product : products.values()) {
      Gap gap = walk(product, (offer, page) -> sellers.set(offer.shop().number()));
      if (gap != null) {
        gaps.add(gap);
      }
    }
  }

  /** What to do with a listing met for the first time. */
  private interface Visitor {
    void met(Offer offer, int page);
  }

  /** Goes through a product's pages as a collection does; the gap it ends at, or null. */
  private Gap walk(Product product, Visitor visitor) {
    if (product.price() == null) {
      return null;
    }
    Results results = market.results(product, Search.wanted(product, settings, 1));
    Set<String> listings = new HashSet<>();
    for (int page = 1; page <= question.ebayPages(); page++) {
      UnitId unit = UnitId.ebay(product.asin());
      FaultKind fault = plan.permanent(unit.value() + ":" + page);
      if (fault != null) {
        return new Gap(unit, page, fault.errorType());
      }
      int before = listings.size();
      for (Offer offer : results.cards(page)) {
        if (counts(offer) && listings.add(offer.listingId())) {
          visitor.met(offer, page);
        }
      }
      if (listings.size() == before || !results.hasNext(page)) {
        return null;
      }
    }
    return null;
  }

  private boolean counts(Offer offer) {
    return offer.shop() != null && (question.inexact() == Inexact.KEEP || !offer.inexact());
  }

  /**
   * The question in the parameters of {@code GET /truth}.
   *
   * @param categories those that {@code category_ids} stands for
   * @param given the parameters, by name
   * @throws Failure.Rejected naming what is wrong
   */
  static Question question(
      List<Category> categories, TruthDefaults defaults, Map<String, String> given) {
    int amazonPages = number(given, "amazon_pages", defaults.amazonPages(), World.MAX_PAGES);
    int ebayPages = number(given, "ebay_pages", defaults.ebayPages(), Query.MAX_COUNTED_PAGE);
    return new Question(categories, amazonPages, ebayPages, inexact(given, defaults), parts(given));
  }

  private static int number(Map<String, String> given, String name, int ordinary, int max) {
    String text = given.getOrDefault(name, "");
    if (text.isEmpty()) {
      return ordinary;
    }
    int number = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > max) {
      throw rejected(name + " must be a whole number from 1 to " + max);
    }
    return number;
  }

  private static Inexact inexact(Map<String, String> given, TruthDefaults defaults) {
    return switch (given.getOrDefault("inexact", "")) {
      case "" -> defaults.inexact();
      case "drop" -> Inexact.DROP;
      case "keep" -> Inexact.KEEP;
      default -> throw rejected("inexact must be drop or keep");
    };
  }

  private static EnumSet<Part> parts(Map<String, String> given) {
    String text = given.getOrDefault("include", "");
    if (text.isEmpty()) {
      return EnumSet.allOf(Part.class);
    }
    EnumSet<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : text.split(",")) {
      parts.add(Wire.parse(Part.class, name.strip()));
    }
    return parts;
  }

  private static Failure.Rejected rejected(String message) {
    return new Failure.Rejected("bad_parameter", message + ".");
  }
}
