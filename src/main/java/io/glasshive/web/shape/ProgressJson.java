package io.glasshive.web.shape;

import io.glasshive.domain.Phase;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.store.Counts;
import io.glasshive.store.RunLedger;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ledger of a run: {@code /progress}, and {@code phases} of a snapshot. */
public final class ProgressJson {
  private ProgressJson() {}

  /**
   * The whole of {@code /progress}.
   *
   * @param waitsForDatabase whether the run's writer does
   */
  public static JsonObject of(RunLedger ledger, boolean waitsForDatabase) {
    return new JsonObject()
        .put("run_id", ledger.run().id().toString())
        .put("seq", ledger.run().lastSeq())
        .put("phases", phases(ledger, waitsForDatabase))
        .put("departments", departments(ledger.categories()));
  }

  /** {@code {"amazon","ebay"}}. */
  public static JsonObject phases(RunLedger ledger, boolean waitsForDatabase) {
    // Amazon's pages are all known when a run begins; eBay's units appear as products land.
    boolean productsKnown = ledger.run().phase() == Phase.EBAY;
    return new JsonObject()
        .put("amazon", phase(ledger.run(), ledger.amazon(), true, waitsForDatabase))
        .put("ebay", phase(ledger.run(), ledger.ebay(), productsKnown, waitsForDatabase));
  }

  private static JsonObject phase(
      Run run, RunLedger.PhaseCounts phase, boolean isFinal, boolean waitsForDatabase) {
    JsonObject json = counts(phase.counts()).put("final", isFinal);
    long waiting = phase.counts().waiting();
    if (run.status() != RunStatus.RUNNING) {
      return json.put("waiting_why", why(0, 0, 0, waiting, 0));
    }
    long ready = waiting - phase.limiter() - phase.backoff();
    // What is ready waits for the writer; the rest would wait without it, too.
    long database = waitsForDatabase ? ready : 0;
    json.put("waiting_why", why(ready - database, phase.limiter(), phase.backoff(), 0, database));
    if (phase.nextTryAt() != null) {
      json.mergeIn(new Fields().put("next_try_at", phase.nextTryAt()).json());
    }
    return json;
  }

  private static JsonObject why(
      long ready, long limiter, long backoff, long paused, long database) {
    return new JsonObject()
        .put("ready", ready)
        .put("limiter", limiter)
        .put("backoff", backoff)
        .put("paused", paused)
        .put("database", database);
  }

  private static JsonArray departments(List<RunLedger.Part> categories) {
    Map<String, List<RunLedger.Part>> byDepartment =
        categories.stream()
            .collect(
                Collectors.groupingBy(
                    RunLedger.Part::departmentId, LinkedHashMap::new, Collectors.toList()));
    JsonArray departments = new JsonArray();
    byDepartment.values().forEach(parts -> departments.add(department(parts)));
    return departments;
  }

  private static JsonObject department(List<RunLedger.Part> parts) {
    Counts amazon = Counts.NONE;
    Counts ebay = Counts.NONE;
    long products = 0;
    long sellersNew = 0;
    JsonArray categories = new JsonArray();
    for (RunLedger.Part part : parts) {
      amazon = amazon.plus(part.amazon());
      ebay = ebay.plus(part.ebay());
      products += part.products();
      sellersNew += part.sellersNew();
      categories.add(
          place(
              part.id(),
              part.name(),
              part.amazon(),
              part.ebay(),
              part.products(),
              part.sellersNew()));
    }
    RunLedger.Part any = parts.get(0);
    return place(any.departmentId(), any.department(), amazon, ebay, products, sellersNew)
        .put("categories", categories);
  }

  private static JsonObject place(
      String id, String name, Counts amazon, Counts ebay, long products, long sellersNew) {
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("amazon", counts(amazon))
        .put("ebay", counts(ebay))
        .put("products", products)
        .put("sellers_new", sellersNew);
  }

  private static JsonObject counts(Counts counts) {
    return new JsonObject()
        .put("planned", counts.planned())
        .put("done", counts.done())
        .put("failed", counts.failed())
        .put("skipped", counts.skipped())
        .put("in_flight", counts.inFlight())
        .put("waiting", counts.waiting());
  }
}
