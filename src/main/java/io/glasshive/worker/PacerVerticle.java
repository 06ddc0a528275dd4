package io.glasshive.worker;

import io.glasshive.bus.PermitHold;
import io.glasshive.bus.PermitRequest;
import io.glasshive.bus.PermitReturn;
import io.glasshive.bus.Topics;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.metrics.Level;
import io.glasshive.metrics.Meters;
import io.glasshive.metrics.Meters.Measure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Grants the permits of one source to all its workers. */
public final class PacerVerticle extends VerticleBase {
  private static final long NO_TIMER = -1;

  private final String source;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Level waiting;
  private final Pacer pacer;
  private final Map<Pacer.Holder, Promise<PermitHold>> asked = new HashMap<>();
  private long timer = NO_TIMER;

  /**
   * @param source name of the source
   */
  public PacerVerticle(
      String source,
      Config.Limiter limits,
      Config.Retry backOff,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random,
      Meters meters) {
    this.source = source;
    this.clock = clock;
    this.nanos = nanos;
    this.waiting = meters.level(Measure.WAITING_PERMITS, source);
    this.pacer = new Pacer(limits, new RetryPolicy(backOff, random));
  }

  @Override
  public Future<?> start() {
    return Future.all(
        Topics.permits(source).answer(vertx, this::ask).completion(),
        Topics.permitReturns(source).answer(vertx, this::giveBack).completion());
  }

  private Future<PermitHold> ask(PermitRequest request) {
    Promise<PermitHold> granted = Promise.promise();
    asked.put(new Pacer.Holder(request.runId(), request.workerId()), granted);
    pacer.ask(request);
    grant();
    return granted.future();
  }

  private Future<PermitHold> giveBack(PermitReturn back) {
    Duration hold = pacer.giveBack(back, nanos.getAsLong());
    Promise<PermitHold> withdrawn = asked.remove(new Pacer.Holder(back.runId(), back.workerId()));
    if (withdrawn != null) {
      withdrawn.fail(new Failure.Unavailable("withdrawn", "The request was withdrawn.", null));
    }
    grant();
    return Future.succeededFuture(new PermitHold(hold == null ? null : clock.instant().plus(hold)));
  }

  private void grant() {
    for (PermitRequest request : pacer.grant(nanos.getAsLong())) {
      asked
          .remove(new Pacer.Holder(request.runId(), request.workerId()))
          .complete(new PermitHold(null));
    }
    waiting.set(asked.size());
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
    Duration wait = pacer.nextChange(nanos.getAsLong());
    if (wait != null) {
      timer =
          vertx.setTimer(
              Math.max(1, wait.toMillis() + 1),
              id -> {
                timer = NO_TIMER;
                grant();
              });
    }
  }
}
