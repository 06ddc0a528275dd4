package io.glasshive.web.bridge;

import io.glasshive.bus.Chunk;
import io.glasshive.bus.RunMetrics;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Run;
import io.glasshive.store.RunPosition;
import io.glasshive.web.shape.RunJson;
import io.glasshive.web.sse.Positions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * All clients of one event loop, and who of them has registered where. Sockets open while the
 * database is being prepared; whatever needs it is refused until then. Not thread-safe.
 */
public final class Bridge {

  /** Where it is mounted. */
  public static final String PATH = "/eventbus";

  /** Each can hold half a megabyte on its way: 250 MB when every one of them is stuck. */
  static final int MAX_CLIENTS = 500;

  /** A thousand pages that watch a run, its metrics and the runs. */
  static final int MAX_REGISTRATIONS = 4_000;

  /** At most twice a second, also at a run's end. */
  private static final long METRICS_MILLIS = 500;

  /**
   * The transports that are left. The other ones (iframe, htmlfile, jsonp, eventsource) begin with
   * a {@code GET} that names no {@code Origin}, so nobody could say whose page it comes from.
   */
  private static final Pattern PATHS =
      Pattern.compile(
          PATH + "(/?|/info|/websocket|/[^/.]+/[^/.]+/(websocket|xhr|xhr_streaming|xhr_send))");

  private final Vertx vertx;
  private final Context context;
  private final Supplier<String> preparing;
  private final Set<Client> clients = new HashSet<>();
  private final Map<Address, Set<Client>> registered = new HashMap<>();

  /** Runs whose metrics were told a moment ago, with those that came since. */
  private final Map<UUID, Optional<RunMetrics>> held = new HashMap<>();

  private int registrations;
  private Positions positions;
  private Commands commands;

  /**
   * Nobody yet.
   *
   * @param context the event loop they are all on
   * @param preparing what the start is at, for a person
   */
  public Bridge(Vertx vertx, Context context, Supplier<String> preparing) {
    this.vertx = vertx;
    this.context = context;
    this.preparing = preparing;
  }

  /** The database can be used. */
  public void open(Positions positions, Commands commands) {
    this.positions = positions;
    this.commands = commands;
  }

  /** What answers below {@link #PATH}; bodies must have been read, and addresses guarded. */
  public Router router() {
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            .setInsertJSESSIONID(false)
            .addDisabledTransport(Transport.EVENT_SOURCE.name())
            .addDisabledTransport(Transport.HTML_FILE.name())
            .addDisabledTransport(Transport.JSON_P.name());
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            request -> {
              if (PATHS.matcher(request.normalizedPath()).matches()) {
                request.next();
              } else {
                request.fail(404);
              }
            });
    router.route("/*").subRouter(SockJSHandler.create(vertx, options).socketHandler(this::connect));
    return router;
  }

  /** New events of some run, from the bus. */
  public void accept(Chunk chunk) {
    Address address = Address.activity(chunk.runId());
    EncodedChunk encoded = new EncodedChunk(chunk);
    tell(address, client -> client.accept(address, encoded));
  }

  /** A run has changed. */
  public void accept(Run run) {
    if (registered.containsKey(Address.RUNS)) {
      tell(Address.RUNS, run.id(), RunJson.of(run).encode());
    }
  }

  /** The metrics of a run have changed: told at once, or when the last ones are old enough. */
  public void accept(RunMetrics metrics) {
    if (!registered.containsKey(Address.metrics(metrics.runId()))) {
      return;
    }
    if (held.containsKey(metrics.runId())) {
      held.put(metrics.runId(), Optional.of(metrics));
      return;
    }
    tell(Address.metrics(metrics.runId()), metrics.runId(), metrics.body());
    held.put(metrics.runId(), Optional.empty());
    vertx.setTimer(
        METRICS_MILLIS, over -> held.remove(metrics.runId()).ifPresent(newer -> accept(newer)));
  }

  /** Looks after every client. */
  public void beat() {
    List.copyOf(clients).forEach(Client::beat);
  }

  /** Closes every socket. */
  public void close() {
    List.copyOf(clients).forEach(Client::end);
  }

  Future<RunPosition> position(UUID runId) {
    return positions == null ? notYet() : positions.of(runId);
  }

  Future<JsonObject> carryOut(JsonObject body, String actor) {
    if (commands == null) {
      return notYet();
    }
    try {
      return commands.carryOut(body, actor);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  void add(Address address, Client client) {
    if (registrations >= MAX_REGISTRATIONS) {
      throw Refusal.tooManyRegistrations();
    }
    registered.computeIfAbsent(address, a -> new HashSet<>()).add(client);
    registrations++;
  }

  void remove(Address address, Client client) {
    Set<Client> left = registered.get(address);
    left.remove(client);
    registrations--;
    if (left.isEmpty()) {
      registered.remove(address);
    }
  }

  void remove(Client client) {
    clients.remove(client);
  }

  private void connect(SockJSSocket socket) {
    if (clients.size() >= MAX_CLIENTS) {
      socket.close();
      return;
    }
    Client client = new Client(context, socket, this);
    clients.add(client);
    client.begin();
  }

  private void tell(Address address, UUID runId, String body) {
    Buffer message = Envelope.delivery(address, body);
    tell(address, client -> client.accept(address, new Newest(runId, message)));
  }

  private void tell(Address address, Consumer<Client> message) {
    // A copy: a client that is let go leaves the set.
    List.copyOf(registered.getOrDefault(address, Set.of())).forEach(message);
  }

  private <T> Future<T> notYet() {
    return Future.failedFuture(new Failure.Unavailable("preparing", preparing.get(), null));
  }
}
