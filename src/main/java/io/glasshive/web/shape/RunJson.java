package io.glasshive.web.shape;

import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code Run} of the API, and the answer to a command. */
public final class RunJson {
  private RunJson() {}

  /** The run. */
  public static JsonObject of(Run run) {
    return new Fields()
        .put("id", run.id().toString())
        .put("name", run.name())
        .put("status", run.status())
        .put("phase", run.phase())
        .put("round", run.round())
        .put("workers", run.workers())
        .put("category_ids", new JsonArray(run.categoryIds()))
        .put(
            "sources",
            new JsonObject().put("amazon", run.amazonSource()).put("ebay", run.ebaySource()))
        .put("reason", run.reason())
        .put("created_at", run.createdAt())
        .put("started_at", run.startedAt())
        .put("ended_at", run.endedAt())
        .put("last_seq", run.lastSeq())
        .put("totals", totals(run.totals()))
        .json();
  }

  /** {@code {"run","receipt"}}. */
  public static JsonObject of(Run run, Receipt receipt) {
    return new JsonObject()
        .put("run", of(run))
        .put(
            "receipt",
            new JsonObject()
                .put("in_flight", receipt.inFlight())
                .put("waiting", receipt.waiting())
                .put("kept_rows", receipt.keptRows()));
  }

  private static JsonObject totals(Run.Totals totals) {
    return new JsonObject()
        .put("products", totals.products())
        .put("sightings", totals.sightings())
        .put("sellers_found", totals.sellersFound())
        .put("sellers_new", totals.sellersNew())
        .put("sellers_known", totals.sellersKnown())
        .put("requests", totals.requests())
        .put("errors", totals.errors())
        .put("gaps", totals.gaps());
  }
}
