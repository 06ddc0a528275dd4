package io.glasshive.simulator;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Amazon side of the marketplace: which rows each best-seller page of each node of the
 * catalogue has. A function of (seed, catalogue) alone, immutable, safe from any thread.
 *
 * <p>A node has 2 pages, one in ten only 1; a page 38 to 50 rows. About one row in nine lists a
 * product of another category, one in eighty repeats a row of its own page, one in fifty lacks its
 * ASIN or its title. Title, price and the price's form are functions of (seed, ASIN); titles are
 * unique and at most 124 UTF-16 units.
 */
public final class World {
  /** Amazon shows no best sellers beyond this page. */
  public static final int MAX_PAGES = 2;

  private static final int ROWS_BEFORE_PAGE_TWO = 50;
  private static final int MAX_TITLE = 124;
  private static final double REPEATED = 0.0125;
  private static final double BORROWED = 0.11;

  /** What a row lacks. */
  enum Flaw {
    NONE,
    NO_ASIN,
    NO_TITLE;

    static Flaw of(Draw draw) {
      double u = draw.unit();
      if (u < 0.98) {
        return NONE;
      }
      return u < 0.99 ? NO_ASIN : NO_TITLE;
    }
  }

  /**
   * A row of a best-seller page.
   *
   * @param position its rank, from 1 on page 1 and from 51 on page 2
   * @param product what it lists; the price is null where the form tells none
   * @param listCents the price behind the form, cents
   * @param flaw what the row lacks; a row that lacks anything is no product
   */
  record Row(int position, Product product, long listCents, PriceForm form, Flaw flaw) {
    boolean isProduct() {
      return flaw == Flaw.NONE;
    }
  }

  private record Node(String node, String name, String department) {}

  private record Slot(Node node, int page, int index) {}

  private record Goods(Product product, long listCents, PriceForm form) {}

  private final Draw draw;
  private final Map<String, List<List<Row>>> pagesByNode;
  private final Map<String, Product> byTitle = new HashMap<>();

  /** The world of {@code seed} over every node of {@code catalogue}, verified or not. */
  public World(long seed, Catalogue catalogue) {
    this.draw = Draw.of(seed).on("world");
    this.pagesByNode = fill(nodes(catalogue));
  }

  /** Whether the catalogue lists {@code node}. */
  public boolean knows(String node) {
    return pagesByNode.containsKey(node);
  }

  /** How many pages of best sellers {@code node} has: 0 for an unknown one. */
  public int pages(String node) {
    return pagesByNode.getOrDefault(node, List.of()).size();
  }

  /** The rows of a page in order; empty past the last page and for an unknown node. */
  List<Row> rows(String node, int page) {
    List<List<Row>> pages = pagesByNode.getOrDefault(node, List.of());
    return page >= 1 && page <= pages.size() ? pages.get(page - 1) : List.of();
  }

  /**
   * The product whose whole title, whitespace collapsed, is {@code title}; null if there is none.
   */
  Product titled(String title) {
    return byTitle.get(title.strip().replaceAll("\\s+", " "));
  }

  private static List<Node> nodes(Catalogue catalogue) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (Catalogue.Department department : catalogue.departments()) {
      nodes.putIfAbsent(
          department.node(), new Node(department.node(), department.name(), department.id()));
      for (Catalogue.Entry entry : department.categories()) {
        nodes.putIfAbsent(entry.node(), new Node(entry.node(), entry.name(), department.id()));
      }
    }
    return List.copyOf(nodes.values());
  }

  private Map<String, List<List<Row>>> fill(List<Node> nodes) {
    List<Slot> slots = slots(nodes);
    Map<Slot, Goods> own = new LinkedHashMap<>();
    Map<String, List<Slot>> lenders = new HashMap<>();
    List<Slot> allLenders = new ArrayList<>();
    Set<String> asins = new HashSet<>();
    for (Slot slot : slots) {
      if (at(slot).on("row").unit() >= REPEATED + BORROWED) {
        own.put(slot, goods(slot, asins));
        lenders.computeIfAbsent(slot.node().department(), d -> new ArrayList<>()).add(slot);
        allLenders.add(slot);
      }
    }
    Map<String, List<List<Row>>> pages = new LinkedHashMap<>();
    List<Row> page = List.of();
    for (Slot slot : slots) {
      if (slot.index() == 0) {
        page = new ArrayList<>();
        pages.computeIfAbsent(slot.node().node(), n -> new ArrayList<>()).add(page);
      }
      Goods goods = own.get(slot);
      if (goods == null && !page.isEmpty() && at(slot).on("row").unit() < REPEATED) {
        Row repeated = at(slot).on("repeat").pick(page);
        goods = new Goods(repeated.product(), repeated.listCents(), repeated.form());
      } else if (goods == null) {
        boolean near = at(slot).on("near").chance(0.7);
        List<Slot> from =
            near ? lenders.getOrDefault(slot.node().department(), allLenders) : allLenders;
        goods = own.get(at(slot).on("borrow").pick(from));
      }
      page.add(row(slot, goods));
    }
    return pages;
  }

  private List<Slot> slots(List<Node> nodes) {
    List<Slot> slots = new ArrayList<>();
    for (Node node : nodes) {
      Draw at = draw.on(node.node());
      int pageCount = at.on("pages").chance(0.1) ? 1 : MAX_PAGES;
      for (int page = 1; page <= pageCount; page++) {
        int rowCount = at.on(page).on("rows").between(38, 50);
        for (int index = 0; index < rowCount; index++) {
          slots.add(new Slot(node, page, index));
        }
      }
    }
    return slots;
  }

  private Row row(Slot slot, Goods goods) {
    int position = (slot.page() - 1) * ROWS_BEFORE_PAGE_TWO + slot.index() + 1;
    Flaw flaw = Flaw.of(at(slot).on("flaw"));
    return new Row(position, goods.product(), goods.listCents(), goods.form(), flaw);
  }

  private Draw at(Slot slot) {
    return draw.on(slot.node().node()).on(slot.page()).on(slot.index());
  }

  private Goods goods(Slot slot, Set<String> taken) {
    String asin = asin(at(slot).on("asin"));
    for (int again = 1; !taken.add(asin); again++) {
      asin = asin(at(slot).on("asin").on(again));
    }
    Draw of = draw.on(asin);
    PriceForm form = PriceForm.of(of.on("form"));
    long cents = price(of.on("price"));
    String title = title(of.on("title"), asin, slot.node().name());
    Product product = new Product(asin, title, form.isReadable() ? Money.usd(cents) : null);
    byTitle.put(title, product);
    return new Goods(product, cents, form);
  }

  private static String asin(Draw draw) {
    long number = draw.belowLong(2_821_109_907_456L); // 36^8
    String digits = Long.toString(number, 36).toUpperCase(Locale.ROOT);
    return "B0" + "0".repeat(8 - digits.length()) + digits;
  }

  /** $4.99 to $1,500, most of them small, most of them ending in .99. */
  private static long price(Draw draw) {
    double u = Math.pow(draw.unit(), 1.4);
    long cents = Math.round(Math.exp(Math.log(499) + u * (Math.log(150_000) - Math.log(499))));
    long dollars = cents / 100 * 100;
    double ending = draw.on("ending").unit();
    if (ending < 0.6) {
      return dollars + 99;
    }
    if (ending < 0.75) {
      return dollars + 49;
    }
    return ending < 0.85 ? dollars + 100 : cents;
  }

  /** Unique because it ends in the ASIN's eight characters backwards. */
  private static String title(Draw draw, String asin, String category) {
    String code = new StringBuilder(asin.substring(2)).reverse().insert(4, '-').toString();
    StringBuilder title =
        new StringBuilder(draw.on("brand").pick(Words.BRANDS)).append(' ').append(category);
    int features = draw.on("features").between(1, 7);
    for (int i = 0; i < features; i++) {
      String feature = draw.on("feature").on(i).pick(Words.FEATURES);
      boolean fits = title.length() + 2 + feature.length() + 1 + code.length() <= MAX_TITLE;
      if (fits && title.indexOf(feature) < 0) {
        title.append(", ").append(feature);
      }
    }
    return title.append(' ').append(code).toString();
  }
}
