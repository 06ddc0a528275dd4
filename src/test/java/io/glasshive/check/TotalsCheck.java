package io.glasshive.check;

import io.glasshive.check.LoggedEvent.Kind;
import io.glasshive.check.StoredRun.CategoryRow;
import io.glasshive.check.StoredRun.UnitRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The run's figures and its categories' are what the log and the rows give. */
final class TotalsCheck {
  private TotalsCheck() {}

  static void check(StoredRun stored, Findings out) {
    Map<String, Long> expected = new LinkedHashMap<>();
    Map<String, Long> insertedByCategory = new HashMap<>();
    Map<String, Long> uploadedByCategory = new HashMap<>();
    for (LoggedEvent event : stored.log) {
      String category = String.valueOf(event.text("category_id"));
      long count = event.number("items_count");
      switch (event.action()) {
        case "fetching" -> add(expected, "requests", 1);
        case "found" -> add(expected, "sellers_found", event.phase().equals("ebay") ? count : 0);
        case "inserted" -> {
          add(expected, "sellers_new", count);
          add(insertedByCategory, category, count);
        }
        case "uploading" -> add(uploadedByCategory, category, count);
        case "error", "rate_limited" ->
            add(
                expected,
                "errors",
                event.kind() == Kind.ROW_ERROR || !event.isInterrupted() ? 1 : 0);
        default -> {}
      }
    }
    long inserted = stored.sellers.values().stream().filter(i -> i).count();
    expected.put("products", distinctProducts(stored, out));
    expected.put("sightings", (long) stored.sightings.size());
    expected.put("sellers_known", stored.sellers.size() - inserted);
    stored
        .run
        .totals()
        .forEach(
            (name, value) ->
                out.same("totals", "runs." + name, expected.getOrDefault(name, 0L), value));
    out.same(
        "totals",
        "run_sellers inserted (against the log)",
        expected.getOrDefault("sellers_new", 0L),
        inserted);
    checkCategories(stored, out, insertedByCategory, uploadedByCategory);
  }

  private static long distinctProducts(StoredRun stored, Findings out) {
    Set<String> asins = new HashSet<>();
    for (UnitRow unit : stored.units.values()) {
      if (unit.phase().equals("ebay")) {
        asins.add(unit.asin());
        if (!unit.unit().equals("ebay:" + unit.asin())) {
          out.add("units", "%s is the unit of %s", unit.unit(), unit.asin());
        }
        boolean unpriced = unit.priceCents() == null;
        if (unpriced && !unit.status().equals("skipped")) {
          out.add("units", "%s has no price and is %s", unit.unit(), unit.status());
        } else if (!unpriced && "no_price".equals(unit.reason())) {
          out.add("units", "%s is skipped for want of a price, but has one", unit.unit());
        }
      }
    }
    return asins.size();
  }

  private static void checkCategories(
      StoredRun stored, Findings out, Map<String, Long> inserted, Map<String, Long> uploaded) {
    for (CategoryRow category : stored.categories.values()) {
      long owned =
          stored.units.values().stream()
              .filter(u -> u.phase().equals("ebay") && u.categoryId().equals(category.id()))
              .count();
      String name = "category " + category.id() + ": ";
      out.same("totals", name + "products", owned, category.products());
      out.same(
          "totals",
          name + "sellers_new",
          inserted.getOrDefault(category.id(), 0L),
          category.sellersNew());
      if (owned > uploaded.getOrDefault(category.id(), 0L)) {
        out.add(
            "totals",
            "%sowns %d products, but %d were uploaded",
            name,
            owned,
            uploaded.getOrDefault(category.id(), 0L));
      }
    }
  }

  private static void add(Map<String, Long> sums, String name, long count) {
    sums.merge(name, count, Long::sum);
  }
}
