package io.glasshive.web;

import io.glasshive.journal.StoredRuns;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A client of a stream that keeps every byte. Blocking. */
public final class SseViewer {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final HttpClient client;
  private final HttpClientResponse response;
  private final Promise<Void> ended = Promise.promise();
  private final Buffer received = Buffer.buffer();

  private SseViewer(HttpClient client, HttpClientResponse response) {
    this.client = client;
    this.response = response;
  }

  static SseViewer open(Vertx vertx, int port, String path, Map<String, String> headers) {
    return open(vertx, port, path, headers, false);
  }

  /** A viewer that takes nothing until {@link #resume()}. */
  public static SseViewer paused(Vertx vertx, int port, String path, Map<String, String> headers) {
    return open(vertx, port, path, headers, true);
  }

  private static SseViewer open(
      Vertx vertx, int port, String path, Map<String, String> headers, boolean paused) {
    HttpClient client = vertx.createHttpClient();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path)
            .putHeader("Accept", "text/event-stream");
    headers.forEach(options::putHeader);
    // Nested, so that it listens on the event loop before any of the stream can come.
    return StoredRuns.await(
        client
            .request(options)
            .compose(
                request ->
                    request
                        .send()
                        .map(response -> new SseViewer(client, response).listen(paused))));
  }

  private SseViewer listen(boolean paused) {
    if (paused) {
      response.pause();
    }
    response.handler(this::take);
    response.endHandler(end -> ended.tryComplete());
    response.exceptionHandler(ended::tryFail);
    return this;
  }

  private void take(Buffer bytes) {
    synchronized (received) {
      received.appendBuffer(bytes);
    }
  }

  public int status() {
    return response.statusCode();
  }

  public String header(String name) {
    return response.getHeader(name);
  }

  public void resume() {
    response.resume();
  }

  public int bytes() {
    synchronized (received) {
      return received.length();
    }
  }

  public String text() {
    synchronized (received) {
      return received.toString();
    }
  }

  /** Positions of the events received, in the order received. */
  public List<Long> seqs() {
    List<Long> seqs = new ArrayList<>();
    for (String frame : text().split("\n\n")) {
      if (frame.startsWith("id: ") && frame.contains("\ndata: ") && !frame.contains("event: ")) {
        seqs.add(Long.valueOf(frame.substring(4, frame.indexOf('\n'))));
      }
    }
    return seqs;
  }

  /** Returns what was received as soon as it ends like this. */
  public String awaitText(String ending) {
    Awaitility.await().atMost(PATIENCE).until(() -> text().endsWith(ending));
    return text();
  }

  /** Returns what was received as soon as it holds this. */
  public String awaitPart(String part) {
    Awaitility.await().atMost(PATIENCE).until(() -> text().contains(part));
    return text();
  }

  /** Returns what was received once the event at {@code seq} was. */
  public String awaitEvent(long seq) {
    return awaitPart("id: " + seq + "\ndata: ");
  }

  /** Returns everything once the response has ended. */
  public String awaitEnd() {
    StoredRuns.await(ended.future());
    return text();
  }

  /** Goes away without a word. */
  public void vanish() {
    StoredRuns.await(client.close());
  }
}
