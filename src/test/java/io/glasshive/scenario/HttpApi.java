package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasshive.check.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A server's or a simulator's HTTP API, as tests use it. Blocking. */
final class HttpApi {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> ENDED =
      Set.of("completed", "completed_with_gaps", "cancelled", "failed");
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  HttpApi(URI base) {
    this.base = base;
  }

  /** The address of a path. */
  URI at(String path) {
    return base.resolve(path);
  }

  boolean isReady() {
    try {
      return send(request("/health/ready").build()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The answer to a GET, whatever its status. */
  HttpResponse<String> answer(String path) {
    return send(request(path).build());
  }

  /** The body of a GET that succeeds. */
  JsonNode get(String path) {
    return json(answer(path), 200);
  }

  /** The body of a POST that is answered with {@code status}. */
  JsonNode post(String path, Map<String, Object> body, int status) {
    return change("POST", path, body, status);
  }

  /** Gives a command to a run in the name of {@code actor}. */
  void command(String id, String command, String actor) {
    HttpRequest.Builder order =
        request("/api/v1/runs/" + id + "/" + command)
            .header("Content-Type", "application/json")
            .header("X-Glasshive-Actor", actor)
            .POST(HttpRequest.BodyPublishers.noBody());
    json(send(order.build()), 202);
  }

  /** Turns dials of a simulator. */
  void turn(Map<String, Object> dials) {
    change("PATCH", "/dials", dials, 200);
  }

  private JsonNode change(String method, String path, Map<String, Object> body, int status) {
    try {
      HttpRequest.BodyPublisher bytes =
          HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
      return json(
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .method(method, bytes)
                  .build()),
          status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a run over {@code categories}: its id. */
  String startRun(int workers, String... categories) {
    return createRun(workers, true, categories);
  }

  /** Creates a run over {@code categories}: its id. */
  String createRun(int workers, boolean start, String... categories) {
    return post(
            "/api/v1/runs",
            Map.of("category_ids", List.of(categories), "workers", workers, "start", start),
            201)
        .path("id")
        .asText();
  }

  /** {@code Run}. */
  JsonNode run(String id) {
    return get("/api/v1/runs/" + id);
  }

  String status(String id) {
    return run(id).path("status").asText();
  }

  long lastSeq(String id) {
    return run(id).path("last_seq").asLong();
  }

  JsonNode progress(String id) {
    return get("/api/v1/runs/" + id + "/progress");
  }

  /** Waits until the log of a run has {@code seq} events. */
  void awaitSeq(String id, long seq) {
    await("event " + seq)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> lastSeq(id) >= seq);
  }

  /** Waits until a run has a status: {@code Run}. */
  JsonNode awaitStatus(String id, String status) {
    await(status)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> status(id).equals(status));
    return run(id);
  }

  /** Waits until a run is paused for a reason: {@code Run}. */
  JsonNode awaitPaused(String id, String reason) {
    await("paused: " + reason)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              JsonNode run = run(id);
              return run.path("status").asText().equals("paused")
                  && run.path("reason").asText().equals(reason);
            });
    return run(id);
  }

  /** Waits for the end of a run: {@code Run}. */
  JsonNode awaitEnd(String id) {
    await("the end of the run")
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ENDED.contains(status(id)));
    return run(id);
  }

  /** The items of a list, page after page. */
  List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = null;
    do {
      String mark = path.contains("?") ? "&" : "?";
      JsonNode page = get(cursor == null ? path : path + mark + "cursor=" + cursor);
      page.path("items").forEach(items::add);
      cursor = page.hasNonNull("next_cursor") ? page.get("next_cursor").asText() : null;
    } while (cursor != null);
    return items;
  }

  /** The whole log of a run as pages of {@code limit} events, each event as the server wrote it. */
  Transcript pages(String viewer, String id, int limit) {
    List<Transcript.Seen> seen = new ArrayList<>();
    Long after = 0L;
    while (after != null) {
      String path = "/api/v1/runs/" + id + "/activity?after=" + after + "&limit=" + limit;
      HttpResponse<String> page = answer(path);
      JsonNode json = json(page, 200);
      List<String> texts = itemTexts(page.body());
      assertEquals(json.path("items").size(), texts.size(), path);
      for (int i = 0; i < texts.size(); i++) {
        seen.add(
            new Transcript.Seen(json.path("items").path(i).path("seq").asLong(), texts.get(i)));
      }
      after = json.has("next_after") ? (Long) json.get("next_after").asLong() : null;
    }
    return new Transcript(viewer, seen);
  }

  /** The objects in {@code items} as they stand in the text. */
  private static List<String> itemTexts(String body) {
    try (JsonParser parser = JSON.createParser(body)) {
      List<String> texts = new ArrayList<>();
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean items = parser.currentName().equals("items");
        if (parser.nextToken() == JsonToken.START_ARRAY && items) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            texts.add(body.substring(start, (int) parser.currentLocation().getCharOffset()));
          }
        } else {
          parser.skipChildren();
        }
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path)).timeout(ANSWER);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response, int status) {
    assertEquals(status, response.statusCode(), () -> response.uri() + " " + response.body());
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
