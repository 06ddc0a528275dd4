package io.glasshive.run;

import io.glasshive.bus.Abort;
import io.glasshive.bus.Assignment;
import io.glasshive.bus.Command;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.Recall;
import io.glasshive.bus.RunEnded;
import io.glasshive.bus.RunProgress;
import io.glasshive.bus.Topics;
import io.glasshive.bus.WorkerIdle;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.WorkUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live run: hands its units to its workers while it is running, and passes commands on. In what
 * state the run is, is decided by its writer alone; this verticle follows its progress, so that
 * commands in a hurry leave one state.
 */
public final class RunVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(RunVerticle.class);
  private static final long NO_TIMER = -1;
  // A commit takes milliseconds; what is still open after this is closed when the run is taken up.
  private static final long MAX_STOP_MILLIS = 5_000;

  private final UUID runId;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final WorkQueue queue;
  private final List<WorkUnit> waiting;

  private RunStatus status;
  private boolean held;

  /** Why no worker can go on, until the writer has taken note of it; else null. */
  private WorkerIdle.Obstacle obstacle;

  /** Whether the last word, {@code failed} or the run's end, is on its way. */
  private boolean ending;

  /** Entries of this verticle that the writer has not answered. */
  private int unanswered;

  private Promise<Void> stopping;
  private long timer = NO_TIMER;

  /**
   * @param waiting units to hand out first
   * @param mayHandOut whether the server holds its lock
   * @param clock tells how long a unit must wait, once; from then on nanoseconds are counted
   */
  public RunVerticle(
      UUID runId,
      RunStatus status,
      int workers,
      List<WorkUnit> waiting,
      boolean mayHandOut,
      InstantSource clock,
      LongSupplier nanos) {
    this.runId = runId;
    this.status = status;
    this.waiting = List.copyOf(waiting);
    this.held = !mayHandOut;
    this.clock = clock;
    this.nanos = nanos;
    this.queue = new WorkQueue(workers);
  }

  @Override
  public Future<?> start() {
    waiting.forEach(this::offer);
    Topics.HANDING_OUT.consume(vertx, this::hold);
    return Future.all(
            Topics.progress(runId).consume(vertx, this::progress).completion(),
            Topics.idle(runId).consume(vertx, this::idle).completion(),
            Topics.commands(runId).answer(vertx, this::command).completion())
        .onSuccess(listening -> context.runOnContext(now -> handOut()));
  }

  /**
   * Stops handing out, and lets workers close what they have open and commands be answered, for a
   * bounded time: an answer that comes later reaches nobody.
   */
  @Override
  public Future<?> stop() {
    if (quiet()) {
      return Future.succeededFuture();
    }
    stopping = Promise.promise();
    abort();
    vertx.setTimer(MAX_STOP_MILLIS, late -> stopping.tryComplete());
    return stopping.future();
  }

  private void progress(RunProgress progress) {
    progress.waiting().forEach(this::offer);
    if (status != progress.status()) {
      status = progress.status();
      turn();
    }
    advance();
  }

  /** Tells the workers what a new status asks of them. */
  private void turn() {
    switch (status) {
      case PAUSING, PAUSED -> Topics.recall(runId).publish(vertx, new Recall());
      case CANCELLING, CANCELLED -> abort();
      default -> {}
    }
  }

  private void idle(WorkerIdle worker) {
    queue.free(worker);
    if (worker.obstacle() != null && obstacle == null) {
      obstacle = worker.obstacle();
      abort();
    }
    advance();
  }

  private void hold(Boolean mayHandOut) {
    held = !mayHandOut;
    handOut();
  }

  private Future<Committed> command(Command command) {
    return commit(
        switch (command.command()) {
          case START -> new Effect.Start(command.actor());
          case PAUSE -> new Effect.Pause(Reason.USER, command.actor(), null);
          case RESUME -> new Effect.Resume(command.actor());
          case CANCEL -> new Effect.Cancel(command.actor());
        });
  }

  private void abort() {
    Topics.abort(runId).publish(vertx, new Abort());
  }

  private void advance() {
    if (quiet()) {
      rest();
    }
    handOut();
  }

  private boolean quiet() {
    return queue.quiet() && unanswered == 0;
  }

  /** Neither a worker nor a command has anything to do with the run any more. */
  private void rest() {
    if (stopping != null) {
      stopping.tryComplete();
    }
    if (ending) {
      return;
    }
    if (status.ended()) {
      ending = true;
      Topics.ENDED.send(vertx, new RunEnded(runId, status));
    } else if (obstacle != null && stopping == null) {
      fail();
    }
  }

  private void fail() {
    ending = true;
    commit(new Effect.Fail(obstacle.reason(), obstacle.message()))
        .onComplete(
            done -> {
              ending = false;
              if (done.failed()) {
                // Whatever its writer can write again, a cancel say, moves the run on.
                LOG.error("run {} could not end: {}", runId, done.cause().getMessage());
                return;
              }
              if (done.result() instanceof Committed.Refused refused) {
                // Somebody stopped it meanwhile. Once resumed it meets the obstacle again, or not.
                LOG.warn("run {} did not end: {}", runId, refused.why().getMessage());
              }
              obstacle = null;
              advance();
            });
  }

  private Future<Committed> commit(Effect effect) {
    unanswered++;
    return Topics.entries(runId)
        .request(vertx, new Entry(List.of(), effect))
        .onComplete(
            answered -> {
              unanswered--;
              advance();
            });
  }

  private void offer(WorkUnit unit) {
    if (unit.notBefore() == null) {
      queue.offer(unit);
    } else {
      Duration wait = Duration.between(clock.instant(), unit.notBefore());
      queue.offerAt(unit, nanos.getAsLong() + wait.toNanos());
    }
  }

  private boolean mayHandOut() {
    return status == RunStatus.RUNNING && obstacle == null && stopping == null && !held;
  }

  private void handOut() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
    if (!mayHandOut()) {
      return;
    }
    long now = nanos.getAsLong();
    for (WorkQueue.Handout handout : queue.handOut(now)) {
      Topics.assignments(runId, handout.workerId()).send(vertx, new Assignment(handout.unit()));
    }
    queue.nanosToNextDue(now).ifPresent(this::wakeIn);
  }

  private void wakeIn(long waitNanos) {
    timer =
        vertx.setTimer(
            Math.max(1, waitNanos / 1_000_000 + 1),
            id -> {
              timer = NO_TIMER;
              handOut();
            });
  }
}
