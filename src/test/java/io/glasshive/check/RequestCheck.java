package io.glasshive.check;

import io.glasshive.check.LoggedEvent.Kind;
import io.glasshive.check.StoredRun.UnitRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests and their outcomes: each opened once and closed once by the same worker, one at a time,
 * attempts and pages without a gap, and units' rows that tell the same.
 */
final class RequestCheck {

  /** Requests of one unit page in one round. */
  private record PageOfRound(String unit, int page, int round) {}

  private static final List<String> QUIET =
      List.of("paused", "cancelled", "failed", "retry_gaps", "complete");

  private final StoredRun stored;
  private final Findings out;
  private final Map<Integer, LoggedEvent> openOfWorker = new HashMap<>();
  private final Map<String, LoggedEvent> openOfUnit = new HashMap<>();
  private final Map<PageOfRound, Integer> requests = new HashMap<>();
  private final Map<PageOfRound, Integer> counted = new HashMap<>();
  private final Map<String, Integer> nextPage = new HashMap<>();
  private final Map<String, LoggedEvent> lastOutcome = new HashMap<>();
  private final Map<String, Integer> lastRound = new HashMap<>();

  private RequestCheck(StoredRun stored, Findings out) {
    this.stored = stored;
    this.out = out;
  }

  static void check(StoredRun stored, Findings out) {
    RequestCheck check = new RequestCheck(stored, out);
    stored.log.forEach(check::take);
    check.checkOpenRequests();
    stored.units.values().forEach(check::checkUnit);
  }

  private void take(LoggedEvent event) {
    if (event.kind() == Kind.REQUEST) {
      open(event);
    } else if (event.kind() == Kind.OUTCOME) {
      close(event);
    } else if (event.kind() == Kind.RUN && mustBeQuiet(event)) {
      openOfWorker
          .values()
          .forEach(
              open -> out.add("requests", "%s, but %s is still open", event.name(), open.name()));
    }
  }

  private static boolean mustBeQuiet(LoggedEvent event) {
    return event.is("complete")
        ? "run".equals(event.text("scope"))
        : QUIET.contains(event.action()) || "restart".equals(event.text("reason"));
  }

  private void open(LoggedEvent event) {
    LoggedEvent other = openOfWorker.put(event.workerId(), event);
    if (other != null) {
      out.add(
          "requests", "%s: worker %d has %s open", event.name(), event.workerId(), other.name());
      openOfUnit.remove(other.unit());
    }
    LoggedEvent sameUnit = openOfUnit.put(event.unit(), event);
    if (sameUnit != null) {
      out.add("requests", "%s: the unit is open already at seq %d", event.name(), sameUnit.seq());
    }
    int page = nextPage.getOrDefault(event.unit(), firstPage(event.unit()));
    if (event.page() != page) {
      out.add(
          "pages", "%s asks for page %d, but page %d is next", event.name(), event.page(), page);
    }
    PageOfRound key = new PageOfRound(event.unit(), event.page(), event.round());
    int attempt = requests.merge(key, 1, Integer::sum);
    if (event.number("attempt") != attempt) {
      out.add(
          "attempts", "%s is attempt %s, but must be %d", event.name(), event.attempt(), attempt);
    }
    lastRound.put(event.unit(), event.round());
  }

  private void close(LoggedEvent event) {
    LoggedEvent request = openOfWorker.remove(event.workerId());
    if (request == null) {
      out.add("requests", "%s: worker %d has no open request", event.name(), event.workerId());
      return;
    }
    openOfUnit.remove(request.unit(), request);
    for (String field : List.of("unit", "url", "attempt", "started_at")) {
      if (!String.valueOf(request.text(field)).equals(String.valueOf(event.text(field)))) {
        out.add(
            "requests",
            "%s has %s %s, its request (seq %d) had %s",
            event.name(),
            field,
            event.text(field),
            request.seq(),
            request.text(field));
      }
    }
    lastOutcome.put(request.unit(), event);
    nextPage.put(request.unit(), request.page() + (event.is("found") ? 1 : 0));
    if (event.is("error") && !event.isInterrupted()) {
      counted.merge(
          new PageOfRound(request.unit(), request.page(), request.round()), 1, Integer::sum);
    }
  }

  private void checkOpenRequests() {
    for (LoggedEvent open : openOfWorker.values()) {
      UnitRow unit = stored.units.get(open.unit());
      if (stored.run.ended()) {
        out.add("requests", "%s is never closed, and the run has ended", open.name());
      }
      if (unit != null) {
        String what = unit.unit() + " in flight: ";
        out.same("claims", what + "status", "in_flight", unit.status());
        out.same("claims", what + "worker_id", open.workerId(), unit.workerId());
        out.same(
            "claims",
            what + "started_at",
            open.text("started_at"),
            WireCheck.onTheWire(unit.startedAt()));
        out.same("claims", what + "url", open.text("url"), unit.url());
        out.same("claims", what + "api_params", open.json().get("api_params"), unit.apiParams());
      }
    }
    for (UnitRow unit : stored.units.values()) {
      if (unit.status().equals("in_flight") && !openOfUnit.containsKey(unit.unit())) {
        out.add("claims", "%s is in flight, but the log has no open request", unit.unit());
      }
    }
  }

  private void checkUnit(UnitRow unit) {
    String name = unit.unit();
    LoggedEvent last = lastOutcome.get(name);
    int next = nextPage.getOrDefault(name, firstPage(name));
    switch (unit.status()) {
      case "done" -> {
        if (last == null || !last.is("found")) {
          out.add("units", "%s is done, but its last outcome is %s", name, nameOf(last));
        }
      }
      case "failed" -> checkGap(unit, last, next);
      case "skipped" -> {
        if ("no_price".equals(unit.reason()) && last != null) {
          out.add("units", "%s was skipped for want of a price, but asked for", name);
        }
      }
      default -> {
        out.same("units", name + ": page", next, unit.page());
        checkAttempts(unit, next, stored.run.round());
        if (last != null && last.is("found") && unit.phase().equals("amazon")) {
          out.add("units", "%s is %s, but its page was found", name, unit.status());
        }
      }
    }
  }

  private void checkGap(UnitRow unit, LoggedEvent last, int next) {
    if (last == null || !last.is("error") || last.isInterrupted()) {
      out.add("units", "%s failed, but its last outcome is %s", unit.unit(), nameOf(last));
      return;
    }
    String what = unit.unit() + ": ";
    out.same("units", what + "page of the gap", next, unit.page());
    out.same("units", what + "error_type of the gap", last.text("error_type"), unit.errorType());
    out.same("units", what + "error_stage of the gap", last.text("error_stage"), unit.errorStage());
    checkAttempts(unit, next, lastRound.get(unit.unit()));
    if (last.json().has("next_try_at")) {
      out.add("units", "%s promises another try, but the unit failed", last.name());
    }
  }

  private void checkAttempts(UnitRow unit, int page, int round) {
    PageOfRound key = new PageOfRound(unit.unit(), page, round);
    out.same("units", unit.unit() + ": attempts", requests.getOrDefault(key, 0), unit.attempts());
    int most = counted.getOrDefault(key, 0);
    if (unit.failures() > most) {
      out.add("units", "%s counts %d failures, the log has %d", unit.unit(), unit.failures(), most);
    }
  }

  private static String nameOf(LoggedEvent event) {
    return event == null ? "none" : event.name();
  }

  private static int firstPage(String unit) {
    String page = unit == null ? "" : unit.substring(unit.lastIndexOf(':') + 1);
    return unit != null && unit.matches("amazon:\\d+:\\d{1,3}") ? Integer.parseInt(page) : 1;
  }
}
