package io.glasshive.run;

import io.glasshive.bus.Abort;
import io.glasshive.bus.Assignment;
import io.glasshive.bus.Command;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.RunEnded;
import io.glasshive.bus.RunProgress;
import io.glasshive.bus.Topics;
import io.glasshive.bus.WorkerIdle;
import io.glasshive.domain.RunStatus;
import io.glasshive.domain.WorkUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live run: hands its units to its workers and carries out commands. What happened is decided
 * by the run's writer; this verticle follows its progress.
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
  private boolean aborted;
  private WorkerIdle.Obstacle obstacle;
  private boolean finishing;
  private boolean held;
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
            Topics.obstacles(runId).consume(vertx, this::meet).completion(),
            Topics.commands(runId).answer(vertx, this::command).completion())
        .onSuccess(listening -> context.runOnContext(now -> handOut()));
  }

  /** Stops handing out, and lets workers close what they have open, for a bounded time. */
  @Override
  public Future<?> stop() {
    if (queue.quiet()) {
      return Future.succeededFuture();
    }
    stopping = Promise.promise();
    abort();
    vertx.setTimer(MAX_STOP_MILLIS, late -> stopping.tryComplete());
    return stopping.future();
  }

  private void progress(RunProgress progress) {
    status = progress.status();
    progress.waiting().forEach(this::offer);
    advance();
  }

  private void idle(WorkerIdle worker) {
    queue.free(worker);
    if (worker.obstacle() != null) {
      meet(worker.obstacle());
    }
    advance();
  }

  private void meet(WorkerIdle.Obstacle met) {
    if (obstacle == null) {
      obstacle = met;
      abort();
    }
  }

  private void hold(Boolean mayHandOut) {
    held = !mayHandOut;
    handOut();
  }

  private Future<Committed> command(Command command) {
    return switch (command.command()) {
      case START -> commit(new Effect.Start(command.actor()));
      case CANCEL ->
          commit(new Effect.Cancel(command.actor()))
              .onSuccess(
                  answer -> {
                    if (answer instanceof Committed.Done) {
                      abort();
                      advance();
                    }
                  });
    };
  }

  private void abort() {
    if (!aborted) {
      aborted = true;
      Topics.abort(runId).publish(vertx, new Abort());
    }
  }

  private void advance() {
    if (stopping != null && queue.quiet()) {
      stopping.tryComplete();
    }
    if (status.ended()) {
      if (queue.quiet() && !finishing) {
        finishing = true;
        Topics.ENDED.send(vertx, new RunEnded(runId, status));
      }
    } else if (aborted && queue.quiet() && !finishing) {
      finish();
    } else {
      handOut();
    }
  }

  /** Nothing is in flight any more: the run can end. */
  private void finish() {
    if (status == RunStatus.CANCELLING) {
      end(new Effect.FinishCancel());
    } else if (obstacle != null && stopping == null) {
      end(new Effect.Fail(obstacle.reason(), obstacle.message()));
    }
  }

  private void end(Effect effect) {
    finishing = true;
    commit(effect)
        .onComplete(
            done -> {
              finishing = false;
              if (done.failed()) {
                LOG.error("run {} could not end: {}", runId, done.cause().getMessage());
                return;
              }
              if (done.result() instanceof Committed.Refused refused) {
                LOG.warn("run {} did not end: {}", runId, refused.why().getMessage());
              }
              if (status.ended() || status == RunStatus.CANCELLING) {
                advance();
              }
            });
  }

  private Future<Committed> commit(Effect effect) {
    return Topics.entries(runId).request(vertx, new Entry(List.of(), effect));
  }

  private void offer(WorkUnit unit) {
    if (unit.notBefore() == null) {
      queue.offer(unit);
    } else {
      Duration wait = Duration.between(clock.instant(), unit.notBefore());
      queue.offerAt(unit, nanos.getAsLong() + wait.toNanos());
    }
  }

  private void handOut() {
    if (status != RunStatus.RUNNING || aborted || held) {
      return;
    }
    long now = nanos.getAsLong();
    for (WorkQueue.Handout handout : queue.handOut(now)) {
      Topics.assignments(runId, handout.workerId()).send(vertx, new Assignment(handout.unit()));
    }
    wakeIn(queue.nanosToNextDue(now));
  }

  private void wakeIn(OptionalLong waitNanos) {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
    if (waitNanos.isPresent()) {
      long wait = Math.max(1, waitNanos.getAsLong() / 1_000_000 + 1);
      timer =
          vertx.setTimer(
              wait,
              id -> {
                timer = NO_TIMER;
                handOut();
              });
    }
  }
}
