package io.glasshive.pipeline;

import static io.glasshive.pipeline.ScriptedSources.card;
import static io.glasshive.pipeline.ScriptedSources.cards;
import static io.glasshive.pipeline.ScriptedSources.failure;
import static io.glasshive.pipeline.ScriptedSources.product;
import static io.glasshive.pipeline.ScriptedSources.products;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Command;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Topics;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Product;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RowError;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.store.Database;
import io.glasshive.store.TestPostgres;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers, run and writer together on a real database, with scripted sources. */
@Timeout(60)
class CollectionIT extends RunsOnScriptedSources {
  private static final Product LAMP = product("B000000001", "Lamp", 1_999);
  private static final Product CHAIR = product("B000000002", "Chair", 5_000);
  private static final Product GHOST = new Product("B000000003", "Ghost", null);

  @AfterEach
  void leavesAGoodLogAndGoodRows() throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection);
    }
  }

  @Test
  void collectsProductsAndThenTheirSellers() throws Exception {
    sources
        .answer("172541:1", products(LAMP, CHAIR, LAMP))
        .answer("165793011:1", products(CHAIR))
        .answer("Lamp:1", cards(true, card("1", "anna"), card("2", "ben"), card("3", "Anna")))
        .answer("Lamp:2", cards(false, card("3", "anna"), card("4", "carl")))
        .answer("Chair:1", cards(false, card("1", "ben")));

    UUID run = collect(2, AUDIO, TOYS);

    List<ActivityEvent> log = log(run);
    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(5, count(log, Action.FETCHING));
    assertEquals(4, sum(log, Action.UPLOADING));
    assertEquals(3, sum(log, Action.INSERTED));
    assertEquals(3, sum(log, Action.DEDUPED));
    assertEquals(
        List.of("amazon phase", "ebay phase", "ebay run"),
        log.stream()
            .filter(e -> e.action() == Action.COMPLETE)
            .map(e -> e.phase().wire() + " " + e.scope().wire())
            .toList());
    assertEquals(
        List.of("2|5|6|3|0|5|0"),
        rows(
            "select products || '|' || sightings || '|' || sellers_found || '|' || sellers_new || '|' || sellers_known || '|' || requests || '|' || errors from runs"));
    assertEquals(
        List.of("anna|1", "ben|1", "carl|1"),
        rows("select normalized_name || '|' || times_seen from sellers order by 1"));
  }

  @Test
  void meetsEverySellerAgainInASecondRun() throws Exception {
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(false, card("1", "anna"), card("2", "ben")));

    collect(2, AUDIO);
    UUID second = collect(2, AUDIO);

    assertEquals(0, sum(log(second), Action.INSERTED));
    assertEquals(2, sum(log(second), Action.UPDATED));
    assertEquals(List.of("2", "2"), rows("select times_seen::text from sellers"));
    assertEquals(
        List.of("0|2"),
        rows("select sellers_new || '|' || sellers_known from runs where id = '" + second + "'"));
  }

  @Test
  void writesASellerAgainOnlyWhereItChanged() throws Exception {
    TestPostgres.execute(
        database,
        "create table writes (name text, feedback bigint)",
        "create function note() returns trigger language plpgsql as $$ begin insert into writes values (new.normalized_name, new.feedback_count); return new; end $$",
        "create trigger note after update of feedback_count on sellers for each row execute function note()");
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(true, card("1", "anna"), card("2", "ben")))
        .answer("Lamp:2", cards(true, card("3", "anna"), card("4", "ben", 1_140)))
        .answer("Lamp:3", cards(false, card("5", "anna"), card("6", "ben")));

    UUID run = collect(1, AUDIO);

    assertEquals(List.of("ben 1140"), rows("select name || ' ' || feedback from writes"));
    assertEquals(2, sum(log(run), Action.INSERTED));
    assertEquals(4, sum(log(run), Action.DEDUPED));
    assertEquals(4, sum(log(run), Action.UPDATED));
    assertEquals(List.of("1", "1"), rows("select times_seen::text from sellers"));
  }

  @Test
  void triesAgainAndThenLeavesAGap() throws Exception {
    sources
        .answer("172541:1", failure(ErrorType.HTTP_500, Verdict.RETRY), products(LAMP, CHAIR))
        .answer("Lamp:1", failure(ErrorType.TIMEOUT, Verdict.RETRY))
        .answer(
            "Chair:1",
            failure(ErrorType.RATE_LIMIT, Verdict.RETRY),
            failure(ErrorType.RATE_LIMIT, Verdict.RETRY),
            failure(ErrorType.RATE_LIMIT, Verdict.RETRY),
            failure(ErrorType.RATE_LIMIT, Verdict.RETRY),
            cards(false, card("1", "ben")));

    UUID run = collect(2, AUDIO);

    List<ActivityEvent> log = log(run);
    assertEquals(RunStatus.COMPLETED_WITH_GAPS, status(run));
    assertEquals(
        List.of("ebay:B000000001|timeout"),
        rows("select unit || '|' || error_type from units where status = 'failed'"));
    assertEquals(4, count(log, Action.RATE_LIMITED));
    assertEquals(4, count(log, Action.ERROR));
    assertTrue(
        log.stream()
            .filter(e -> e.action() == Action.RATE_LIMITED)
            .allMatch(e -> e.nextTryAt() != null));
    assertEquals(
        List.of(1, 2, 3),
        log.stream()
            .filter(e -> e.action() == Action.ERROR && e.errorType() == ErrorType.TIMEOUT)
            .map(ActivityEvent::attempt)
            .toList());
  }

  @Test
  void skipsAProductWithoutAPriceUntilAPageBringsOne() throws Exception {
    RowError noPrice = new RowError(ErrorStage.PRICE_PARSING, "no price");
    sources
        .answer("172541:1", products(List.of(noPrice), GHOST))
        .answer("165793011:1", products(List.of(noPrice), GHOST));

    UUID run = collect(1, AUDIO, TOYS);

    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(
        List.of("skipped|no_price"),
        rows("select status || '|' || reason from units where phase = 'ebay'"));

    sources.answer("165793011:1", products(product("B000000003", "Ghost", 700)));
    sources.answer("Ghost:1", cards(false, card("9", "zoe")));

    UUID second = collect(1, AUDIO, TOYS);

    assertEquals(RunStatus.COMPLETED, status(second));
    assertEquals(1, sum(log(second), Action.INSERTED));
  }

  @Test
  void stopsAtAPageThatBringsNothingNew() throws Exception {
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(true, card("1", "anna")))
        .answer("Lamp:2", cards(true, card("1", "anna")));

    UUID run = collect(1, AUDIO);

    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(List.of("172541:1", "Lamp:1", "Lamp:2"), sources.calls());
  }

  @Test
  void cancelClosesWhatIsOpenAndKeepsWhatWasStored() throws Exception {
    sources
        .answer("172541:1", products(LAMP, CHAIR))
        .answer("Chair:1", cards(false, card("1", "ben")))
        .hang("Lamp:1");
    Started started = start(1, AUDIO);
    await(sources.firstHang.future());

    Committed answer =
        await(
            Topics.commands(started.id())
                .request(vertx, new Command(started.id(), RunCommand.CANCEL, "api")));

    assertEquals(1, ((Committed.Done) answer).receipt().inFlight());
    assertEquals(RunStatus.CANCELLED, await(started.ended()));
    List<ActivityEvent> log = log(started.id());
    ActivityEvent closing = log.get(log.size() - 2);
    assertEquals(Reason.INTERRUPTED, closing.reason());
    assertEquals(Action.CANCELLED, log.get(log.size() - 1).action());
    assertEquals("api", log.get(log.size() - 1).actor());
    assertEquals(List.of("0"), rows("select count(*)::text from units where status = 'in_flight'"));
  }

  @Test
  void setsAsideTheRowsThatTheDatabaseRefuses() throws Exception {
    TestPostgres.execute(
        database,
        "alter table sellers add constraint no_zoe check (normalized_name <> 'zoe')",
        "alter table products add constraint no_chair check (asin <> 'B000000002')");
    sources
        .answer("172541:1", products(LAMP, CHAIR, LAMP))
        .answer(
            "Lamp:1",
            cards(false, card("1", "anna"), card("2", "zoe"), card("3", "ben"), card("4", "zoe")));

    UUID run = collect(1, AUDIO);

    List<ActivityEvent> log = log(run);
    assertEquals(RunStatus.COMPLETED, status(run));
    assertEquals(2, sum(log, Action.UPLOADING));
    assertEquals(2, sum(log, Action.INSERTED));
    assertEquals(0, sum(log, Action.DEDUPED));
    assertEquals(
        List.of(
            ErrorStage.PRODUCT_EXTRACTION,
            ErrorStage.SELLER_EXTRACTION,
            ErrorStage.SELLER_EXTRACTION),
        log.stream().filter(ActivityEvent::isRowError).map(ActivityEvent::errorStage).toList());
    assertEquals(List.of("1", "3"), rows("select listing_id from sightings order by listing_id"));
  }

  @Test
  void takesUpARunThatWasCutOff() throws Exception {
    sources.answer("172541:1", products(LAMP)).hang("Lamp:1");
    Started started = start(2, AUDIO);
    await(sources.firstHang.future());
    // The process dies: nobody closes anything.
    Pool later = await(Database.open(vertx, database)).pool();

    TakeUp.Taken taken = await(new TakeUp(later, clock).takeUp(started.id()));

    assertEquals(2, taken.run().epoch());
    assertEquals(RunStatus.RUNNING, taken.run().status());
    assertEquals(1, taken.run().waiting().size());
    assertEquals(1, taken.run().waiting().get(0).attempts());
    List<ActivityEvent> log = log(started.id());
    assertEquals(Reason.INTERRUPTED, log.get(log.size() - 2).reason());
    assertEquals(Reason.RESTART, log.get(log.size() - 1).reason());
  }
}
