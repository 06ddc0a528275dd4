package io.glasshive.worker;

import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.PermitHold;
import io.glasshive.bus.PermitReturn;
import io.glasshive.bus.WorkerIdle;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.Actor;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Reason;
import io.glasshive.domain.WorkUnit;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unit in the hands of one worker: permit, claim, call, landing. The request is in the log
 * before the call is made, and its outcome is committed before the worker is idle again.
 *
 * @param <P> the page that the source brings
 */
final class Job<P> {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  static final WorkerIdle.Obstacle OWN_FAULT =
      new WorkerIdle.Obstacle(
          Reason.INTERNAL, "A worker failed inside Glasshive; its log says why.");

  /** A request that was claimed. */
  private record Open(WorkerEvents.Request request, long claim) {}

  /** What a job needs of the world: the bus, as the worker sees it. */
  interface Surroundings {
    int workerId();

    Future<PermitHold> askPermit();

    Future<PermitHold> returnPermit(PermitReturn.Outcome outcome, Duration retryAfter);

    Future<Committed> commit(Entry entry);

    InstantSource clock();

    LongSupplier nanos();
  }

  private final WorkUnit unit;
  private final Call<P> call;
  private final WorkerEvents events;
  private final RetryPolicy retries;
  private final Surroundings world;

  private boolean asking;
  private boolean recalled;
  private boolean aborted;
  private Open open;

  Job(WorkUnit unit, Call<P> call, WorkerEvents events, RetryPolicy retries, Surroundings world) {
    this.unit = unit;
    this.call = call;
    this.events = events;
    this.retries = retries;
    this.world = world;
  }

  /** Runs the job; the future always succeeds. */
  Future<WorkerIdle> run() {
    asking = true;
    return world
        .askPermit()
        .transform(
            permit -> {
              asking = false;
              if (permit.failed() && !recalled) {
                return Future.succeededFuture(unpermitted(permit.cause()));
              }
              return recalled ? Future.succeededFuture(idle(true, null)) : claim();
            })
        .recover(this::bug)
        .otherwise(idle(false, OWN_FAULT));
  }

  /** Gives the unit back if it still waits for its permit; a request that is claimed goes on. */
  void recall() {
    if (asking && !recalled) {
      recalled = true;
      world.returnPermit(PermitReturn.Outcome.UNUSED, null);
    }
  }

  /** Makes no call any more; one in flight is cut off by closing the source. */
  void abort() {
    aborted = true;
    recall();
  }

  private Future<WorkerIdle> claim() {
    WorkerEvents.Request request =
        new WorkerEvents.Request(unit, call.url(), call.params(), world.clock().instant());
    Effect.Claim claim =
        new Effect.Claim(
            unit.id(),
            unit.claim(),
            world.workerId(),
            request.attempt(),
            request.startedAt(),
            request.url(),
            request.params());
    return world
        .commit(new Entry(List.of(events.fetching(request)), claim))
        .transform(
            answer -> {
              if (answer.failed()) {
                return claimUnwritten(answer.cause());
              }
              if (answer.result() instanceof Committed.Done done) {
                open = new Open(request, done.claim());
                return aborted
                    ? world
                        .returnPermit(PermitReturn.Outcome.UNUSED, null)
                        .compose(returned -> interrupted(request, done.claim(), 0))
                    : call(request, done.claim());
              }
              return world
                  .returnPermit(PermitReturn.Outcome.UNUSED, null)
                  .map(returned -> idle(true, null));
            });
  }

  /** Nobody grants permits for this source: asking again would not help. */
  private WorkerIdle unpermitted(Throwable cause) {
    return idle(true, new WorkerIdle.Obstacle(Reason.INTERNAL, cause.getMessage()));
  }

  /** Nothing can be written for this unit, now or when it is handed out again. */
  private Future<WorkerIdle> claimUnwritten(Throwable cause) {
    return world
        .returnPermit(PermitReturn.Outcome.UNUSED, null)
        .map(returned -> idle(true, new WorkerIdle.Obstacle(Reason.INTERNAL, cause.getMessage())));
  }

  private Future<WorkerIdle> call(WorkerEvents.Request request, long claim) {
    long began = world.nanos().getAsLong();
    return call.make()
        .transform(
            answer -> {
              long millis = (world.nanos().getAsLong() - began) / 1_000_000;
              if (answer.failed()) {
                return world
                    .returnPermit(PermitReturn.Outcome.ANSWERED, null)
                    .compose(returned -> cutOff(request, claim, millis, answer.cause()));
              } else if (answer.result() instanceof SourceAnswer.Read<P> read) {
                return world
                    .returnPermit(PermitReturn.Outcome.ANSWERED, null)
                    .compose(returned -> land(request, claim, millis, read.page()));
              }
              return failed(
                  request, claim, millis, ((SourceAnswer.Failed<P>) answer.result()).failure());
            });
  }

  private Future<WorkerIdle> land(WorkerEvents.Request request, long claim, long millis, P page) {
    List<ActivityEvent> found =
        events.found(request, call.itemsCount(page), millis, call.rowErrors(page));
    Effect effect = call.land(page, claim, world.workerId(), world.clock().instant());
    return world
        .commit(new Entry(found, effect))
        .transform(
            answer ->
                answer.succeeded()
                    ? Future.succeededFuture(idle(false, null))
                    : unwritten(request, claim, millis, answer.cause()));
  }

  private Future<WorkerIdle> failed(
      WorkerEvents.Request request, long claim, long millis, SourceFailure failure) {
    boolean limited = failure.type() == ErrorType.RATE_LIMIT;
    return world
        .returnPermit(
            limited ? PermitReturn.Outcome.RATE_LIMITED : PermitReturn.Outcome.ANSWERED,
            failure.retryAfter())
        .compose(hold -> settle(request, claim, millis, failure, hold));
  }

  private Future<WorkerIdle> settle(
      WorkerEvents.Request request,
      long claim,
      long millis,
      SourceFailure failure,
      PermitHold hold) {
    Instant now = world.clock().instant();
    boolean credentials = failure.verdict() == Verdict.CREDENTIALS;
    boolean limited = failure.type() == ErrorType.RATE_LIMIT;
    boolean counted = !credentials && !limited;
    Optional<Duration> delay =
        failure.verdict() == Verdict.RETRY && counted
            ? retries.delayAfter(unit.failures() + 1)
            : Optional.empty();
    boolean givenUp = counted && delay.isEmpty();
    Instant next =
        limited
            ? latest(now, hold.until())
            : delay.map(d -> latest(now.plus(d), hold.until())).orElse(null);
    Effect.Settle settle =
        new Effect.Settle(
            unit.id(),
            claim,
            givenUp ? Effect.Settle.Outcome.FAILED : Effect.Settle.Outcome.WAITING,
            counted,
            next,
            failure.type(),
            failure.stage(),
            failure.message(),
            now,
            credentials
                ? new Effect.Pause(Reason.CREDENTIALS, Actor.SERVER.wire(), failure.message())
                : null);
    return world
        .commit(new Entry(List.of(events.failed(request, failure, millis, next)), settle))
        .transform(
            answer ->
                answer.succeeded()
                    ? Future.succeededFuture(idle(false, null))
                    : unwritten(request, claim, millis, answer.cause()));
  }

  private static Instant latest(Instant a, Instant b) {
    return b == null || a.isAfter(b) ? a : b;
  }

  private Future<WorkerIdle> cutOff(
      WorkerEvents.Request request, long claim, long millis, Throwable cause) {
    if (aborted) {
      return interrupted(request, claim, millis);
    }
    LOG.error("the source of {} failed by a fault of ours", unit.id(), cause);
    return settle(
        request,
        claim,
        millis,
        new SourceFailure(
            ErrorType.API_ERROR,
            ErrorStage.API,
            "Reading the answer failed inside Glasshive; its log says why.",
            Verdict.RETRY,
            null),
        new PermitHold(null));
  }

  private Future<WorkerIdle> interrupted(WorkerEvents.Request request, long claim, long millis) {
    return commitLast(back(request, claim, millis, "The request was cut off."), null);
  }

  /** What came back cannot be stored: the request is closed, and the run cannot go on. */
  private Future<WorkerIdle> unwritten(
      WorkerEvents.Request request, long claim, long millis, Throwable cause) {
    return commitLast(
        back(request, claim, millis, "What came back could not be stored: " + cause.getMessage()),
        new WorkerIdle.Obstacle(Reason.INTERNAL, cause.getMessage()));
  }

  private Entry back(WorkerEvents.Request request, long claim, long millis, String message) {
    return new Entry(
        List.of(events.interrupted(request, message, millis)),
        new Effect.Settle(
            unit.id(),
            claim,
            Effect.Settle.Outcome.WAITING,
            false,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private Future<WorkerIdle> commitLast(Entry entry, WorkerIdle.Obstacle obstacle) {
    return world
        .commit(entry)
        .transform(
            answer -> {
              if (answer.failed()) {
                LOG.warn(
                    "the outcome of {} is not stored: {}", unit.id(), answer.cause().getMessage());
                return Future.succeededFuture(idle(false, obstacle == null ? OWN_FAULT : obstacle));
              }
              return Future.succeededFuture(idle(false, obstacle));
            });
  }

  private WorkerIdle idle(boolean unclaimed, WorkerIdle.Obstacle obstacle) {
    return new WorkerIdle(world.workerId(), unclaimed ? unit.id() : null, obstacle);
  }

  /** The request, where one is open, is closed; the run cannot go on. */
  private Future<WorkerIdle> bug(Throwable cause) {
    LOG.error("worker {} failed on {}", world.workerId(), unit.id(), cause);
    return world
        .returnPermit(PermitReturn.Outcome.UNUSED, null)
        .compose(
            returned ->
                open == null
                    ? Future.succeededFuture(idle(true, OWN_FAULT))
                    : commitLast(
                        back(open.request, open.claim, 0, OWN_FAULT.message()), OWN_FAULT));
  }
}
