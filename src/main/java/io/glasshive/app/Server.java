package io.glasshive.app;

import io.glasshive.bus.Topic;
import io.glasshive.bus.Topics;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.metrics.Meters;
import io.glasshive.simulator.SimulatorVerticle;
import io.glasshive.simulator.TruthDefaults;
import io.glasshive.source.oxylabs.ConfiguredSources;
import io.glasshive.store.DataDirectory;
import io.glasshive.store.Database;
import io.glasshive.store.EmbeddedPostgres;
import io.glasshive.store.Migrator;
import io.glasshive.store.Progress;
import io.glasshive.store.ServerLock;
import io.glasshive.web.Readiness;
import io.glasshive.web.WebParts;
import io.glasshive.web.WebVerticle;
import io.glasshive.worker.PacerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: everything deployed, in order, on one Vert.x. HTTP listens first and says what
 * is being prepared; then the database, the pacers, and the runs that were live.
 */
public final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Two event loops carry the page and its streams; the others are the workers' and writers'. */
  private static final int WEB_EVENT_LOOPS = 2;

  /**
   * How a server is started.
   *
   * @param takeUpLiveRuns whether runs that were live when the last server ended go on
   * @param listenOnFreePort whether the ports of the configuration are left to another server
   */
  public record Options(boolean takeUpLiveRuns, boolean listenOnFreePort) {}

  private final Vertx vertx;
  private final Config config;
  private final Options options;
  private final Meters meters;
  private final InstantSource clock = InstantSource.system();
  private final LongSupplier nanos = System::nanoTime;
  private final Promise<Void> ready = Promise.promise();
  private final Readiness readiness = new Readiness();
  private final Catalogue catalogue = Catalogue.load();

  private DataDirectory data;
  private EmbeddedPostgres postgres;
  private Database database;
  private ServerLock lock;
  private LiveRuns liveRuns;
  private SimulatorVerticle simulator;
  private URI url;
  private volatile boolean stopping;
  private Future<Void> prepared = Future.succeededFuture();
  private Future<Void> stopped;

  private Server(Vertx vertx, Config config, Options options, Meters meters) {
    this.vertx = vertx;
    this.config = options.listenOnFreePort() ? onFreePorts(config) : config;
    this.options = options;
    this.meters = meters;
  }

  /**
   * Completes when HTTP listens; the database may still be in preparation.
   *
   * @param meters of the process, those of {@code vertx} among them
   */
  public static Future<Server> start(Vertx vertx, Config config, Options options, Meters meters) {
    Topic.register(vertx);
    Server server = new Server(vertx, config, options, meters);
    return server
        .openDirectory()
        .compose(opened -> server.listen())
        .compose(listening -> server.startSimulator())
        .onSuccess(started -> server.prepare())
        .map(server)
        .recover(cause -> server.stop().transform(gone -> Future.failedFuture(cause)));
  }

  /** Completes when the database is up and live runs are taken up; fails with a {@link Failure}. */
  public Future<Void> ready() {
    return ready.future();
  }

  /** Where it listens: {@code http://127.0.0.1:8080}. */
  public URI url() {
    return url;
  }

  /** Where its simulator listens, when it has one. */
  public Optional<URI> simulatorUrl() {
    return Optional.ofNullable(simulator).map(SimulatorVerticle::uri);
  }

  /**
   * Stops in order: what is being prepared comes up or fails, runs are put away as their rows say
   * (starts and commands are refused from then on), HTTP and all else that listens, then the
   * database. Asked twice it answers twice.
   */
  public Future<Void> stop() {
    if (stopped == null) {
      stopping = true;
      stopped =
          prepared
              .transform(done -> step(liveRuns == null ? null : liveRuns.putAway()))
              .compose(done -> step(closeVerticles()))
              .compose(done -> step(lock == null ? null : lock.release()))
              .compose(done -> step(database == null ? null : database.close()))
              .compose(done -> step(postgres == null ? null : postgres.stop()))
              .compose(done -> step(closeDirectory()));
    }
    return stopped;
  }

  /** One step of stopping: the next is taken whatever comes of it. */
  private static Future<Void> step(Future<?> step) {
    return step == null
        ? Future.succeededFuture()
        : step.onFailure(cause -> LOG.warn("stopping: {}", cause.toString()))
            .<Void>mapEmpty()
            .otherwiseEmpty();
  }

  private Future<?> closeVerticles() {
    return Future.join(
        vertx.deploymentIDs().stream().map(id -> vertx.undeploy(id).otherwiseEmpty()).toList());
  }

  private Future<Void> openDirectory() {
    return vertx
        .executeBlocking(() -> DataDirectory.open(config.data().dir()), false)
        .onSuccess(opened -> data = opened)
        .mapEmpty();
  }

  private Future<Void> closeDirectory() {
    return data == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              data.close();
              return null;
            },
            false);
  }

  private Future<Void> listen() {
    Promise<Integer> listening = Promise.promise();
    WebParts parts =
        new WebParts(config, catalogue, readiness, listening, clock, WebParts.HEARTBEAT, meters);
    return vertx
        .deployVerticle(
            () -> new WebVerticle(parts), new DeploymentOptions().setInstances(WEB_EVENT_LOOPS))
        .recover(cause -> Future.failedFuture(portInUse(cause)))
        .compose(deployed -> listening.future())
        .onSuccess(port -> url = URI.create("http://" + urlHost(config.http().host()) + ":" + port))
        .mapEmpty();
  }

  private Throwable portInUse(Throwable cause) {
    if (!(cause instanceof BindException)) {
      return cause;
    }
    return new Failure.Unavailable(
        "port_in_use",
        "Port "
            + config.http().port()
            + " of "
            + config.http().host()
            + " is in use: stop what listens there, or set http.port (0 picks a free one).",
        cause);
  }

  private static String urlHost(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private Future<Void> startSimulator() {
    if (!config.simulator().enabled()) {
      return Future.succeededFuture();
    }
    SimulatorVerticle started = new SimulatorVerticle(config.simulator(), TruthDefaults.of(config));
    return vertx.deployVerticle(started).onSuccess(id -> simulator = started).mapEmpty();
  }

  private void prepare() {
    prepared =
        settings()
            .compose(settings -> unlessStopping(() -> Database.open(vertx, settings)))
            .onSuccess(opened -> database = opened)
            .compose(opened -> unlessStopping(this::takeLock))
            .compose(locked -> unlessStopping(() -> new Migrator(vertx).migrate(database)))
            .compose(migrated -> unlessStopping(this::deployPacers))
            .compose(deployed -> unlessStopping(this::deployRuns))
            .onSuccess(deployed -> readiness.ready(database.pool()))
            .onFailure(cause -> LOG.debug("the start failed", cause))
            .<Void>mapEmpty();
    prepared.onComplete(ready);
  }

  private <T> Future<T> unlessStopping(Supplier<Future<T>> step) {
    return stopping
        ? Future.failedFuture(new Failure.Unavailable("stopping", "The server is stopping.", null))
        : step.get();
  }

  private Future<Config.Database> settings() {
    if (config.database().url().isPresent()) {
      readiness.preparing(1, 1);
      return Future.succeededFuture(config.database());
    }
    Progress progress = (step, of, what) -> readiness.preparing(step, of);
    return EmbeddedPostgres.start(vertx, data, progress)
        .onSuccess(started -> postgres = started)
        .map(started -> started.settings(config.database().poolSize()));
  }

  /** One server a database: a second one is refused before it changes anything. */
  private Future<Void> takeLock() {
    return ServerLock.acquire(database, hostName(), ProcessHandle.current().pid())
        .onSuccess(
            held -> {
              lock = held;
              held.onLost(lost -> Topics.HANDING_OUT.publish(vertx, false));
              held.onRegained(regained -> Topics.HANDING_OUT.publish(vertx, true));
            })
        .mapEmpty();
  }

  private Future<Void> deployPacers() {
    Set<String> sources =
        new LinkedHashSet<>(List.of(config.source().amazon(), config.source().ebay()));
    sources.addAll(List.of("simulator", "oxylabs")); // of runs that an earlier start began
    return Future.all(
            sources.stream()
                .map(
                    source ->
                        vertx.deployVerticle(
                            new PacerVerticle(
                                source,
                                config.limiter(),
                                config.retry(),
                                clock,
                                nanos,
                                RandomGeneratorFactory.of("L64X128MixRandom").create(),
                                meters)))
                .toList())
        .mapEmpty();
  }

  private Future<Void> deployRuns() {
    ConfiguredSources sources = new ConfiguredSources(config, simulatorUrl(), clock);
    liveRuns =
        new LiveRuns(
            config, database.pool(), sources, clock, nanos, meters, options.takeUpLiveRuns());
    return vertx.deployVerticle(liveRuns).mapEmpty();
  }

  private static Config onFreePorts(Config c) {
    Config.Http http = new Config.Http(c.http().host(), 0, c.http().publicUrl());
    Config.Simulator s = c.simulator();
    Config.Simulator simulator =
        new Config.Simulator(
            s.enabled(), 0, s.seed(), s.data(), s.timeout(), s.listings(), s.dials());
    return new Config(
        http,
        c.data(),
        c.database(),
        c.source(),
        c.oxylabs(),
        c.amazon(),
        c.ebay(),
        c.run(),
        c.retry(),
        c.breaker(),
        c.limiter(),
        c.collect(),
        c.pipeline(),
        c.journal(),
        simulator);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
