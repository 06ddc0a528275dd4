package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.simulator.World.Flaw;
import io.glasshive.simulator.World.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorldTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final World WORLD = new World(Settings.SEED, CATALOGUE);

  @Test
  void isAFunctionOfTheSeed() {
    World same = new World(Settings.SEED, CATALOGUE);
    World other = new World(Settings.SEED + 1, CATALOGUE);

    for (String node : nodes()) {
      assertEquals(WORLD.rows(node, 1), same.rows(node, 1));
      assertNotEquals(WORLD.rows(node, 1), other.rows(node, 1));
    }
  }

  @Test
  void hasProductsForEveryListedNode() {
    Set<Integer> pageCounts = new HashSet<>();

    for (String node : nodes()) {
      pageCounts.add(WORLD.pages(node));
      for (int page = 1; page <= WORLD.pages(node); page++) {
        int rows = WORLD.rows(node, page).size();
        assertTrue(rows >= 38 && rows <= 50, () -> node + " has " + rows);
      }
    }

    assertEquals(Set.of(1, 2), pageCounts);
  }

  @Test
  void hasNothingPastTheLastPageNorForAnUnknownNode() {
    assertTrue(WORLD.rows(nodes().get(0), 3).isEmpty());
    assertTrue(WORLD.rows("123", 1).isEmpty());
    assertEquals(0, WORLD.pages("123"));
  }

  @Test
  void tellsAProductTheSameWayWhereverItIsListed() {
    Map<String, Row> byAsin = new HashMap<>();
    Map<String, Set<String>> nodesByAsin = new HashMap<>();

    for (String node : nodes()) {
      for (Row row : rows(node)) {
        Row before = byAsin.putIfAbsent(row.product().asin(), row);
        if (before != null) {
          assertEquals(before.product(), row.product());
          assertEquals(before.form(), row.form());
          assertEquals(before.listCents(), row.listCents());
        }
        nodesByAsin.computeIfAbsent(row.product().asin(), a -> new HashSet<>()).add(node);
      }
    }

    long shared = nodesByAsin.values().stream().filter(in -> in.size() > 1).count();
    assertTrue(shared > byAsin.size() / 20, () -> shared + " of " + byAsin.size());
  }

  @Test
  void repeatsSomeRowsOnAPage() {
    long repeats = 0;

    for (String node : nodes()) {
      List<String> asins = WORLD.rows(node, 1).stream().map(r -> r.product().asin()).toList();
      repeats += asins.size() - new HashSet<>(asins).size();
    }

    assertTrue(repeats > 10, "repeats " + repeats);
  }

  @Test
  void findsAProductByItsWholeTitleOnly() {
    Map<String, String> asinByTitle = new HashMap<>();
    StringBuilder all = new StringBuilder();

    for (String node : nodes()) {
      for (Row row : rows(node)) {
        String title = row.product().title();
        assertEquals(row.product(), WORLD.titled(title));
        assertEquals(row.product(), WORLD.titled(" " + title.replace(" ", "  ")));
        assertNull(WORLD.titled(title.substring(0, title.length() - 1)));
        assertTrue(title.length() < 125, title);
        String other = asinByTitle.put(title, row.product().asin());
        assertTrue(other == null || other.equals(row.product().asin()), title);
        all.append(title);
      }
    }

    for (String special : List.of("&", "\"", "'", "+", "%", "#", "<", "=", ";", "é", "🎁", "日")) {
      assertTrue(all.indexOf(special) >= 0, special);
    }
  }

  @Test
  void writesPricesInEveryFormAndLeavesOutASINsAndTitles() {
    Set<PriceForm> forms = EnumSet.noneOf(PriceForm.class);
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);

    for (String node : nodes()) {
      for (Row row : rows(node)) {
        forms.add(row.form());
        flaws.add(row.flaw());
        assertEquals(row.form().isReadable(), row.product().price() != null);
        assertTrue(row.listCents() >= 400 && row.listCents() <= 160_000);
      }
    }

    assertEquals(EnumSet.allOf(PriceForm.class), forms);
    assertEquals(EnumSet.allOf(Flaw.class), flaws);
  }

  static List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (Catalogue.Department department : CATALOGUE.departments()) {
      nodes.add(department.node());
      department.categories().forEach(entry -> nodes.add(entry.node()));
    }
    return nodes;
  }

  private static List<Row> rows(String node) {
    List<Row> rows = new ArrayList<>(WORLD.rows(node, 1));
    rows.addAll(WORLD.rows(node, 2));
    return rows;
  }
}
