package io.glasshive.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.glasshive.domain.Wire;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The body of {@code GET /runs/{id}/metrics}, on one line. */
public final class MetricsJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private MetricsJson() {}

  /**
   * Encodes a fold.
   *
   * @param workers how many the run has; each is listed
   * @param categoryIds of the run; each is listed, in this order
   */
  public static String encode(UUID runId, int workers, List<String> categoryIds, MetricsFold fold) {
    StringWriter out = new StringWriter(512 * (1 + workers + categoryIds.size()));
    try (JsonGenerator g = FACTORY.createGenerator(out)) {
      g.writeStartObject();
      g.writeStringField("run_id", runId.toString());
      g.writeNumberField("seq", fold.seq());
      g.writeObjectFieldStart("run");
      figures(g, fold.run());
      g.writeArrayFieldStart("workers");
      for (int worker = 1; worker <= workers; worker++) {
        g.writeStartObject();
        g.writeNumberField("worker_id", worker);
        figures(g, fold.worker(worker));
      }
      g.writeEndArray();
      g.writeArrayFieldStart("categories");
      for (String id : categoryIds) {
        g.writeStartObject();
        g.writeStringField("category_id", id);
        figures(g, fold.category(id));
      }
      g.writeEndArray();
      g.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  /** The fields of {@code M}, and the end of the object they stand in. */
  private static void figures(JsonGenerator g, Figures figures) throws IOException {
    g.writeNumberField("requests", figures.requests);
    g.writeNumberField("succeeded", figures.succeeded);
    g.writeNumberField("failed", figures.failed);
    g.writeNumberField("interrupted", figures.interrupted);
    g.writeNumberField("retries", figures.retries);
    g.writeNumberField("products", figures.products);
    g.writeNumberField("sellers_found", figures.sellersFound);
    g.writeNumberField("sellers_new", figures.sellersNew);
    counts(g, "errors_by_type", figures.errorsByType);
    counts(g, "errors_by_stage", figures.errorsByStage);
    ResponseTimes responses = figures.responses();
    g.writeObjectFieldStart("response_ms");
    g.writeNumberField("mean", responses.mean());
    g.writeNumberField("p50", responses.percentile(50));
    g.writeNumberField("p95", responses.percentile(95));
    g.writeNumberField("p99", responses.percentile(99));
    g.writeNumberField("max", responses.max());
    g.writeEndObject();
    g.writeEndObject();
  }

  private static void counts(JsonGenerator g, String field, Map<? extends Wire, Long> counts)
      throws IOException {
    g.writeObjectFieldStart(field);
    for (Map.Entry<? extends Wire, Long> count : counts.entrySet()) {
      g.writeNumberField(count.getKey().wire(), count.getValue());
    }
    g.writeEndObject();
  }
}
