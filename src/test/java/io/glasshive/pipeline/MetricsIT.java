package io.glasshive.pipeline;

import static io.glasshive.pipeline.ScriptedSources.card;
import static io.glasshive.pipeline.ScriptedSources.cards;
import static io.glasshive.pipeline.ScriptedSources.failure;
import static io.glasshive.pipeline.ScriptedSources.product;
import static io.glasshive.pipeline.ScriptedSources.products;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.RunMetrics;
import io.glasshive.bus.Topics;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Product;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.MetricsReader;
import io.glasshive.metrics.Meters;
import io.glasshive.metrics.MetricsFold;
import io.glasshive.metrics.MetricsJson;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.store.EventReader;
import io.glasshive.store.RunReader;
import io.glasshive.store.StoredMetrics;
import io.glasshive.store.TestPostgres;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The metrics of runs on scripted sources: what is stored, published and read is the log's fold.
 */
@Timeout(120)
class MetricsIT extends RunsOnScriptedSources {
  private static final int WORKERS = 4;

  /** Enough pages that a state is stored in mid-run. */
  private static final int PRODUCTS = 2 * (int) LiveMetrics.STORED_EVERY / 3;

  private final List<RunMetrics> published = new CopyOnWriteArrayList<>();
  private final List<Run> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    Topics.METRICS.consume(vertx, published::add);
    Topics.RUNS.consume(vertx, told::add);
  }

  @AfterEach
  void leavesAGoodLogAndGoodRows() throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection);
    }
  }

  @Test
  void areTheLogsFoldAtEveryPositionThoughBatchesAreWrittenAgain() throws Exception {
    refuseSomeCommitsOnce();
    script(PRODUCTS);

    UUID run = collect(WORKERS, AUDIO);

    List<ActivityEvent> log = log(run);
    Awaitility.await().until(() -> !published.isEmpty() && newest().seq() == log.size());
    assertTrue(published.size() > 2, published::toString);
    for (RunMetrics metrics : published) {
      assertEquals(foldOf(run, log, metrics.seq()), metrics.body());
    }
    assertEquals(List.of(String.valueOf(log.size())), storedPositions());
    assertEquals(newest().body(), read(run));
    assertEquals(List.of("true"), rows("select (count(*) >= 3)::text from stored_states"));
  }

  @Test
  void areReadFromTheLogWhereNoneAreStored() throws Exception {
    script(PRODUCTS);
    UUID run = collect(WORKERS, AUDIO);
    String stored = read(run);

    TestPostgres.execute(database, "delete from run_metrics");

    assertEquals(stored, read(run));
  }

  @Test
  void goOnInTheNextProcess() throws Exception {
    script(PRODUCTS);
    sources.hang("P" + (PRODUCTS - 1) + ":1");
    Started started = start(WORKERS, AUDIO);
    await(sources.firstHang.future());
    Awaitility.await().until(() -> rows(openUnits()).equals(List.of("1")));
    for (String deployment : vertx.deploymentIDs()) {
      await(vertx.undeploy(deployment).otherwiseEmpty());
    }
    published.clear();
    assertTrue(Long.parseLong(storedPositions().get(0)) < log(started.id()).size());

    LiveRun taken = await(new TakeUp(pool, clock).takeUp(started.id())).run();
    await(
        vertx.deployVerticle(
            new PipelineVerticle(taken, pool, clock, System::nanoTime, 2_000, new Meters())));
    send(taken, new Effect.Cancel("api"));

    List<ActivityEvent> log = log(started.id());
    Awaitility.await().until(() -> !published.isEmpty() && newest().seq() == log.size());
    assertEquals(foldOf(started.id(), log, log.size()), newest().body());
    assertEquals(List.of(String.valueOf(log.size())), storedPositions());
    assertEquals(newest().body(), read(started.id()));
  }

  @Test
  void comeWithTheRunAsEachChangeOfItsStatusLeftIt() throws Exception {
    sources
        .answer("172541:1", failure(ErrorType.HTTP_500, Verdict.RETRY), products(lamp(0)))
        .answer("P0:1", cards(false, card("1", "anna"), card("2", "ben")));

    UUID id = collect(1, AUDIO);

    Awaitility.await().until(() -> told.size() > 0 && last().status() == RunStatus.COMPLETED);
    Run stored = await(new RunReader(pool).find(id)).orElseThrow();
    Run heard = last();
    assertEquals(stored.totals(), heard.totals());
    assertEquals(stored.lastSeq(), heard.lastSeq());
    assertEquals(stored.phase(), heard.phase());
    assertEquals(stored.name(), heard.name());
    assertEquals(stored.categoryIds(), heard.categoryIds());
    assertEquals(stored.createdAt(), heard.createdAt());
    assertEquals(List.of(RunStatus.RUNNING, RunStatus.COMPLETED), statuses());
  }

  private List<RunStatus> statuses() {
    return told.stream().map(Run::status).distinct().toList();
  }

  private Run last() {
    return told.get(told.size() - 1);
  }

  private RunMetrics newest() {
    return published.get(published.size() - 1);
  }

  private List<String> storedPositions() throws Exception {
    return rows("select seq::text from run_metrics");
  }

  private static String openUnits() {
    return "select count(*)::text from units where status in ('waiting', 'in_flight')";
  }

  private String read(UUID run) throws Exception {
    StoredMetrics stored = await(new RunReader(pool).metrics(run)).orElseThrow();
    return await(new MetricsReader(vertx, new EventReader(pool)).read(stored));
  }

  private void send(LiveRun run, Effect effect) throws Exception {
    await(Topics.entries(run.id()).request(vertx, new Entry(List.of(), effect)));
  }

  private static String foldOf(UUID run, List<ActivityEvent> log, long seq) {
    MetricsFold fold = new MetricsFold();
    log.stream().limit(seq).forEach(fold::add);
    return MetricsJson.encode(run, WORKERS, List.of(AUDIO.id()), fold);
  }

  /** One page of best sellers, and of each product one page, some of them at the second try. */
  private void script(int count) {
    List<Product> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(lamp(i));
      var page = cards(false, card("L" + i, "seller" + i % 50), card("M" + i, "anna"));
      if (i % 10 == 0) {
        sources.answer("P" + i + ":1", failure(ErrorType.TIMEOUT, Verdict.RETRY), page);
      } else {
        sources.answer("P" + i + ":1", page);
      }
    }
    sources.answer("172541:1", products(all.toArray(Product[]::new)));
  }

  private static Product lamp(int i) {
    return product(String.format("B%09d", i), "P" + i, 1_999);
  }

  /** Every twentieth transaction of the writer fails at its commit, after all its statements. */
  private void refuseSomeCommitsOnce() throws Exception {
    TestPostgres.execute(
        database,
        "create sequence commits",
        "create function refuse() returns trigger language plpgsql as $$ begin"
            + " if nextval('commits') % 20 = 0 then"
            + " raise exception 'refused' using errcode = '40001'; end if;"
            + " return null; end $$",
        "create constraint trigger refuse_commit after update on runs deferrable initially"
            + " deferred for each row execute function refuse()",
        "create table stored_states (seq bigint)",
        "create function note() returns trigger language plpgsql as $$ begin"
            + " insert into stored_states values (new.seq); return null; end $$",
        "create trigger note_state after insert or update on run_metrics"
            + " for each row execute function note()");
  }
}
