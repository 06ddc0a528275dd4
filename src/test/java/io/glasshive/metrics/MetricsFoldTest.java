package io.glasshive.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsFoldTest {
  private static final UUID RUN = new UUID(3, 4);
  private static final Instant NOW = Instant.EPOCH;
  private static final List<String> CATEGORIES = List.of("toys", "audio", "idle");
  private static final List<String> SUMS =
      List.of(
          "requests",
          "succeeded",
          "failed",
          "interrupted",
          "retries",
          "products",
          "sellers_found",
          "sellers_new");

  private final List<ActivityEvent> log = new ArrayList<>();

  @Test
  void countsEachRequestByHowItEnded() {
    add(request(1, Phase.AMAZON, "toys", Action.FETCHING, 1));
    add(request(2, Phase.AMAZON, "audio", Action.FETCHING, 1));
    add(answer(1, Phase.AMAZON, "toys", Action.FOUND, 100).itemsCount(3));
    add(failed(2, "audio", Action.RATE_LIMITED, ErrorType.RATE_LIMIT, 5));
    add(request(2, Phase.AMAZON, "audio", Action.FETCHING, 2));
    add(failed(2, "audio", Action.ERROR, ErrorType.TIMEOUT, 900));
    add(request(2, Phase.AMAZON, "audio", Action.FETCHING, 3));
    add(failed(2, "audio", Action.ERROR, ErrorType.API_ERROR, 70_000).reason(Reason.INTERRUPTED));
    add(request(1, Phase.AMAZON, "audio", Action.FETCHING, 4));

    JsonObject run = json(fold(log)).getJsonObject("run");

    assertEquals(
        "{\"requests\":5,\"succeeded\":1,\"failed\":2,\"interrupted\":1,\"retries\":3,"
            + "\"products\":0,\"sellers_found\":0,\"sellers_new\":0,"
            + "\"errors_by_type\":{\"rate_limit\":1,\"timeout\":1},"
            + "\"errors_by_stage\":{\"api\":2},"
            + "\"response_ms\":{\"mean\":335.0,\"p50\":100,\"p95\":900,\"p99\":900,\"max\":900}}",
        run.encode());
  }

  @Test
  void countsARowErrorAsAnErrorButNotAsAFailedRequest() {
    add(answer(1, Phase.EBAY, "toys", Action.FOUND, 40).itemsCount(7));
    add(rowError(1, "toys", ErrorStage.SELLER_EXTRACTION));

    JsonObject run = json(fold(log)).getJsonObject("run");

    assertEquals(0, run.getInteger("failed"));
    assertEquals(7, run.getInteger("sellers_found"));
    assertEquals(new JsonObject().put("parse_error", 1), run.getJsonObject("errors_by_type"));
    assertEquals(
        new JsonObject().put("seller_extraction", 1), run.getJsonObject("errors_by_stage"));
    assertEquals(40, run.getJsonObject("response_ms").getInteger("max"));
  }

  @Test
  void givesTheWriterSEventsToTheWorkerAndTheCategoryOfTheirPage() {
    add(answer(2, Phase.AMAZON, "toys", Action.FOUND, 10).itemsCount(9));
    add(ofWriter(2, Phase.AMAZON, "toys", Action.UPLOADING, 8));
    add(ofWriter(1, Phase.EBAY, "audio", Action.INSERTED, 5));
    add(ofWriter(1, Phase.EBAY, "audio", Action.UPDATED, 2));
    add(ofWriter(1, Phase.EBAY, "audio", Action.DEDUPED, 3));

    JsonObject all = json(fold(log));

    assertEquals(8, all.getJsonObject("run").getInteger("products"));
    assertEquals(5, all.getJsonObject("run").getInteger("sellers_new"));
    assertEquals(0, all.getJsonObject("run").getInteger("sellers_found"));
    JsonArray workers = all.getJsonArray("workers");
    assertEquals(3, workers.size());
    assertEquals(1, workers.getJsonObject(0).getInteger("worker_id"));
    assertEquals(5, workers.getJsonObject(0).getInteger("sellers_new"));
    assertEquals(8, workers.getJsonObject(1).getInteger("products"));
    JsonArray categories = all.getJsonArray("categories");
    assertEquals("toys", categories.getJsonObject(0).getString("category_id"));
    assertEquals(8, categories.getJsonObject(0).getInteger("products"));
    assertEquals(5, categories.getJsonObject(1).getInteger("sellers_new"));
  }

  @Test
  void showsZerosForAnEmptyLog() {
    JsonObject all = json(new MetricsFold());

    assertEquals(0, all.getLong("seq"));
    assertEquals(
        "{\"requests\":0,\"succeeded\":0,\"failed\":0,\"interrupted\":0,\"retries\":0,"
            + "\"products\":0,\"sellers_found\":0,\"sellers_new\":0,\"errors_by_type\":{},"
            + "\"errors_by_stage\":{},"
            + "\"response_ms\":{\"mean\":0.0,\"p50\":0,\"p95\":0,\"p99\":0,\"max\":0}}",
        all.getJsonObject("run").encode());
  }

  @Test
  void refusesAnEventThatIsNotTheNext() {
    MetricsFold fold = new MetricsFold();
    ActivityEvent second = request(1, Phase.AMAZON, "toys", Action.FETCHING, 1).build().numbered(2);

    assertThrows(IllegalArgumentException.class, () -> fold.add(second));
  }

  @Test
  void beginsAgainWhereTheStateHasAnotherFormat() {
    byte[] state = fold(randomLog(new Random(1), 50)).encode();
    state[0]++;

    assertEquals(0, MetricsFold.decode(state).seq());
    assertEquals(0, MetricsFold.decode(null).seq());
  }

  @Test
  void givesTheSameHoweverTheFoldIsInterrupted() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      List<ActivityEvent> events = randomLog(random, 1 + random.nextInt(2_000));
      MetricsFold atOnce = fold(events);

      MetricsFold inParts = new MetricsFold();
      for (ActivityEvent event : events) {
        if (random.nextInt(50) == 0) {
          inParts = MetricsFold.decode(inParts.encode());
        }
        inParts.add(event);
      }

      String which = "seed " + seed;
      assertEquals(json(atOnce).encode(), json(inParts).encode(), which);
      assertArrayEquals(atOnce.encode(), inParts.encode(), which);
    }
  }

  @Test
  void workersAndCategoriesSumToTheRun() {
    JsonObject all = json(fold(randomLog(new Random(7), 3_000)));

    for (String sum : SUMS) {
      long ofRun = all.getJsonObject("run").getLong(sum);
      assertEquals(ofRun, total(all.getJsonArray("workers"), sum), sum);
      assertEquals(ofRun, total(all.getJsonArray("categories"), sum), sum);
    }
  }

  @Test
  void keepsAStateOfAFewBytesForEachTimeThatOccurred() {
    int bytes = fold(randomLog(new Random(3), 20_000)).encode().length;

    assertEquals(true, bytes < 40_000, bytes + " bytes");
  }

  private static long total(JsonArray parts, String field) {
    return parts.stream().mapToLong(part -> ((JsonObject) part).getLong(field)).sum();
  }

  private static JsonObject json(MetricsFold fold) {
    return new JsonObject(MetricsJson.encode(RUN, 3, CATEGORIES, fold));
  }

  private static MetricsFold fold(List<ActivityEvent> events) {
    MetricsFold fold = new MetricsFold();
    events.forEach(fold::add);
    return fold;
  }

  private void add(ActivityEvent.Builder event) {
    log.add(event.build().numbered(log.size() + 1));
  }

  private List<ActivityEvent> randomLog(Random random, int size) {
    log.clear();
    while (log.size() < size) {
      int worker = 1 + random.nextInt(3);
      Phase phase = random.nextBoolean() ? Phase.AMAZON : Phase.EBAY;
      String category = CATEGORIES.get(random.nextInt(2));
      long millis = (long) Math.exp(random.nextDouble() * 16);
      switch (random.nextInt(8)) {
        case 0, 1 -> add(request(worker, phase, category, Action.FETCHING, 1 + random.nextInt(3)));
        case 2 ->
            add(
                answer(worker, phase, category, Action.FOUND, millis)
                    .itemsCount(random.nextInt(9)));
        case 3 -> add(failed(worker, category, Action.ERROR, ErrorType.TIMEOUT, millis));
        case 4 ->
            add(
                failed(worker, category, Action.ERROR, ErrorType.API_ERROR, millis)
                    .reason(Reason.INTERRUPTED));
        case 5 -> add(rowError(worker, category, ErrorStage.PRICE_PARSING));
        case 6 ->
            add(
                ofWriter(
                    worker,
                    phase,
                    category,
                    phase == Phase.AMAZON ? Action.UPLOADING : Action.INSERTED,
                    random.nextInt(60)));
        default -> add(event(0, phase, Action.STARTED).scope(Scope.PHASE).round(1));
      }
    }
    return List.copyOf(log);
  }

  private static ActivityEvent.Builder request(
      int worker, Phase phase, String category, Action action, int attempt) {
    return event(worker, phase, action).category(category, category).attempt(attempt);
  }

  private static ActivityEvent.Builder answer(
      int worker, Phase phase, String category, Action action, long millis) {
    return request(worker, phase, category, action, 1).durationMs(millis);
  }

  private static ActivityEvent.Builder failed(
      int worker, String category, Action action, ErrorType type, long millis) {
    return answer(worker, Phase.AMAZON, category, action, millis).error(type, ErrorStage.API);
  }

  private static ActivityEvent.Builder rowError(int worker, String category, ErrorStage stage) {
    return event(worker, Phase.EBAY, Action.ERROR)
        .category(category, category)
        .error(ErrorType.PARSE_ERROR, stage)
        .itemsCount(1);
  }

  private static ActivityEvent.Builder ofWriter(
      int sourceWorker, Phase phase, String category, Action action, int count) {
    return event(0, phase, action)
        .category(category, category)
        .sourceWorkerId(sourceWorker)
        .itemsCount(count);
  }

  private static ActivityEvent.Builder event(int worker, Phase phase, Action action) {
    return new ActivityEvent.Builder(new UUID(1, 2), RUN, NOW, worker, phase, action);
  }
}
