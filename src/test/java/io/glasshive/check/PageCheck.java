package io.glasshive.check;

import io.glasshive.check.LoggedEvent.Kind;
import io.glasshive.check.StoredRun.SightingRow;
import io.glasshive.check.StoredRun.UnitRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Each page with its report: {@code found}, its row errors and the pipeline's events stand
 * together, and the counts add up, page by page, in sum, and against the sightings the page
 * brought.
 */
final class PageCheck {

  /** One page as the log tells it. */
  private record Page(
      LoggedEvent found, List<LoggedEvent> rowErrors, Map<String, LoggedEvent> reports) {
    long cards() {
      return found.number("items_count");
    }

    long reported(String action) {
      LoggedEvent report = reports.get(action);
      return report == null ? 0 : report.number("items_count");
    }

    long rowErrors(String stage) {
      return rowErrors.stream().filter(e -> stage.equals(e.text("error_stage"))).count();
    }
  }

  private final StoredRun stored;
  private final Findings out;
  private final Map<Long, Page> pages = new HashMap<>();
  private final Set<String> orders = new HashSet<>();

  private PageCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
  }

  static void check(StoredRun stored, Findings out) {
    PageCheck check = new PageCheck(stored, out);
    check.gather();
    check.pages.values().forEach(check::checkSums);
    check.checkPhaseSums();
    check.checkSightings();
  }

  private void gather() {
    List<LoggedEvent> log = stored.log;
    int i = 0;
    while (i < log.size()) {
      LoggedEvent event = log.get(i++);
      if (event.is("found")) {
        Page page = new Page(event, new ArrayList<>(), new HashMap<>());
        pages.put(event.seq(), page);
        while (i < log.size() && isRowErrorOf(page, log.get(i))) {
          page.rowErrors.add(log.get(i++));
        }
        String before = null;
        while (i < log.size() && isReportOf(page, log.get(i))) {
          LoggedEvent report = log.get(i++);
          page.reports.put(report.action(), report);
          checkOrder(before, report);
          before = report.action();
        }
      } else if (event.kind() == Kind.ROW_ERROR || event.kind() == Kind.PIPELINE) {
        out.add("entries", "%s does not follow the page it is about", event.name());
      }
    }
  }

  private static boolean isRowErrorOf(Page page, LoggedEvent event) {
    return event.kind() == Kind.ROW_ERROR
        && event.workerId() == page.found.workerId()
        && Objects.equals(event.unit(), page.found.unit());
  }

  private static boolean isReportOf(Page page, LoggedEvent event) {
    return event.kind() == Kind.PIPELINE
        && event.number("source_worker_id") == page.found.workerId()
        && Objects.equals(event.unit(), page.found.unit())
        && !page.reports.containsKey(event.action());
  }

  /** Which order the reports of a page have is free, but it is the same on every page. */
  private void checkOrder(String before, LoggedEvent report) {
    if (before != null) {
      orders.add(before + " " + report.action());
      if (orders.contains(report.action() + " " + before)) {
        out.add("entries", "%s follows %s, elsewhere it precedes it", report.name(), before);
      }
    }
  }

  private void checkSums(Page page) {
    String name = page.found.name();
    if (page.found.phase().equals("amazon")) {
      out.same(
          "sums",
          name + ": items_count (uploading + rows set aside)",
          page.reported("uploading") + page.rowErrors("product_extraction"),
          page.cards());
      if (page.rowErrors("price_parsing") > page.reported("uploading")) {
        out.add("sums", "%s has more rows without a price than products", name);
      }
    } else {
      out.same(
          "sums",
          name + ": items_count (inserted + deduped + cards set aside)",
          page.reported("inserted") + page.reported("deduped") + page.rowErrors.size(),
          page.cards());
      if (page.reported("updated") > page.reported("deduped")) {
        out.add("sums", "%s has more updated than deduped", name);
      }
    }
  }

  private void checkPhaseSums() {
    long amazon = 0;
    long ebay = 0;
    for (LoggedEvent event : stored.log) {
      long count = event.number("items_count");
      switch (event.action()) {
        case "found" -> {
          if (event.phase().equals("amazon")) {
            amazon += count;
          } else {
            ebay += count;
          }
        }
        case "uploading" -> amazon -= count;
        case "inserted", "deduped" -> ebay -= count;
        case "error" -> {
          if (event.kind() == Kind.ROW_ERROR) {
            if (event.phase().equals("ebay")) {
              ebay -= 1;
            } else if ("product_extraction".equals(event.text("error_stage"))) {
              amazon -= 1;
            }
          }
        }
        default -> {}
      }
    }
    out.same("sums", "Amazon: found - uploading - rows set aside", 0, amazon);
    out.same("sums", "eBay: found - inserted - deduped - cards set aside", 0, ebay);
  }

  private void checkSightings() {
    Map<Long, Integer> perPage = new HashMap<>();
    Map<Long, Set<Long>> sellersPerPage = new HashMap<>();
    for (SightingRow row : stored.sightings) {
      perPage.merge(row.seq(), 1, Integer::sum);
      sellersPerPage.computeIfAbsent(row.seq(), s -> new HashSet<>()).add(row.sellerId());
      checkSighting(row);
    }
    perPage.forEach(
        (seq, count) -> {
          Page page = pages.get(seq);
          if (page != null) {
            if (count > page.cards() - page.rowErrors.size()) {
              out.add(
                  "sightings",
                  "%d rows from %s, which had %d cards",
                  count,
                  page.found.name(),
                  page.cards() - page.rowErrors.size());
            }
            long named = page.reported("inserted") + page.reported("updated");
            if (sellersPerPage.get(seq).size() > named) {
              out.add(
                  "sightings",
                  "%d sellers from %s, which reports %d",
                  sellersPerPage.get(seq).size(),
                  page.found.name(),
                  named);
            }
          }
        });
  }

  private void checkSighting(SightingRow row) {
    String name = "(" + row.asin() + ", " + row.listingId() + ")";
    Page page = pages.get(row.seq());
    if (page == null || !("ebay:" + row.asin()).equals(page.found.unit())) {
      out.add("sightings", "%s points to seq %d, no found of its product", name, row.seq());
      return;
    }
    LoggedEvent request = stored.requestOf.get(row.seq());
    if (request != null) {
      out.same("sightings", name + ": page", request.page(), row.page());
      out.same(
          "sightings",
          name + ": price window",
          request.json().path("api_params").path("price_min").asLong()
              + "-"
              + request.json().path("api_params").path("price_max").asLong(),
          row.priceMin() + "-" + row.priceMax());
    }
    UnitRow unit = stored.units.get("ebay:" + row.asin());
    out.same(
        "sightings",
        name + ": category_id",
        unit == null ? null : unit.categoryId(),
        row.categoryId());
    if (!stored.sellers.containsKey(row.sellerId())) {
      out.add("sightings", "%s is of a seller that is not in run_sellers", name);
    }
  }
}
