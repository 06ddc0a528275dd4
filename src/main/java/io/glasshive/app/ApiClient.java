package io.glasshive.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A server's HTTP API, as a command uses it. Blocking; for the command's own thread.
 *
 * <p>A problem document becomes the {@link Failure} that the server meant, with its {@code detail}
 * as the message; no answer at all is {@link Failure.Unavailable}.
 */
final class ApiClient {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** A command is answered after its commit. */
  private static final Duration COMMAND = Duration.ofSeconds(30);

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY) // it is on this machine
          .connectTimeout(CONNECT)
          .build();

  ApiClient(URI server) {
    this.server = server;
  }

  /** Of the server that holds {@code dataDir}; empty when none answers. */
  static Optional<ApiClient> ofDirectory(Path dataDir) {
    return ServerFile.ofLivingProcess(dataDir)
        .map(file -> new ApiClient(file.url()))
        .filter(ApiClient::isLive);
  }

  URI server() {
    return server;
  }

  /** Whether a server answers there. */
  boolean isLive() {
    try {
      get("/health/live");
      return true;
    } catch (Failure e) {
      return false;
    }
  }

  /** Creates and starts a run: {@code Run}. */
  JsonNode createRun(Map<String, Object> request) {
    return post("/api/v1/runs", request);
  }

  /** {@code Run}. */
  JsonNode run(String id) {
    return get("/api/v1/runs/" + id);
  }

  /** The body of {@code /progress}. */
  JsonNode progress(String id) {
    return get("/api/v1/runs/" + id + "/progress");
  }

  /** {@code run} of the body of {@code /metrics}; empty when the server has none. */
  Optional<JsonNode> metrics(String id) {
    try {
      return Optional.of(get("/api/v1/runs/" + id + "/metrics").path("run"));
    } catch (Failure.Rejected e) {
      return Optional.empty(); // a server of an earlier version
    }
  }

  /**
   * A page of runs, newest first: {@code {"items","next_cursor"?}}.
   *
   * @param cursor of the page before, or empty for the first
   */
  JsonNode runs(int limit, String cursor) {
    return get("/api/v1/runs?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
  }

  /** The first units that were given up: {@code {"items","next_cursor"?}}. */
  JsonNode gaps(String id, int limit) {
    return get("/api/v1/runs/" + id + "/units?status=failed&limit=" + limit);
  }

  /** Gives a run a command, such as {@code cancel}: {@code {"run","receipt"}}. */
  JsonNode command(String id, String command) {
    return command(id, command, Map.of());
  }

  /** Gives a run a command with members of its own. */
  JsonNode command(String id, String command, Map<String, Object> body) {
    return post("/api/v1/runs/" + id + "/" + command, body);
  }

  private JsonNode get(String path) {
    return send(request(path).timeout(ANSWER).build());
  }

  private JsonNode post(String path, Map<String, Object> body) {
    try {
      String json = MAPPER.writeValueAsString(body);
      return send(
          request(path)
              .timeout(COMMAND)
              .header("Content-Type", "application/json")
              .header("X-Glasshive-Actor", Actor.CLI.wire())
              .POST(BodyPublishers.ofString(json))
              .build());
    } catch (JsonProcessingException e) {
      throw new Failure.Fault("A request could not be written as JSON.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path))
        .header("Accept", "application/json")
        .header("User-Agent", "glasshive-cli/" + Version.number());
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw failure(response);
      }
      return MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new Failure.Unavailable("bad_answer", server + " did not answer with JSON.", e);
    } catch (IOException e) {
      throw new Failure.Unavailable("unreachable", server + " does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopSignal.Stopped();
    }
  }

  private Failure failure(HttpResponse<String> response) {
    JsonNode problem = problem(response.body());
    String code = problem.path("code").asText("http_" + response.statusCode());
    String detail =
        problem
            .path("detail")
            .asText(problem.path("title").asText(server + " answered " + response.statusCode()));
    return switch (response.statusCode()) {
      case 409 -> new Failure.Conflict(code, detail, Map.of());
      case 429, 500, 502, 503, 504 -> new Failure.Unavailable(code, detail, null);
      default -> new Failure.Rejected(code, detail);
    };
  }

  private static JsonNode problem(String body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      return json == null ? MAPPER.createObjectNode() : json;
    } catch (JsonProcessingException e) {
      return MAPPER.createObjectNode();
    }
  }
}
