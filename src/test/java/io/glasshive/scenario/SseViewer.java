package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;

import io.glasshive.check.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who watches a run's stream, on a thread of its own, and comes back where the test says
 * so. What it received is kept to the byte.
 */
final class SseViewer implements AutoCloseable {
  private final String name;
  private final List<Connection> connections = new ArrayList<>();

  /** One request and what came of it. */
  private static final class Connection {
    private final StringBuffer text = new StringBuffer();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final HttpResponse<InputStream> response;

    Connection(URI address, long lastEventId) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
      if (lastEventId >= 0) {
        request.header("Last-Event-ID", Long.toString(lastEventId));
      }
      response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
              .orTimeout(20, TimeUnit.SECONDS)
              .join();
      Thread reader = new Thread(this::read, "viewer");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      byte[] bytes = new byte[8192];
      // Not decoded in parts: a character may be cut in two.
      StringBuilder latin = new StringBuilder();
      try (InputStream in = response.body()) {
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          latin.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
          int whole = latin.lastIndexOf("\n") + 1;
          text.append(
              new String(
                  latin.substring(0, whole).getBytes(StandardCharsets.ISO_8859_1),
                  StandardCharsets.UTF_8));
          latin.delete(0, whole);
        }
      } catch (IOException e) {
        // Its connection was lost, or it went away.
      } finally {
        over.complete(null);
      }
    }

    void close() {
      try {
        response.body().close();
      } catch (IOException e) {
        // It is closed.
      }
      over.orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** One without a connection. */
  SseViewer(String name) {
    this.name = name;
  }

  /** Asks for the stream: the status of the answer. */
  int connect(URI address) {
    return connect(address, -1);
  }

  /** Asks again from the last event that arrived whole: the status of the answer. */
  int reconnect(URI address) {
    return connect(address, lastSeq());
  }

  private int connect(URI address, long lastEventId) {
    Connection connection = new Connection(address, lastEventId);
    connections.add(connection);
    return connection.response.statusCode();
  }

  /** Everything that the last connection received so far. */
  String text() {
    return last().text.toString();
  }

  private Connection last() {
    return connections.get(connections.size() - 1);
  }

  /** What it saw over all its connections. */
  Transcript transcript() {
    List<Transcript.Seen> seen = new ArrayList<>();
    connections.forEach(
        connection -> seen.addAll(Transcript.ofSse(name, connection.text.toString()).events()));
    return new Transcript(name, seen);
  }

  /** The number of the last event that it saw; 0 before the first. */
  long lastSeq() {
    List<Transcript.Seen> seen = transcript().events();
    return seen.isEmpty() ? 0 : seen.get(seen.size() - 1).seq();
  }

  /** Waits until the event {@code seq} has arrived. */
  void awaitSeq(long seq) {
    await(name + " sees " + seq)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> lastSeq() >= seq);
  }

  /** Waits until the server ends the stream. */
  void awaitOver() {
    last().over.orTimeout(180, TimeUnit.SECONDS).join();
  }

  /** Goes away without a word. */
  void leave() {
    last().close();
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
  }
}
