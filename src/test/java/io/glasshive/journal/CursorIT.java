package io.glasshive.journal;

import static io.glasshive.journal.StoredRuns.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Phase;
import io.glasshive.domain.RunStatus;
import io.glasshive.metrics.Meters;
import io.glasshive.store.Database;
import io.glasshive.store.EventFilter;
import io.glasshive.store.EventReader;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cursors over a real log, on one event loop. */
@Timeout(60)
class CursorIT {
  private Vertx vertx;
  private Context context;
  private StoredRuns runs;
  private LogReader log;
  private final Rings rings = new Rings(1_000_000);
  private UUID run;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    context = vertx.getOrCreateContext();
    Database database = await(Database.open(vertx, TestPostgres.newDatabase()));
    runs = new StoredRuns(database.pool());
    log = new LogReader(new EventReader(database.pool()), new Meters());
    run = runs.run(RunStatus.RUNNING);
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void givesTheSameBytesFromTheTableAndFromTheRing() {
    Chunk first = runs.append(run, 300);
    Chunk second = runs.append(run, 40);
    String all = first.frames(1, 300).toString() + second.frames(301, 340);

    String fromTable = everything(cursor(EventFilter.ALL, 0, 340));
    rings.add(first);
    rings.add(second);
    String fromRing = everything(cursor(EventFilter.ALL, 0, 340));

    assertEquals(all, fromTable);
    assertEquals(all, fromRing);
  }

  @Test
  void goesFromTheTableIntoTheRing() {
    Chunk first = runs.append(run, 10);
    Chunk second = runs.append(run, 10);
    rings.add(second);

    Cursor cursor = cursor(EventFilter.ALL, 3, 20);
    String taken = everything(cursor);

    assertEquals(first.frames(4, 10).toString() + second.frames(11, 20), taken);
    assertEquals(20, cursor.position());
  }

  @Test
  void leavesTheChunksOfOthersAloneWhenItJoinsThem() {
    Chunk first = runs.append(run, 2);
    Chunk second = runs.append(run, 2);
    rings.add(first);
    rings.add(second);
    String before = first.frames(1, 2).toString();
    int size = first.size();

    everything(cursor(EventFilter.ALL, 0, 4));

    assertEquals(before, first.frames(1, 2).toString());
    assertEquals(size, first.size());
  }

  @Test
  void passesEventsThatDoNotMatch() {
    runs.append(run, StoredRuns.fetching(run, 1), StoredRuns.fetching(run, 2));
    Chunk last = runs.append(run, StoredRuns.found(run, 2), StoredRuns.found(run, 1));
    rings.add(last);

    Cursor cursor = cursor(new EventFilter(2, Phase.AMAZON, null, null, false), 0, 4);
    String taken = everything(cursor);

    assertEquals(List.of(2L, 3L), seqs(taken));
    assertEquals(4, cursor.position());
    assertTrue(cursor.atEnd());
  }

  @Test
  void saysWhereARunMayHaveEndedEvenWhenThatEventIsFilteredOut() {
    runs.append(run, StoredRuns.fetching(run, 1), StoredRuns.ofRun(run, Action.CANCELLED));

    Cursor cursor = cursor(new EventFilter(1, null, null, null, false), 0, 2);
    Cursor.Step step = onLoop(cursor::next);

    assertTrue(step.mayEnd());
    assertEquals(List.of(1L), seqs(step.frames().toString()));
  }

  @Test
  void staysWhereItIsWhenTheLogHasAHole() {
    runs.append(run, 5);
    runs.execute("delete from activity_events where run_id = $1 and seq = 3", Tuple.of(run));
    Cursor cursor = cursor(EventFilter.ALL, 1, 5);

    assertThrows(Failure.Fault.class, () -> onLoop(cursor::next));

    assertEquals(1, cursor.position());
    assertFalse(cursor.atEnd());
  }

  @Test
  void sharesAPageAmongReadersAndKeepsItOnceItIsFull() {
    runs.append(run, LogReader.PAGE_EVENTS + 1);

    List<Chunk> pages =
        onLoop(
            () -> {
              Future<Chunk> one = log.page(run, 1, 257);
              Future<Chunk> another = log.page(run, 200, 256);
              return Future.all(one, another).map(both -> both.<Chunk>list());
            });
    Chunk later = onLoop(() -> log.page(run, 7, 257));

    assertSame(pages.get(0), pages.get(1));
    assertSame(pages.get(0), later);
  }

  @Test
  void readsAgainForWhoeverKnowsOfMoreThanAReadUnderWayMaySee() {
    runs.append(run, 2);
    Promise<Void> underWay = Promise.promise();
    Future<Chunk> early =
        onLoopStart(
            () -> {
              Future<Chunk> page = log.page(run, 1, 2);
              underWay.complete();
              return page;
            });
    await(underWay.future());
    runs.append(run, 1);

    Chunk page = onLoop(() -> log.page(run, 3, 3));

    assertEquals(3, page.lastSeq());
    assertTrue(await(early).lastSeq() >= 2);
  }

  private Cursor cursor(EventFilter filter, long position, long known) {
    return new Cursor(run, filter, rings, log, position, known);
  }

  private String everything(Cursor cursor) {
    Buffer all = Buffer.buffer();
    while (!cursor.atEnd()) {
      all.appendBuffer(onLoop(cursor::next).frames());
    }
    return all.toString();
  }

  private static List<Long> seqs(String frames) {
    return frames
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> Long.valueOf(line.substring(4)))
        .toList();
  }

  private <T> T onLoop(Supplier<Future<T>> work) {
    return await(onLoopStart(work));
  }

  private <T> Future<T> onLoopStart(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> work.get().onComplete(done));
    return done.future();
  }
}
