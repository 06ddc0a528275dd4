package io.glasshive.pipeline;

import static io.glasshive.pipeline.ScriptedSources.card;
import static io.glasshive.pipeline.ScriptedSources.cards;
import static io.glasshive.pipeline.ScriptedSources.failure;
import static io.glasshive.pipeline.ScriptedSources.product;
import static io.glasshive.pipeline.ScriptedSources.products;
import static io.glasshive.pipeline.ScriptedSources.rateLimited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Committed;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Product;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.pipeline.ScriptedSources.Gate;
import io.glasshive.source.SourceFailure.Verdict;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are paused, by whom and for whatever reason, and go on. */
@Timeout(60)
class PauseIT extends RunsOnScriptedSources {
  private static final Product LAMP = product("B000000001", "Lamp", 1_999);
  private static final Product CHAIR = product("B000000002", "Chair", 5_000);

  @AfterEach
  void leavesAGoodLogAndGoodRows() throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection);
    }
  }

  @Test
  void landsWhatIsInFlightAndGoesOnAtTheExactPage() throws Exception {
    Gate lamp = sources.gate("Lamp:1");
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", cards(true, card("1", "anna")))
        .answer("Lamp:2", cards(false, card("2", "ben")));
    UUID run = start(2, AUDIO).id();
    await(lamp.reached.future());

    Receipt met = accept(run, RunCommand.PAUSE);

    assertEquals(new Receipt(1, 0, 1), met);
    assertEquals(RunStatus.PAUSING, status(run));
    lamp.open();
    awaitStatus(run, RunStatus.PAUSED);
    List<ActivityEvent> log = log(run);
    ActivityEvent paused = log.get(log.size() - 1);
    assertEquals(Action.PAUSED, paused.action());
    assertEquals(Reason.USER, paused.reason());
    assertEquals("api", paused.actor());
    assertEquals(
        List.of(3, 1, 1, 1),
        List.of("kept_rows", "products", "sightings", "sellers_new").stream()
            .map(figure -> paused.details().get(figure))
            .toList());
    assertNotNull(paused.details().get("quiet_after_ms"));
    assertEquals(
        List.of("waiting|2"),
        rows("select status || '|' || page from units where asin is not null"));
    assertEquals(List.of("172541:1", "Lamp:1"), sources.calls());
    assertEquals(List.of("user"), rows("select reason from runs"));

    accept(run, RunCommand.RESUME);

    awaitStatus(run, RunStatus.COMPLETED);
    assertEquals(List.of("172541:1", "Lamp:1", "Lamp:2"), sources.calls());
    assertEquals(List.of("none"), rows("select coalesce(reason, 'none') from runs"));
  }

  @Test
  void completesInsteadWhenTheLastUnitIsSettledMeanwhile() throws Exception {
    Gate lamp = sources.gate("Lamp:1");
    sources.answer("172541:1", products(LAMP)).answer("Lamp:1", cards(false, card("1", "anna")));
    Started started = start(1, AUDIO);
    await(lamp.reached.future());

    accept(started.id(), RunCommand.PAUSE);
    lamp.open();

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
    assertEquals(0, count(log(started.id()), Action.PAUSED));
  }

  @Test
  void respectsABackOffThatAPauseFellInto() throws Exception {
    sources
        .answer("172541:1", products(LAMP))
        .answer("Lamp:1", rateLimited(Duration.ofMillis(500)), cards(false, card("1", "anna")));
    Started started = start(2, AUDIO);
    awaitEvent(started.id(), Action.RATE_LIMITED);

    accept(started.id(), RunCommand.PAUSE);
    assertEquals(RunStatus.PAUSED, status(started.id()), "in one commit: nothing was in flight");
    accept(started.id(), RunCommand.RESUME);

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
    List<ActivityEvent> log = log(started.id());
    ActivityEvent limited = only(log, Action.RATE_LIMITED);
    ActivityEvent again =
        log.stream()
            .filter(e -> e.action() == Action.FETCHING && e.attempt() == 2)
            .findFirst()
            .orElseThrow();
    // Written by the wall clock, waited by the monotonic one: they may part by a hair.
    assertFalse(again.startedAt().isBefore(limited.nextTryAt().minusMillis(20)));
  }

  @Test
  void givesBackThePermitsThatWorkersWaitFor() throws Exception {
    AtomicLong wanted = permitsOut();
    sources.answer("172541:1", products(LAMP, CHAIR));
    UUID run = start(settings(null, new BigDecimal("0.001")), 3, AUDIO).id();
    awaitEvent(run, Action.UPLOADING);
    Awaitility.await().until(() -> wanted.get() == 2);

    accept(run, RunCommand.PAUSE);

    assertEquals(RunStatus.PAUSED, status(run));
    Awaitility.await().until(() -> wanted.get() == 0);
    assertEquals(List.of("172541:1"), sources.calls());
    accept(run, RunCommand.RESUME);
    Awaitility.await().until(() -> wanted.get() == 2);
    accept(run, RunCommand.CANCEL);
    assertEquals(RunStatus.CANCELLED, status(run));
    Awaitility.await().until(() -> wanted.get() == 0);
  }

  @Test
  void refusesTheSameCommandTwiceAndSaysWhatIsAllowed() throws Exception {
    Gate gate = sources.gate("172541:1");
    sources.answer("172541:1", products());
    Started started = start(1, AUDIO);
    await(gate.reached.future());

    assertEquals("running [pause, cancel]", refused(started.id(), RunCommand.RESUME));
    accept(started.id(), RunCommand.PAUSE);
    assertEquals("pausing [resume, cancel]", refused(started.id(), RunCommand.PAUSE));
    accept(started.id(), RunCommand.RESUME);
    gate.open();

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
    assertEquals("completed []", refused(started.id(), RunCommand.PAUSE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void commandsInAHurryLeaveOneState(long seed) throws Exception {
    Product[] listed = new Product[60];
    for (int i = 0; i < listed.length; i++) {
      listed[i] = product("B0000001%02d".formatted(i), "Thing" + i, 1_000);
      sources.answer("Thing" + i + ":1", cards(true, card("1", "anna"), card("2", "ben" + i)));
      sources.answer("Thing" + i + ":2", cards(false, card("3", "carl" + i)));
    }
    sources.answer("172541:1", products(listed)).slow(2);
    Started started = start(4, AUDIO);
    boolean cancels = seed % 2 == 0;
    Map<RunCommand, AtomicInteger> accepted = new ConcurrentHashMap<>();
    List<Future<Void>> clients = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      clients.add(hurry(started.id(), new Random(seed * 31 + client), cancels, 20, accepted));
    }

    await(Future.all(clients));

    if (cancels && status(started.id()).live()) {
      await(command(started.id(), RunCommand.CANCEL)); // refused where it ends already
    } else if (status(started.id()).live()) {
      await(command(started.id(), RunCommand.RESUME)); // refused where it runs already
    }
    RunStatus end = await(started.ended());
    assertEquals(end, status(started.id()));
    List<ActivityEvent> log = log(started.id());
    assertEquals(accepted.get(RunCommand.PAUSE).get(), count(log, Action.PAUSING), "seed " + seed);
    assertEquals(
        new HashSet<>(sources.calls()).size(), sources.calls().size(), "a page asked twice");
    if (end == RunStatus.COMPLETED) {
      assertEquals(121, sources.calls().size());
      assertEquals(121, sum(log, Action.INSERTED));
    } else {
      assertTrue(cancels && end == RunStatus.CANCELLED, "seed " + seed + ": " + end);
    }
  }

  @Test
  void aStoppedServerLeavesAPausedRunPausedAndCommandable() throws Exception {
    Gate lamp = sources.gate("Lamp:1");
    sources.answer("172541:1", products(LAMP)).answer("Lamp:1", cards(false, card("1", "anna")));
    UUID run = start(2, AUDIO).id();
    await(lamp.reached.future());
    accept(run, RunCommand.PAUSE);

    LiveRun taken = restart(run);

    assertEquals(RunStatus.PAUSED, taken.status());
    assertEquals(1, taken.waiting().size());
    assertEquals(1, taken.waiting().get(0).attempts());
    long events = log(run).size();
    Started again = deploy(taken);
    taken = restart(run);
    assertEquals(RunStatus.PAUSED, taken.status());
    assertEquals(3, taken.epoch());
    assertEquals(events, log(run).size(), "taking up a paused run reports nothing");
    deploy(taken);
    lamp.open();
    accept(run, RunCommand.RESUME);
    assertEquals(RunStatus.COMPLETED, await(again.ended()));
  }

  @Test
  void aKilledServerLeavesAPausingRunPaused() throws Exception {
    sources.answer("172541:1", products(LAMP)).hang("Lamp:1");
    UUID run = start(2, AUDIO).id();
    await(sources.firstHang.future());
    accept(run, RunCommand.PAUSE);
    // The process dies: nobody closes anything.

    TakeUp.Taken taken = await(new TakeUp(pool, clock).takeUp(run));

    assertEquals(RunStatus.PAUSED, taken.run().status());
    List<ActivityEvent> log = log(run);
    assertEquals(Reason.INTERRUPTED, log.get(log.size() - 2).reason());
    ActivityEvent paused = log.get(log.size() - 1);
    assertEquals(Action.PAUSED, paused.action());
    assertEquals("api", paused.actor());
    assertEquals(1, paused.details().get("products"));
  }

  @Test
  void refusedCredentialsPauseTheRunAndLeaveTheUnitUnharmed() throws Exception {
    Gate toys = sources.gate("165793011:1");
    sources
        .answer("172541:1", failure(ErrorType.API_ERROR, Verdict.CREDENTIALS))
        .answer("165793011:1", products(LAMP))
        .answer("Lamp:1", cards(false, card("1", "anna")));
    Started started = start(3, AUDIO, TOYS);
    await(toys.reached.future());
    awaitStatus(started.id(), RunStatus.PAUSING);

    toys.open();

    awaitStatus(started.id(), RunStatus.PAUSED);
    List<ActivityEvent> log = log(started.id());
    ActivityEvent pausing = only(log, Action.PAUSING);
    ActivityEvent paused = log.get(log.size() - 1);
    for (ActivityEvent stop : List.of(pausing, paused)) {
      assertEquals(Reason.CREDENTIALS, stop.reason());
      assertEquals("server", stop.actor());
      assertEquals("scripted api_error", stop.details().get("message"));
    }
    assertEquals(1, sum(log, Action.UPLOADING), "what was in flight has landed");
    assertEquals(
        List.of("waiting|1|0"),
        rows(
            "select status || '|' || attempts || '|' || failures from units where unit like 'amazon:172541%'"));

    sources.answer("172541:1", products());
    accept(started.id(), RunCommand.RESUME);

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
  }

  @Test
  void aSourceThatIsNotSetUpPausesTheRunUntilItIs() throws Exception {
    sources.answer("172541:1", products());
    sources.notSetUp(new Failure.Rejected("credentials_missing", "Set oxylabs.password."));

    Started started = start(3, AUDIO);

    awaitStatus(started.id(), RunStatus.PAUSED);
    ActivityEvent pausing = only(log(started.id()), Action.PAUSING);
    assertEquals(Reason.CREDENTIALS, pausing.reason());
    assertEquals("Set oxylabs.password.", pausing.details().get("message"));
    assertEquals(List.of(), sources.calls());
    sources.notSetUp(null);
    accept(started.id(), RunCommand.RESUME);
    assertEquals(RunStatus.COMPLETED, await(started.ended()));
  }

  /** One client that gives commands, one after the other, whatever the answer. */
  private Future<Void> hurry(
      UUID run, Random random, boolean cancels, int left, Map<RunCommand, AtomicInteger> accepted) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    RunCommand next = random.nextBoolean() ? RunCommand.PAUSE : RunCommand.RESUME;
    if (cancels && random.nextInt(40) == 0) {
      next = RunCommand.CANCEL;
    }
    AtomicInteger count = accepted.computeIfAbsent(next, c -> new AtomicInteger());
    return command(run, next)
        .onSuccess(answer -> count.addAndGet(answer instanceof Committed.Done ? 1 : 0))
        .compose(answer -> hurry(run, random, cancels, left - 1, accepted));
  }

  private String refused(UUID run, RunCommand command) throws Exception {
    Failure why = assertInstanceOf(Committed.Refused.class, await(command(run, command))).why();
    assertEquals("illegal_state", why.code());
    return why.details().get("state") + " " + why.details().get("allowed");
  }

  private void awaitEvent(UUID run, Action action) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> count(log(run), action) > 0);
  }

  private static ActivityEvent only(List<ActivityEvent> log, Action action) {
    List<ActivityEvent> all = log.stream().filter(e -> e.action() == action).toList();
    assertEquals(1, all.size());
    return all.get(0);
  }
}
