package io.glasshive.metrics;

import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The figures of one run, worker or category: {@code M} of the API, as {@code docs/metrics.md}
 * defines it. Not thread-safe.
 */
final class Figures {
  long requests;
  long succeeded;
  long failed;
  long interrupted;
  long retries;
  long products;
  long sellersFound;
  long sellersNew;
  final Map<ErrorType, Long> errorsByType = new EnumMap<>(ErrorType.class);
  final Map<ErrorStage, Long> errorsByStage = new EnumMap<>(ErrorStage.class);

  /** Null until the first answer: most categories of a large run wait for theirs. */
  private ResponseTimes responses;

  void add(ActivityEvent event) {
    switch (event.action()) {
      case FETCHING -> {
        requests++;
        retries += event.attempt() > 1 ? 1 : 0;
      }
      case FOUND -> {
        succeeded++;
        answered(event);
        sellersFound += event.phase() == Phase.EBAY ? event.itemsCount() : 0;
      }
      case ERROR, RATE_LIMITED -> addError(event);
      case UPLOADING -> products += event.itemsCount();
      case INSERTED -> sellersNew += event.itemsCount();
      default -> {}
    }
  }

  ResponseTimes responses() {
    return responses == null ? new ResponseTimes() : responses;
  }

  private void addError(ActivityEvent event) {
    if (event.isInterrupted()) {
      interrupted++;
      return;
    }
    errorsByType.merge(event.errorType(), 1L, Long::sum);
    errorsByStage.merge(event.errorStage(), 1L, Long::sum);
    if (!event.isRowError()) {
      failed++;
      answered(event);
    }
  }

  private void answered(ActivityEvent event) {
    if (responses == null) {
      responses = new ResponseTimes();
    }
    responses.add(event.durationMs());
  }

  void encode(DataOutput out) throws IOException {
    Varints.write(out, requests);
    Varints.write(out, succeeded);
    Varints.write(out, failed);
    Varints.write(out, interrupted);
    Varints.write(out, retries);
    Varints.write(out, products);
    Varints.write(out, sellersFound);
    Varints.write(out, sellersNew);
    encode(out, errorsByType);
    encode(out, errorsByStage);
    responses().encode(out);
  }

  static Figures decode(DataInput in) throws IOException {
    Figures figures = new Figures();
    figures.requests = Varints.read(in);
    figures.succeeded = Varints.read(in);
    figures.failed = Varints.read(in);
    figures.interrupted = Varints.read(in);
    figures.retries = Varints.read(in);
    figures.products = Varints.read(in);
    figures.sellersFound = Varints.read(in);
    figures.sellersNew = Varints.read(in);
    decode(in, ErrorType.class, figures.errorsByType);
    decode(in, ErrorStage.class, figures.errorsByStage);
    ResponseTimes responses = ResponseTimes.decode(in);
    figures.responses = responses.count() == 0 ? null : responses;
    return figures;
  }

  private static void encode(DataOutput out, Map<? extends Wire, Long> counts) throws IOException {
    Varints.write(out, counts.size());
    for (Map.Entry<? extends Wire, Long> count : counts.entrySet()) {
      out.writeUTF(count.getKey().wire());
      Varints.write(out, count.getValue());
    }
  }

  private static <E extends Enum<E> & Wire> void decode(
      DataInput in, Class<E> type, Map<E, Long> counts) throws IOException {
    for (long left = Varints.read(in); left > 0; left--) {
      E key = Wire.parse(type, in.readUTF());
      counts.put(key, Varints.read(in));
    }
  }
}
