package io.glasshive.web.bridge;

import io.glasshive.domain.Failure;
import io.glasshive.store.RunPosition;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One socket: what it asks, what it has registered for, and what is on the way to it. What comes in
 * is answered at once; events go out a few each tick, so that one client never holds up the others.
 *
 * <p>For one event loop; not thread-safe.
 */
final class Client {

  /** The page needs three; a program that watches every live run and its metrics needs nine. */
  static final int MAX_REGISTRATIONS = 32;

  /** Commands of one client that are carried out at once: a person gives one at a time. */
  private static final int MAX_COMMANDS = 8;

  /** A client that reads nothing and goes on asking is let go here. */
  private static final int MAX_UNSENT_BYTES = 2 * Outlet.MAX_UNSENT_BYTES;

  /** Messages sent in one tick, about half a millisecond's work. */
  private static final int MESSAGES_PER_TICK = 64;

  /**
   * Beats without a word after which a client counts as gone. At 15 s each it is three minutes:
   * clients ping every few seconds, but browsers let a hidden page do so once a minute only.
   */
  private static final int MAX_SILENT_BEATS = 12;

  private final Context context;
  private final SockJSSocket socket;
  private final Bridge bridge;
  private final Outlet outlet;
  private final Map<Address, Feed> feeds = new LinkedHashMap<>();
  private int lookups;
  private int commands;
  private int silentBeats;
  private boolean scheduled;
  private boolean closed;

  Client(Context context, SockJSSocket socket, Bridge bridge) {
    this.context = context;
    this.socket = socket;
    this.bridge = bridge;
    this.outlet = new Outlet(socket::write, this::schedule);
  }

  /** Listens from now on. */
  void begin() {
    socket.handler(this::receive);
    socket.exceptionHandler(lost -> end());
    socket.closeHandler(gone -> close());
  }

  /** New events of a run that this client has registered for. */
  void accept(Address address, EncodedChunk chunk) {
    if (feeds.get(address) instanceof ActivityFeed feed) {
      feed.accept(chunk);
      schedule();
    }
  }

  /** What holds now of something that this client has registered for. */
  void accept(Address address, Newest newest) {
    if (feeds.get(address) instanceof NewestFeed feed) {
      feed.accept(newest.runId(), newest.message(), outlet);
    }
  }

  /** Looks for what the bus lost, and whether anybody is still there. */
  void beat() {
    silentBeats++;
    if (silentBeats > MAX_SILENT_BEATS) {
      end();
      return;
    }
    feeds.forEach(
        (address, feed) -> {
          if (feed instanceof ActivityFeed activity) {
            // Where the database does not answer, the next beat asks again.
            bridge.position(address.runId()).onSuccess(found -> compare(activity, found));
          }
        });
  }

  /** Closes the socket. */
  void end() {
    close();
    socket.close();
  }

  private void close() {
    if (!closed) {
      closed = true;
      List.copyOf(feeds.keySet()).forEach(this::remove);
      bridge.remove(this);
    }
  }

  private void receive(Buffer data) {
    silentBeats = 0;
    if (closed) {
      return;
    }
    try {
      handle(Request.read(data));
    } catch (Refusal refused) {
      answer(Envelope.refusal(refused));
    }
  }

  private void handle(Request request) {
    switch (request.type()) {
      case PING -> {}
      case REGISTER -> register(address(request));
      case UNREGISTER -> remove(address(request));
      case SEND -> send(request);
      case PUBLISH -> throw Refusal.denied("publish", request.address());
      default -> throw new IllegalStateException("unhandled " + request.type());
    }
  }

  private static Address address(Request request) {
    String type = request.type() == Request.Type.REGISTER ? "register" : "unregister";
    return Address.parse(request.address())
        .orElseThrow(() -> Refusal.denied(type, request.address()));
  }

  private void register(Address address) {
    if (feeds.containsKey(address)) {
      throw Refusal.alreadyRegistered(address);
    } else if (feeds.size() >= MAX_REGISTRATIONS || lookups >= MAX_REGISTRATIONS) {
      throw Refusal.tooManyRegistrations();
    }
    bridge.add(address, this);
    Feed feed =
        address.kind() == Address.Kind.ACTIVITY ? new ActivityFeed(address) : new NewestFeed();
    feeds.put(address, feed);
    if (address.runId() != null) {
      // It counts from now on, so that nothing is missed while the database is asked.
      lookups++;
      bridge.position(address.runId()).onComplete(found -> begin(address, feed, found));
    }
  }

  private void begin(Address address, Feed feed, AsyncResult<RunPosition> found) {
    lookups--;
    if (closed || feeds.get(address) != feed) {
      return;
    }
    if (found.succeeded() && found.result() != null) {
      if (feed instanceof ActivityFeed activity) {
        activity.begin(found.result().lastSeq());
      }
      return;
    }
    remove(address);
    Throwable cause =
        found.failed()
            ? found.cause()
            : Failure.Rejected.notFound("There is no run " + address.runId() + ".");
    answer(Envelope.refusal(Refusal.failedRegistration(address, cause)));
  }

  private void remove(Address address) {
    if (feeds.remove(address) != null) {
      bridge.remove(address, this);
    }
  }

  private void send(Request request) {
    if (!request.address().equals(Address.COMMANDS)) {
      throw Refusal.denied("message", request.address());
    }
    Future<JsonObject> done;
    if (commands >= MAX_COMMANDS) {
      done =
          Future.failedFuture(
              new Failure.Unavailable(
                  "too_many_commands", "Wait for the answers to earlier commands.", null));
    } else {
      done = bridge.carryOut(request.body(), request.actor());
    }
    commands++;
    done.onComplete(answer -> answer(request.replyAddress(), answer));
  }

  private void answer(String replyAddress, AsyncResult<JsonObject> done) {
    commands--;
    if (closed) {
      return;
    }
    if (done.failed()) {
      var problem = Refusal.problem(Address.COMMANDS, done.cause());
      answer(
          replyAddress == null
              ? Envelope.refusal(Refusal.failedCommand(problem))
              : Envelope.failure(replyAddress, problem));
    } else if (replyAddress != null) {
      answer(Envelope.reply(replyAddress, done.result()));
    }
  }

  private void answer(Buffer message) {
    if (outlet.unsent() >= MAX_UNSENT_BYTES) {
      end();
    } else {
      outlet.write(message);
    }
  }

  private void compare(ActivityFeed feed, RunPosition found) {
    if (found != null) {
      feed.compare(found.lastSeq());
      schedule();
    }
  }

  private void schedule() {
    if (!scheduled && !closed && feeds.values().stream().anyMatch(feed -> feed.ready(outlet))) {
      scheduled = true;
      context.runOnContext(tick -> send());
    }
  }

  private void send() {
    scheduled = false;
    int share = Math.max(1, MESSAGES_PER_TICK / Math.max(1, feeds.size()));
    for (Map.Entry<Address, Feed> entry : List.copyOf(feeds.entrySet())) {
      entry.getValue().send(outlet, share);
      if (entry.getValue().over()) {
        remove(entry.getKey());
      }
    }
    schedule();
  }
}
