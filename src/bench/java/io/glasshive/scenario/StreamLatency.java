package io.glasshive.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A viewer that measures how long each event takes from its emission, which its timestamp tells, to
 * its arrival here. Both by the clock of the same machine, in microseconds.
 */
final class StreamLatency implements AutoCloseable {
  private static final String TIMESTAMP = "\"timestamp\":\"";

  private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final BufferedReader stream;

  private StreamLatency(BufferedReader stream) {
    this.stream = stream;
    Thread reader = new Thread(this::read, "viewer");
    reader.setDaemon(true);
    reader.start();
  }

  static StreamLatency watch(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build();
    HttpResponse<InputStream> response =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the stream answers " + response.statusCode());
    }
    return new StreamLatency(
        new BufferedReader(
            new InputStreamReader(response.body(), StandardCharsets.UTF_8), 64 * 1024));
  }

  private void read() {
    try {
      for (String line = stream.readLine(); line != null; line = stream.readLine()) {
        if (line.equals("event: end")) {
          break;
        } else if (line.startsWith("data: ")) {
          record(line);
        }
      }
      ended.complete(null);
    } catch (IOException e) {
      ended.completeExceptionally(e);
    }
  }

  private void record(String line) {
    int at = line.indexOf(TIMESTAMP);
    if (at > 0) {
      int from = at + TIMESTAMP.length();
      Instant emitted = Instant.parse(line.substring(from, line.indexOf('"', from)));
      micros.recordValue(Math.max(0, ChronoUnit.MICROS.between(emitted, Instant.now())));
    }
  }

  void awaitEnd(Duration limit) {
    ended.orTimeout(limit.toSeconds(), TimeUnit.SECONDS).join();
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%,d events, p50 %.1f ms, p99 %.1f ms, longest %.0f ms",
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
