package io.glasshive.worker;

import io.glasshive.bus.Abort;
import io.glasshive.bus.Assignment;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Effect;
import io.glasshive.bus.Entry;
import io.glasshive.bus.PermitHold;
import io.glasshive.bus.PermitRequest;
import io.glasshive.bus.PermitReturn;
import io.glasshive.bus.Recall;
import io.glasshive.bus.Topics;
import io.glasshive.bus.WorkerIdle;
import io.glasshive.config.Config;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.WorkUnit;
import io.glasshive.source.BestSellers;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.Sources;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of one run: takes a unit, sees it through, and is idle again. Its sources are opened
 * when they are first needed: a run whose source is not set up any more can still be resumed later
 * or cancelled.
 */
public final class WorkerVerticle extends VerticleBase {

  /**
   * What a worker is made for.
   *
   * @param workerId 1 … N
   */
  public record Post(
      UUID runId, int workerId, String amazonSource, String ebaySource, RunSettings settings) {}

  private static final Logger LOG = LoggerFactory.getLogger(WorkerVerticle.class);

  private final Post post;
  private final Sources sources;
  private final RetryPolicy retries;
  private final InstantSource clock;
  private final LongSupplier nanos;

  private BestSellers bestSellers;
  private SellerSearch sellerSearch;
  private Job<?> job;

  public WorkerVerticle(
      Post post,
      Sources sources,
      Config.Retry retry,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random) {
    this.post = post;
    this.sources = sources;
    this.retries = new RetryPolicy(retry, random);
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public Future<?> start() {
    return Future.all(
        Topics.assignments(post.runId(), post.workerId()).consume(vertx, this::work).completion(),
        Topics.recall(post.runId()).consume(vertx, this::recall).completion(),
        Topics.abort(post.runId()).consume(vertx, this::abort).completion());
  }

  @Override
  public Future<?> stop() {
    closeSources();
    return Future.succeededFuture();
  }

  private void work(Assignment assignment) {
    try {
      job = job(assignment.unit());
    } catch (Failure.Rejected notSetUp) {
      pause(assignment.unit(), notSetUp).onSuccess(this::idle);
      return;
    } catch (RuntimeException bug) {
      LOG.error("worker {} cannot open its source", post.workerId(), bug);
      idle(new WorkerIdle(post.workerId(), assignment.unit().id(), Job.OWN_FAULT));
      return;
    }
    job.run()
        .onSuccess(
            idle -> {
              job = null;
              idle(idle);
            });
  }

  private void idle(WorkerIdle idle) {
    Topics.idle(post.runId()).send(vertx, idle);
  }

  private Job<?> job(WorkUnit unit) {
    WorkerEvents events = new WorkerEvents(post.runId(), post.workerId(), clock);
    if (unit.phase() == Phase.AMAZON) {
      Call<?> call = new Call.OfBestSellers(unit, bestSellers());
      return new Job<>(unit, call, events, retries, new World(post.amazonSource()));
    }
    Call<?> call = new Call.OfSellers(unit, sellerSearch(), post.settings());
    return new Job<>(unit, call, events, retries, new World(post.ebaySource()));
  }

  private BestSellers bestSellers() {
    if (bestSellers == null) {
      bestSellers = sources.bestSellers(vertx, post.amazonSource());
    }
    return bestSellers;
  }

  private SellerSearch sellerSearch() {
    if (sellerSearch == null) {
      sellerSearch = sources.sellerSearch(vertx, post.ebaySource(), post.settings().keepInexact());
    }
    return sellerSearch;
  }

  /** A source that is not set up: the run waits for somebody to do that. */
  private Future<WorkerIdle> pause(WorkUnit unit, Failure.Rejected notSetUp) {
    Effect.Pause pause =
        new Effect.Pause(Reason.CREDENTIALS, Actor.SERVER.wire(), notSetUp.getMessage());
    return Topics.entries(post.runId())
        .request(vertx, new Entry(List.of(), pause))
        .map(answer -> new WorkerIdle(post.workerId(), unit.id(), null))
        .otherwise(
            cause ->
                new WorkerIdle(
                    post.workerId(),
                    unit.id(),
                    new WorkerIdle.Obstacle(Reason.INTERNAL, cause.getMessage())));
  }

  private void recall(Recall order) {
    if (job != null) {
      job.recall();
    }
  }

  private void abort(Abort order) {
    if (job != null) {
      job.abort();
    }
    closeSources();
  }

  private void closeSources() {
    if (bestSellers != null) {
      bestSellers.close();
      bestSellers = null;
    }
    if (sellerSearch != null) {
      sellerSearch.close();
      sellerSearch = null;
    }
  }

  /** The bus, as a job on one source sees it. */
  private final class World implements Job.Surroundings {
    private final String source;

    World(String source) {
      this.source = source;
    }

    @Override
    public int workerId() {
      return post.workerId();
    }

    @Override
    public Future<PermitHold> askPermit() {
      return Topics.permits(source)
          .request(
              vertx,
              new PermitRequest(
                  post.runId(),
                  post.workerId(),
                  post.settings().requestsPerSecond(),
                  post.settings().concurrency()));
    }

    @Override
    public Future<PermitHold> returnPermit(PermitReturn.Outcome outcome, Duration retryAfter) {
      return Topics.permitReturns(source)
          .request(vertx, new PermitReturn(post.runId(), post.workerId(), outcome, retryAfter));
    }

    @Override
    public Future<Committed> commit(Entry entry) {
      return Topics.entries(post.runId()).request(vertx, entry);
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public LongSupplier nanos() {
      return nanos;
    }
  }
}
