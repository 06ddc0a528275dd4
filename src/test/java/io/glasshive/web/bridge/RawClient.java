package io.glasshive.web.bridge;

import static io.glasshive.journal.StoredRuns.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A client of the bridge on a bare WebSocket that keeps every message. Blocking. */
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Small, so that a client that stops reading fills up soon. */
  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger texts = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean closed;

  private RawClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.binaryMessageHandler(message -> received.add(message.toString()));
    socket.textMessageHandler(message -> texts.incrementAndGet());
    socket.exceptionHandler(lost -> closed = true);
    socket.closeHandler(gone -> closed = true);
  }

  static RawClient connect(Vertx vertx, int port) {
    return await(connecting(vertx, port, Map.of()));
  }

  static Future<RawClient> connecting(Vertx vertx, int port, Map<String, String> headers) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/eventbus/websocket");
    headers.forEach(options::addHeader);
    return client.connect(options).map(socket -> new RawClient(client, socket));
  }

  void register(String address) {
    send(new JsonObject().put("type", "register").put("address", address));
  }

  void unregister(String address) {
    send(new JsonObject().put("type", "unregister").put("address", address));
  }

  /** Sends a command, and returns the answer. */
  JsonObject command(Object body, Map<String, Object> headers) {
    String replyAddress = "reply-" + asked.incrementAndGet();
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", "runs.command")
            .put("replyAddress", replyAddress)
            .put("headers", new JsonObject(headers))
            .put("body", body));
    String start = "\"address\":\"" + replyAddress + "\"";
    return new JsonObject(awaitMessage(start));
  }

  JsonObject command(Object body) {
    return command(body, Map.of());
  }

  /** Returns once everything sent before was dealt with. */
  RawClient settle() {
    command("nothing");
    return this;
  }

  void send(JsonObject message) {
    send(message.encode());
  }

  void send(String message) {
    await(socket.writeTextMessage(message));
  }

  /** Sends without waiting for anything. */
  void sendOften(String message, int times) {
    for (int i = 0; i < times; i++) {
      socket.writeTextMessage(message);
    }
  }

  void sendBytes(Buffer message) {
    await(socket.writeBinaryMessage(message));
  }

  void pause() {
    socket.pause();
  }

  void resume() {
    socket.resume();
  }

  /** Everything received, in order. */
  List<String> received() {
    assertTrue(texts.get() == 0, "a message came as text");
    return List.copyOf(received);
  }

  /** What was delivered at an address, in order. */
  List<String> delivered(String address) {
    String start = "{\"type\":\"rec\",\"address\":\"" + address + "\",\"body\":";
    return received().stream()
        .filter(message -> message.startsWith(start))
        .map(message -> message.substring(start.length(), message.length() - 1))
        .toList();
  }

  /** Errors without an address, in order. */
  List<JsonObject> refusals() {
    return received().stream()
        .filter(message -> message.startsWith("{\"type\":\"err\",\"body\":"))
        .map(JsonObject::new)
        .toList();
  }

  void awaitReceived(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> received.size() >= count);
  }

  List<String> awaitDelivered(String address, int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> delivered(address).size() >= count);
    return delivered(address);
  }

  /** The next refusal after those that were counted. */
  JsonObject awaitRefusal(int index) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> refusals().size() > index);
    return refusals().get(index);
  }

  /** Whether the server answers or closes first. */
  boolean staysOpen() {
    socket.writeTextMessage("{}");
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> closed || !received.isEmpty());
    return !received.isEmpty();
  }

  void awaitClosed() {
    Awaitility.await().atMost(PATIENCE).until(() -> closed);
  }

  @Override
  public void close() {
    await(client.close());
  }

  String awaitMessage(String part) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> received.stream().anyMatch(message -> message.contains(part)));
    return received.stream().filter(message -> message.contains(part)).findFirst().orElseThrow();
  }
}
