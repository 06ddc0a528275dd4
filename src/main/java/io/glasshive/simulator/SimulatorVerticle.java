package io.glasshive.simulator;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the simulated marketplace over HTTP on 127.0.0.1, in the server's process or in one of its
 * own. Deploy one instance.
 *
 * <p>The deployment fails with {@link Failure.Rejected} naming a dial that is unknown or out of
 * bounds, and with {@link Failure.Unavailable} naming {@code simulator.data} or {@code
 * simulator.port} when the directory cannot be used or the port is taken.
 */
public final class SimulatorVerticle extends VerticleBase {
  /** The only address it listens on. */
  public static final String HOST = "127.0.0.1";

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorVerticle.class);

  private final Config.Simulator config;
  private final TruthDefaults defaults;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private CallBook book;
  private KeptDials keptDials;
  private Dials kept;
  private Dials inForce;

  /** Made at the first request, on the context of the verticle. */
  private Future<Router> api;

  private WorkerExecutor records;
  private HttpServer server;
  private volatile int port;

  /**
   * A simulator that is not yet started.
   *
   * @param config seed, port (0 picks a free one), directory, timeout and dials
   * @param defaults the settings by which the right searches are known
   */
  public SimulatorVerticle(Config.Simulator config, TruthDefaults defaults) {
    this(config, defaults, InstantSource.system(), System::nanoTime);
  }

  SimulatorVerticle(
      Config.Simulator config, TruthDefaults defaults, InstantSource clock, LongSupplier nanos) {
    this.config = config;
    this.defaults = defaults;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** The port it listens on, from any thread; 0 until it is deployed. */
  public int port() {
    return port;
  }

  /** Where it listens: {@code http://127.0.0.1:8090}; only once it is deployed. */
  public URI uri() {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** Listens at once; the world takes a while and is made up when the first request comes. */
  @Override
  public Future<?> start() {
    records = vertx.createSharedWorkerExecutor("simulator-records-" + deploymentID(), 1);
    return records
        .executeBlocking(this::open)
        .compose(opened -> listen())
        .recover(cause -> closeBook().transform(closed -> Future.failedFuture(cause)));
  }

  /** Refuses new calls first, then closes the book: what was answered is in it. */
  @Override
  public Future<?> stop() {
    return server.close().eventually(this::closeBook).eventually(records::close);
  }

  private Void open() {
    try {
      book = CallBook.open(config.data());
      keptDials = new KeptDials(config.data());
      kept = keptDials.load();
      inForce = inForce(kept);
      return null;
    } catch (IOException e) {
      throw new Failure.Unavailable(
          "simulator_data",
          "simulator.data: cannot keep calls and dials in " + config.data() + ": " + e,
          e);
    }
  }

  private SimulatorApi.Parts parts() {
    Catalogue catalogue = Catalogue.load();
    World world = new World(config.seed(), catalogue);
    Market market = new Market(config.seed(), defaults, config.listings());
    return new SimulatorApi.Parts(
        config.seed(),
        config.timeout().toMillis(),
        defaults,
        catalogue,
        world,
        market,
        new Answers(config.seed(), world, market, clock),
        book,
        keptDials,
        kept,
        inForce);
  }

  /** Configured dials beat kept ones, all of them where the two don't go together. */
  private Dials inForce(Dials kept) {
    try {
      return kept.with(config.dials());
    } catch (Failure.Rejected conflict) {
      Dials configured = Dials.defaults().with(config.dials());
      LOG.warn("Passing over the kept dials: {}", conflict.getMessage());
      return configured;
    }
  }

  private Future<HttpServer> listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(config.port())
            .setHttp2ClearTextEnabled(false);
    server = vertx.createHttpServer(options);
    return server
        .requestHandler(this::answer)
        .listen()
        .onSuccess(listening -> port = listening.actualPort())
        .recover(this::portTaken);
  }

  private void answer(HttpServerRequest request) {
    if (api == null) {
      api =
          records
              .executeBlocking(this::parts)
              .map(parts -> new SimulatorApi(vertx, records, parts, nanos).router());
    }
    request.pause();
    api.onComplete(
        router -> {
          router.handle(request);
          request.resume();
        },
        bug -> {
          LOG.error("the marketplace cannot be made up", bug);
          request.response().setStatusCode(500).end();
        });
  }

  private Future<HttpServer> portTaken(Throwable cause) {
    return Future.failedFuture(
        new Failure.Unavailable(
            "simulator_port",
            "simulator.port: cannot listen on "
                + HOST
                + ":"
                + config.port()
                + " ("
                + cause.getMessage()
                + "): stop what listens there, or set simulator.port (0 picks a free one).",
            cause));
  }

  private Future<Void> closeBook() {
    return records.executeBlocking(
        () -> {
          if (book != null) {
            book.close();
          }
          return null;
        });
  }
}
