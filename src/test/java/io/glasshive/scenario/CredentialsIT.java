package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that refuses the password pauses the run and names the settings, never the password; a
 * server with the right one goes on with it.
 */
@Timeout(240)
class CredentialsIT {
  private static final String PASSWORD = "open-sesame-4711";

  @TempDir Path dir;

  @Test
  void pausesTheRunAndNamesTheSettingsButNotThePassword() throws Exception {
    Config.Database database = TestPostgres.newDatabase();
    try (JarProcess simulator =
        JarProcess.start(
            dir,
            ServerProcess.arguments(
                "simulate", dir, "simulator.data=" + dir.resolve("simulator")))) {
      String address = simulator.awaitLine("Simulator ");

      String id = collectWithTheWrongPassword(database, address);

      try (ServerProcess server = server(database, address, "demo")) {
        HttpApi api = server.api();
        assertEquals("paused", api.status(id));
        JsonNode resumed = api.post("/api/v1/runs/" + id + "/resume", Map.of(), 202).path("run");
        assertFalse(resumed.has("reason"), resumed::toString);
        assertEquals("completed", api.awaitEnd(id).path("status").asText());
      }
      try (Connection connection = CheckConnection.open(database)) {
        RunCheck.withSecrets(PASSWORD, "demo:" + PASSWORD, token())
            .assertGood(connection, UUID.fromString(id));
      }
    }
  }

  private String collectWithTheWrongPassword(Config.Database database, String address)
      throws Exception {
    try (ServerProcess server = server(database, address, PASSWORD)) {
      HttpApi api = server.api();
      String id = api.startRun(4, "appliances");

      JsonNode run = api.awaitStatus(id, "paused");

      assertEquals("credentials", run.path("reason").asText());
      List<JsonNode> events = new ArrayList<>();
      api.get("/api/v1/runs/" + id + "/activity?limit=1000").path("items").forEach(events::add);
      JsonNode last = events.get(events.size() - 1);
      assertEquals("paused", last.path("action").asText());
      assertEquals("credentials", last.path("reason").asText());
      String message = last.path("details").path("message").asText();
      assertTrue(message.contains("oxylabs.username"), last::toString);
      assertTrue(message.contains("oxylabs.password"), last::toString);
      JsonNode amazon = api.progress(id).path("phases").path("amazon");
      assertEquals(amazon.path("waiting"), amazon.path("waiting_why").path("paused"));
      for (String path :
          List.of(
              "/api/v1/runs",
              "/api/v1/runs/" + id,
              "/api/v1/runs/" + id + "/progress",
              "/api/v1/runs/" + id + "/units",
              "/api/v1/runs/" + id + "/activity?limit=1000",
              "/health/ready")) {
        assertNoSecret(path, api.answer(path).body());
      }
      try (SseViewer viewer = new SseViewer("the viewer")) {
        viewer.connect(api.at("/api/v1/runs/" + id + "/activity?after=0"));
        viewer.awaitSeq(run.path("last_seq").asLong());
        assertNoSecret("the stream", viewer.text());
      }
      server.process().sigterm();
      assertNoSecret("the server's output", server.process().output());
      return id;
    }
  }

  private ServerProcess server(Config.Database database, String address, String password) {
    return ServerProcess.start(
        dir,
        database,
        "source.amazon=oxylabs",
        "source.ebay=oxylabs",
        "oxylabs.base_url=" + address,
        "oxylabs.username=demo",
        "oxylabs.password=" + password);
  }

  private static String token() {
    return Base64.getEncoder()
        .encodeToString(("demo:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  private static void assertNoSecret(String what, String text) {
    assertFalse(text.contains(PASSWORD), what);
    assertFalse(text.contains(token()), what);
  }
}
