package io.glasshive.check;

import io.glasshive.check.StoredRun.LedgerRow;
import io.glasshive.check.StoredRun.UnitRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ledger balances, agrees with a count over the units, and with the run's status. */
final class LedgerCheck {
  private final StoredRun stored;
  private final Findings out;

  /** Units counted: phase, category ('' for all) and status ('' for all). */
  private final Map<List<String>, Long> counted = new HashMap<>();

  private LedgerCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
  }

  static void check(StoredRun stored, Findings out) {
    LedgerCheck check = new LedgerCheck(stored, out);
    check.count();
    check.checkRows();
    check.checkSums();
    check.checkRounds();
    check.checkUnitsPlanned();
    check.checkStatus();
  }

  private void count() {
    for (UnitRow unit : stored.units.values()) {
      for (String category : List.of("", unit.categoryId())) {
        counted.merge(List.of(unit.phase(), category, ""), 1L, Long::sum);
        counted.merge(List.of(unit.phase(), category, unit.status()), 1L, Long::sum);
      }
      if (!unit.unit().startsWith(unit.phase() + ":")) {
        out.add("ledger", "%s is counted for the phase %s", unit.unit(), unit.phase());
      }
    }
  }

  private void checkRows() {
    Set<List<String>> present = new HashSet<>();
    for (LedgerRow row : stored.ledger) {
      present.add(List.of(row.phase(), row.category()));
      String name = name(row.phase(), row.category());
      long sum = row.byStatus().values().stream().mapToLong(Long::longValue).sum();
      if (row.planned() != sum) {
        out.add("ledger", "%s: planned %d, but its parts sum to %d", name, row.planned(), sum);
      }
      out.same("ledger", name + ": planned", units(row, ""), row.planned());
      row.byStatus()
          .forEach((status, n) -> out.same("ledger", name + ": " + status, units(row, status), n));
    }
    for (List<String> key : counted.keySet()) {
      if (!present.contains(key.subList(0, 2))) {
        out.add("ledger", "%s has units, but no row", name(key.get(0), key.get(1)));
      }
    }
  }

  private long units(LedgerRow row, String status) {
    return counted.getOrDefault(List.of(row.phase(), row.category(), status), 0L);
  }

  private void checkSums() {
    for (LedgerRow phase : stored.ledger) {
      if (phase.category().isEmpty()) {
        long categories =
            stored.ledger.stream()
                .filter(r -> r.phase().equals(phase.phase()) && !r.category().isEmpty())
                .mapToLong(LedgerRow::planned)
                .sum();
        out.same(
            "ledger",
            phase.phase() + ": planned, summed over its categories",
            phase.planned(),
            categories);
      } else if (!stored.categories.containsKey(phase.category())) {
        out.add(
            "ledger", "%s: the category is not of this run", name(phase.phase(), phase.category()));
      }
    }
  }

  private void checkRounds() {
    for (LedgerRow row : stored.ledger) {
      if (row.category().isEmpty()) {
        out.same(
            "ledger", row.phase() + ": started_round", last("started", row), row.startedRound());
        out.same(
            "ledger", row.phase() + ": complete_round", last("complete", row), row.completeRound());
      }
    }
  }

  private int last(String action, LedgerRow row) {
    return stored.log.stream()
        .filter(e -> e.is(action, "phase") && e.phase().equals(row.phase()))
        .mapToInt(LoggedEvent::round)
        .max()
        .orElse(0);
  }

  /** Every category has the same pages of best sellers planned, from page 1. */
  private void checkUnitsPlanned() {
    Set<Long> planned = new HashSet<>();
    for (String category : stored.categories.keySet()) {
      long pages = counted.getOrDefault(List.of("amazon", category, ""), 0L);
      planned.add(pages);
      for (int page = 1; page <= pages; page++) {
        if (!stored.units.containsKey("amazon:" + category + ":" + page)) {
          out.add("ledger", "page %d of category %s is not planned", page, category);
        }
      }
    }
    if (planned.size() > 1 || planned.contains(0L)) {
      out.add("ledger", "the categories have different numbers of pages planned: %s", planned);
    }
  }

  private void checkStatus() {
    long failed = all("failed");
    long open = all("waiting") + all("in_flight");
    String status = stored.run.status();
    if (stored.run.complete()) {
      if (open > 0) {
        out.add("status", "%s, but %d units wait or are in flight", status, open);
      }
      if (failed > 0 != status.equals("completed_with_gaps")) {
        out.add("status", "%s with %d failed units", status, failed);
      }
    } else if (stored.run.ended() && all("in_flight") > 0) {
      out.add("status", "%s, but %d units are in flight", status, all("in_flight"));
    } else if ((status.equals("running") || status.equals("pausing")) && open == 0) {
      out.add("status", "%s, but the last unit is settled", status);
    } else if ((status.equals("pausing") || status.equals("cancelling")) && all("in_flight") == 0) {
      out.add("status", "%s, but nothing is in flight", status);
    } else if ((status.equals("paused") || status.equals("pending")) && all("in_flight") > 0) {
      out.add("status", "%s, but %d units are in flight", status, all("in_flight"));
    }
  }

  private long all(String status) {
    return counted.getOrDefault(List.of("amazon", "", status), 0L)
        + counted.getOrDefault(List.of("ebay", "", status), 0L);
  }

  private static String name(String phase, String category) {
    return category.isEmpty() ? phase : phase + "/" + category;
  }
}
