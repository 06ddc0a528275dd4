package io.glasshive.pipeline;

import static io.glasshive.pipeline.ScriptedSources.card;
import static io.glasshive.pipeline.ScriptedSources.cards;
import static io.glasshive.pipeline.ScriptedSources.failure;
import static io.glasshive.pipeline.ScriptedSources.product;
import static io.glasshive.pipeline.ScriptedSources.products;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.glasshive.bus.Committed;
import io.glasshive.bus.DatabaseWait;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Money;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.Product;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.WorkUnit;
import io.glasshive.metrics.Meters;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that refuses, conflicts or was taken over in the middle of a run. */
@Timeout(60)
class RefusalIT extends RunsOnScriptedSources {
  private static final Product LAMP = product("B000000001", "Lamp", 1_999);

  @Test
  void aTakenOverRunIsLeftAlone() throws Exception {
    sources.answer("172541:1", products(LAMP));
    AtomicLong asked = new AtomicLong();
    Promise<Void> aborted = Promise.promise();
    vertx
        .eventBus()
        .addOutboundInterceptor(
            d -> {
              if (d.message().address().endsWith(".permits")) {
                asked.incrementAndGet();
              } else if (d.message().address().endsWith(".abort")) {
                aborted.tryComplete();
              }
              d.next();
            });
    TestPostgres.execute(
        database,
        "create function fence() returns trigger language plpgsql as $$ begin new.epoch := 99; return new; end $$",
        "create trigger fence before update on runs for each row when (new.last_seq >= 4) execute function fence()");

    Started started = start(1, AUDIO);

    assertNull(await(started.ended()), "no status of ours: it is worked on elsewhere");
    await(aborted.future()); // from then on nothing is handed out
    assertEquals(2, asked.get(), "one for the page, one for the search");
  }

  @Test
  void aSellerThatIsDeletedInMidRunIsStoredAgain() throws Exception {
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(true, card("1", "anna"), card("2", "ben")))
        .answer("Lamp:2", cards(false, card("3", "anna"), card("4", "ben")));
    TestPostgres.execute(
        database,
        "create function forget() returns trigger language plpgsql as $$ begin delete from sellers where normalized_name = 'anna'; return new; end $$",
        "create trigger forget before insert on activity_events for each row when (new.action = 'fetching' and new.body like '%\"page\":2%') execute function forget()");

    UUID run = collect(1, AUDIO);

    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(0, log(run).stream().filter(ActivityEvent::isRowError).count());
    assertEquals(
        List.of("2 ben", "3 anna", "4 ben"),
        rows(
            "select listing_id || ' ' || normalized_name from sightings join sellers on sellers.id = seller_id order by 1"));
  }

  @Test
  void aClaimThatCannotBeWrittenFailsTheRun() throws Exception {
    sources.answer("172541:1", products(LAMP));
    TestPostgres.execute(
        database,
        "alter table activity_events add constraint no_fetching check (action <> 'fetching')");
    Started started = start(1, AUDIO);
    assertEquals(RunStatus.FAILED, await(started.ended()));
  }

  @Test
  void aRunWhoseFailureCannotBeWrittenCanStillBeCancelled() throws Exception {
    TestPostgres.execute(
        database,
        "alter table units add constraint no_claims check (status <> 'in_flight')",
        "alter table runs add constraint no_failures check (status <> 'failed')");
    sources.answer("172541:1", products());
    AtomicLong answered = new AtomicLong();
    vertx
        .eventBus()
        .addInboundInterceptor(
            d -> {
              d.next();
              answered.addAndGet(d.message().address().startsWith("__vertx.reply") ? 1 : 0);
            });
    Started started = start(1, AUDIO);
    // The permit, the claim, the permit given back, and the failure.
    Awaitility.await().until(() -> answered.get() == 4);
    TestPostgres.execute(database, "alter table runs drop constraint no_failures");

    accept(started.id(), RunCommand.CANCEL);

    assertEquals(RunStatus.CANCELLED, await(started.ended()));
  }

  @Test
  void aRunThatEndedMeanwhileIsNotTakenUp() throws Exception {
    sources.answer("172541:1", products());
    UUID run = collect(1, AUDIO);
    List<String> before = rows("select ended_at || ' ' || epoch || ' ' || last_seq from runs");

    TakeUp.Taken taken = await(new TakeUp(pool, clock).takeUp(run));

    assertEquals(RunStatus.COMPLETED, taken.run().status());
    assertEquals(before, rows("select ended_at || ' ' || epoch || ' ' || last_seq from runs"));
  }

  @Test
  void anOutcomeThatCannotBeWrittenFailsTheRun() throws Exception {
    sources.answer("172541:1", failure(ErrorType.HTTP_500, Verdict.RETRY));
    TestPostgres.execute(
        database,
        "alter table units add constraint no_500 check (error_type is distinct from 'http_500')");
    Started started = start(1, AUDIO);
    assertEquals(RunStatus.FAILED, await(started.ended()));
    assertEquals(List.of("waiting"), rows("select status from units"));
  }

  @Test
  void aConflictWhileRowsAreSetAsideIsTriedAgain() throws Exception {
    TestPostgres.execute(
        database,
        "create sequence tries",
        "create function refuse() returns trigger language plpgsql as $$ begin"
            + " if nextval('tries') = 2 then raise exception 'conflict' using errcode = '40P01'; end if;"
            + " raise exception 'bad row' using errcode = '23514'; end $$",
        "create trigger refuse before insert on sellers for each row when (new.normalized_name = 'zoe') execute function refuse()");
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(false, card("1", "anna"), card("2", "zoe")));

    UUID run = collect(1, AUDIO);

    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(1, sum(log(run), Action.INSERTED));
  }

  @Test
  void aFullDatabaseIsWaitedForAndEverybodyIsTold() throws Exception {
    List<DatabaseWait> told = new CopyOnWriteArrayList<>();
    Topics.DATABASE_WAITS.consume(vertx, told::add);
    TestPostgres.execute(
        database,
        "create sequence tries",
        "create function refuse() returns trigger language plpgsql as $$ begin"
            + " if nextval('tries') <= 2 then raise exception 'full' using errcode = '53100'; end if;"
            + " return new; end $$",
        "create trigger refuse before insert on sellers for each row when (new.normalized_name = 'anna') execute function refuse()");
    sources.answer("172541:1", products(LAMP)).answer("Lamp:1", cards(false, card("1", "anna")));

    UUID run = collect(1, AUDIO);

    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(1, sum(log(run), Action.INSERTED));
    List<DatabaseWait> expected =
        List.of(
            new DatabaseWait(run, true), new DatabaseWait(run, true), new DatabaseWait(run, false));
    Awaitility.await().untilAsserted(() -> assertEquals(expected, told));
  }

  @Test
  void aSourceThatThrowsKeepsNoPermit() throws Exception {
    sources.answer(
        "172541:1", products(new Product("B000000009", "Dear", Money.usd(Long.MAX_VALUE))));
    AtomicLong wanted = permitsOut();
    collect(1, AUDIO);
    assertEquals(0, wanted.get());
  }

  @Test
  void everyEntryOfAFencedBatchIsAnswered() throws Exception {
    RunSettings settings =
        new RunSettings(
            2, 3, 60, new BigDecimal("1.8"), new BigDecimal("2.2"), false, null, null, null);
    LiveRun run =
        await(
            new RunCreation(pool, clock, 4)
                .create(
                    new NewRun(
                        null,
                        List.of(AUDIO, TOYS),
                        4,
                        "scripted",
                        "scripted",
                        settings,
                        true,
                        "api")));
    await(
        vertx.deployVerticle(
            new PipelineVerticle(run, pool, clock, System::nanoTime, 2_000, new Meters())));
    TestPostgres.execute(
        database,
        "create function fence() returns trigger language plpgsql as $$ begin new.epoch := 99; return new; end $$",
        "create trigger fence before update on runs for each row when (new.last_seq >= 4) execute function fence()",
        "alter table units add constraint no_six check (worker_id <> 6)");
    BestSellersQuery asked = new BestSellersQuery("172541", 1);
    List<Future<Committed>> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      WorkUnit unit = run.waiting().get(i);
      answers.add(
          Topics.entries(run.id())
              .request(
                  vertx,
                  new Entry(
                      List.of(
                          new ActivityEvent.Builder(
                                  UUID.randomUUID(),
                                  run.id(),
                                  clock.instant(),
                                  i == 3 ? 6 : i + 1,
                                  unit.phase(),
                                  Action.FETCHING)
                              .category(unit.category())
                              .unit(unit.id())
                              .url("https://x")
                              .attempt(1)
                              .startedAt(clock.instant())
                              .apiParams(asked)
                              .build()),
                      new Effect.Claim(
                          unit.id(),
                          0,
                          i == 3 ? 6 : i + 1,
                          1,
                          clock.instant(),
                          "https://x",
                          asked))));
    }
    for (Future<Committed> answer : answers) {
      await(answer.otherwiseEmpty()); // answered, whatever it says
    }
  }
}
