package io.glasshive.web;

import io.glasshive.bus.Topics;
import io.glasshive.journal.MetricsReader;
import io.glasshive.store.EventReader;
import io.glasshive.store.Presets;
import io.glasshive.store.RunReader;
import io.glasshive.store.SellerFlags;
import io.glasshive.store.SellerReader;
import io.glasshive.store.UnitReader;
import io.glasshive.web.auth.OwnAddress;
import io.glasshive.web.bridge.Bridge;
import io.glasshive.web.problem.ProblemHandler;
import io.glasshive.web.shape.CatalogueJson;
import io.glasshive.web.sse.DatabaseWaits;
import io.glasshive.web.sse.Positions;
import io.glasshive.web.sse.Viewers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.Map;

/**
 * Listens for HTTP. Several instances of one deployment share a port. It listens before the
 * database is ready and opens the API when it is; streams end when it stops.
 */
public final class WebVerticle extends VerticleBase {
  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /**
   * A negative port is a free one that the instances of a deployment share; with 0 each has its
   * own.
   */
  private static final int SHARED_FREE_PORT = -1;

  private final WebParts parts;
  private HttpServer server;
  private Router site;
  private Router api;
  private Viewers viewers;
  private Bridge bridge;

  public WebVerticle(WebParts parts) {
    this.parts = parts;
  }

  @Override
  public Future<?> start() {
    String host = parts.config().http().host();
    OwnAddress.requireLoopback(host);
    Gate gate = new Gate(parts.readiness());
    bridge = new Bridge(vertx, context, parts.readiness()::step);
    parts.readiness().database().onSuccess(pool -> context.runOnContext(ready -> open(gate, pool)));
    site = Site.router(vertx, parts, gate, bridge);
    int port = parts.config().http().port();
    server =
        vertx
            .createHttpServer(options())
            .requestHandler(site)
            .invalidRequestHandler(ProblemHandler::refuse);
    return server
        .listen(port == 0 ? SHARED_FREE_PORT : port, host)
        .onSuccess(listening -> parts.listening().tryComplete(listening.actualPort()));
  }

  @Override
  public Future<?> stop() {
    if (viewers != null) {
      viewers.breakOff();
    }
    bridge.close();
    return server.close();
  }

  /** What is mounted, by the start of its paths; the API once it is open. */
  Map<String, Router> routers() {
    return Map.of("", site, "/api/v1", api);
  }

  private void open(Gate gate, Pool pool) {
    api = api(pool);
    gate.open(api);
  }

  private Router api(Pool pool) {
    RunReader runs = new RunReader(pool);
    EventReader events = new EventReader(pool);
    MetricsReader metrics = new MetricsReader(vertx, events);
    Positions positions = new Positions(runs);
    DatabaseWaits databaseWaits = new DatabaseWaits();
    Topics.DATABASE_WAITS.consume(vertx, databaseWaits::accept);
    viewers =
        new Viewers(
            context,
            runs,
            positions,
            databaseWaits,
            events,
            metrics,
            parts.config().journal().ringBytes(),
            parts.clock(),
            parts.meters());
    Topics.CHUNKS.consume(vertx, viewers::accept);
    vertx.setPeriodic(parts.heartbeat().toMillis(), beat -> viewers.beat());
    RunCommands commands = new RunCommands(vertx, runs);
    openBridge(positions, commands);

    Api api = new Api(Router.router(vertx));
    Presets presets = new Presets(pool);
    RunOrder order = new RunOrder(parts.config(), parts.catalogue(), presets::find);
    new RunRoutes(vertx, order, runs, commands, new UnitReader(pool), databaseWaits, parts.clock())
        .mount(api);
    new MetricsRoutes(runs, metrics).mount(api);
    new ActivityRoutes(events, positions, viewers).mount(api);
    new SellerRoutes(new SellerReader(pool), new SellerFlags(pool)).mount(api);
    new PresetRoutes(presets, parts.catalogue(), parts.clock()).mount(api);
    JsonObject categories = CatalogueJson.of(parts.catalogue());
    api.get("/categories", request -> Api.json(request, 200, categories));
    return api.router();
  }

  private void openBridge(Positions positions, RunCommands commands) {
    bridge.open(positions, commands::carryOut);
    Topics.CHUNKS.consume(vertx, bridge::accept);
    Topics.RUNS.consume(vertx, bridge::accept);
    Topics.METRICS.consume(vertx, bridge::accept);
    vertx.setPeriodic(parts.heartbeat().toMillis(), beat -> bridge.beat());
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setTcpKeepAlive(true)
        .setMaxWebSocketFrameSize(Site.MAX_BODY_BYTES)
        .setMaxWebSocketMessageSize(Site.MAX_BODY_BYTES)
        // A small message can unfold into a very large one before its size is looked at.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setHttp2ClearTextEnabled(false);
  }
}
