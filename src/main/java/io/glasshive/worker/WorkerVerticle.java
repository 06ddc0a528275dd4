package io.glasshive.worker;

import io.glasshive.bus.Abort;
import io.glasshive.bus.Assignment;
import io.glasshive.bus.Committed;
import io.glasshive.bus.Entry;
import io.glasshive.bus.PermitHold;
import io.glasshive.bus.PermitRequest;
import io.glasshive.bus.PermitReturn;
import io.glasshive.bus.Topics;
import io.glasshive.bus.WorkerIdle;
import io.glasshive.config.Config;
import io.glasshive.domain.Phase;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.WorkUnit;
import io.glasshive.source.BestSellers;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.Sources;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One worker of one run: takes a unit, sees it through, and is idle again. */
public final class WorkerVerticle extends VerticleBase {

  /**
   * What a worker is made for.
   *
   * @param workerId 1 … N
   */
  public record Post(
      UUID runId, int workerId, String amazonSource, String ebaySource, RunSettings settings) {}

  private final Post post;
  private final Sources sources;
  private final RetryPolicy retries;
  private final InstantSource clock;
  private final LongSupplier nanos;

  private BestSellers bestSellers;
  private SellerSearch sellerSearch;
  private Job<?> job;
  private boolean aborted;

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
    bestSellers = sources.bestSellers(vertx, post.amazonSource());
    sellerSearch = sources.sellerSearch(vertx, post.ebaySource(), post.settings().keepInexact());
    return Future.all(
        Topics.assignments(post.runId(), post.workerId()).consume(vertx, this::work).completion(),
        Topics.abort(post.runId()).consume(vertx, this::abort).completion());
  }

  @Override
  public Future<?> stop() {
    bestSellers.close();
    sellerSearch.close();
    return Future.succeededFuture();
  }

  private void work(Assignment assignment) {
    WorkUnit unit = assignment.unit();
    WorkerEvents events = new WorkerEvents(post.runId(), post.workerId(), clock);
    World world = new World(unit.phase() == Phase.AMAZON ? post.amazonSource() : post.ebaySource());
    job =
        unit.phase() == Phase.AMAZON
            ? new Job<>(unit, new Call.OfBestSellers(unit, bestSellers), events, retries, world)
            : new Job<>(
                unit,
                new Call.OfSellers(unit, sellerSearch, post.settings()),
                events,
                retries,
                world);
    Future<?> done =
        job.run()
            .onSuccess(
                idle -> {
                  job = null;
                  Topics.idle(post.runId()).send(vertx, idle);
                });
    if (aborted && !done.isComplete()) {
      job.abort();
    }
  }

  private void abort(Abort order) {
    aborted = true;
    if (job != null) {
      job.abort();
    }
    bestSellers.close();
    sellerSearch.close();
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
    public void tell(WorkerIdle.Obstacle obstacle) {
      Topics.obstacles(post.runId()).send(vertx, obstacle);
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
