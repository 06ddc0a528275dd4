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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that refuses the password ends the run and names the settings, never the password. */
@Timeout(240)
class CredentialsIT {
  private static final String PASSWORD = "open-sesame-4711";

  @TempDir Path dir;

  @Test
  void endsTheRunAndNamesTheSettingsButNotThePassword() throws Exception {
    Config.Database database = TestPostgres.newDatabase();
    try (JarProcess simulator =
            JarProcess.start(
                dir,
                ServerProcess.arguments(
                    "simulate", dir, "simulator.data=" + dir.resolve("simulator")));
        ServerProcess server =
            ServerProcess.start(
                dir,
                database,
                "source.amazon=oxylabs",
                "source.ebay=oxylabs",
                "oxylabs.base_url=" + simulator.awaitLine("Simulator "),
                "oxylabs.username=demo",
                "oxylabs.password=" + PASSWORD)) {
      HttpApi api = server.api();
      String id = api.startRun(4, "electronics");

      JsonNode run = api.awaitEnd(id);

      assertEquals("failed", run.path("status").asText());
      assertEquals("credentials", run.path("reason").asText());
      List<JsonNode> events = new ArrayList<>();
      api.get("/api/v1/runs/" + id + "/activity?limit=1000").path("items").forEach(events::add);
      JsonNode last = events.get(events.size() - 1);
      assertEquals("failed", last.path("action").asText());
      assertEquals("credentials", last.path("reason").asText());
      String message = last.path("details").path("message").asText();
      assertTrue(message.contains("oxylabs.username"), last::toString);
      assertTrue(message.contains("oxylabs.password"), last::toString);
      try (Connection connection = CheckConnection.open(database)) {
        RunCheck.withSecrets(PASSWORD, "demo:" + PASSWORD, token())
            .assertGood(connection, UUID.fromString(id));
      }
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
        viewer.connect(api.at("/api/v1/runs/" + id + "/activity"));
        viewer.awaitOver();
        assertNoSecret("the stream", viewer.text());
      }
      server.process().sigterm();
      assertNoSecret("the server's output", server.process().output());
    }
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
