package io.glasshive.pipeline;

import static io.glasshive.pipeline.ScriptedSources.card;
import static io.glasshive.pipeline.ScriptedSources.cards;
import static io.glasshive.pipeline.ScriptedSources.product;
import static io.glasshive.pipeline.ScriptedSources.products;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Product;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.pipeline.ScriptedSources.Gate;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run makes as many calls as it was granted, to the call. */
@Timeout(60)
class BudgetIT extends RunsOnScriptedSources {

  @AfterEach
  void leavesAGoodLogAndGoodRows() throws Exception {
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection);
    }
  }

  @Test
  void neverMakesACallTooManyWithEightWorkersAndGrantsAsManyAgainAtAResume() throws Exception {
    AtomicLong wanted = permitsOut();
    list(45);
    sources.slow(1);
    Started started = start(settings(20, null), 8, AUDIO);

    for (int grants = 1; grants <= 2; grants++) {
      awaitStatus(started.id(), RunStatus.PAUSED);
      assertEquals(20L * grants, count(log(started.id()), Action.FETCHING));
      assertEquals(List.of("budget"), rows("select reason from runs"));
      Awaitility.await().until(() -> wanted.get() == 0);
      accept(started.id(), RunCommand.RESUME);
    }

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
    List<ActivityEvent> log = log(started.id());
    assertEquals(46, count(log, Action.FETCHING));
    assertEquals(
        List.of(40, 60),
        log.stream()
            .filter(e -> e.action() == Action.RESUMED)
            .map(e -> e.details().get("calls_granted"))
            .toList());
  }

  @Test
  void completesWhenTheLastCallSettlesEverything() throws Exception {
    list(2);
    Started started = start(settings(3, null), 4, AUDIO);

    assertEquals(RunStatus.COMPLETED, await(started.ended()));
    assertEquals(0, count(log(started.id()), Action.PAUSING));
  }

  @Test
  void aCallThatWasCutOffIsPaidForAlsoAfterARestart() throws Exception {
    list(2);
    Gate gate = sources.gate("Thing0:1");
    UUID run = start(settings(2, null), 1, AUDIO).id();
    await(gate.reached.future());

    Started again = deploy(restart(run));

    awaitStatus(run, RunStatus.PAUSED);
    assertEquals(2, count(log(run), Action.FETCHING));
    gate.open();
    deploy(restart(run));
    accept(run, RunCommand.RESUME);
    assertEquals(RunStatus.COMPLETED, await(again.ended()));
    assertEquals(4, count(log(run), Action.FETCHING));
  }

  @Test
  void aPersonsPauseGrantsNothing() throws Exception {
    list(3);
    Gate gate = sources.gate("172541:1");
    UUID run = start(settings(1, null), 2, AUDIO).id();
    await(gate.reached.future());
    accept(run, RunCommand.PAUSE);
    gate.open();
    awaitStatus(run, RunStatus.PAUSED);

    accept(run, RunCommand.RESUME);

    awaitStatus(run, RunStatus.PAUSED);
    assertEquals(1, count(log(run), Action.FETCHING));
    assertEquals(List.of("budget"), rows("select reason from runs"));
  }

  private void list(int count) {
    Product[] listed = new Product[count];
    for (int i = 0; i < count; i++) {
      listed[i] = product("B0000001%02d".formatted(i), "Thing" + i, 1_000);
      sources.answer("Thing" + i + ":1", cards(false, card("1", "anna")));
    }
    sources.answer("172541:1", products(listed));
  }
}
