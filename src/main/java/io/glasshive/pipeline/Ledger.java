package io.glasshive.pipeline;

import io.glasshive.domain.Phase;
import io.glasshive.domain.UnitStatus;
import io.glasshive.store.LedgerChange;
import io.glasshive.store.PhaseRow;
import io.glasshive.store.RunTables.LedgerKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ledger of a run inside one transaction: where each phase stands, and what the transaction
 * adds to each row. Planned = done + failed + skipped + in flight + waiting by construction: units
 * are added in a status or moved from one to another, nothing else.
 */
final class Ledger {
  private final Map<Phase, LedgerChange> now = new HashMap<>();
  private final Map<LedgerKey, LedgerChange> changes = new LinkedHashMap<>();

  Ledger(Map<Phase, PhaseRow> rows) {
    rows.forEach(
        (phase, r) ->
            now.put(
                phase,
                new LedgerChange(
                    r.planned(), r.done(), r.failed(), r.skipped(), r.inFlight(), r.waiting())));
  }

  void add(Phase phase, String categoryId, UnitStatus status) {
    change(phase, categoryId, new LedgerChange(1, 0, 0, 0, 0, 0).plus(one(status, 1)));
  }

  void move(Phase phase, String categoryId, UnitStatus from, UnitStatus to) {
    if (from != to) {
      change(phase, categoryId, one(from, -1).plus(one(to, 1)));
    }
  }

  /** Whether nothing of the phase waits or is in flight. */
  boolean settled(Phase phase) {
    return now.get(phase).waiting() == 0 && now.get(phase).inFlight() == 0;
  }

  long failed() {
    return now.values().stream().mapToLong(LedgerChange::failed).sum();
  }

  long inFlight() {
    return now.values().stream().mapToLong(LedgerChange::inFlight).sum();
  }

  long waiting() {
    return now.values().stream().mapToLong(LedgerChange::waiting).sum();
  }

  Map<LedgerKey, LedgerChange> changes() {
    return changes;
  }

  private void change(Phase phase, String categoryId, LedgerChange by) {
    now.merge(phase, by, LedgerChange::plus);
    changes.merge(new LedgerKey(phase, ""), by, LedgerChange::plus);
    changes.merge(new LedgerKey(phase, categoryId), by, LedgerChange::plus);
  }

  private static LedgerChange one(UnitStatus status, int by) {
    return switch (status) {
      case DONE -> new LedgerChange(0, by, 0, 0, 0, 0);
      case FAILED -> new LedgerChange(0, 0, by, 0, 0, 0);
      case SKIPPED -> new LedgerChange(0, 0, 0, by, 0, 0);
      case IN_FLIGHT -> new LedgerChange(0, 0, 0, 0, by, 0);
      case WAITING -> new LedgerChange(0, 0, 0, 0, 0, by);
    };
  }
}
