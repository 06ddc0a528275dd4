package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServerFileTest {

  private static final URI URL = URI.create("http://127.0.0.1:8080");
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path directory;

  @Test
  void saysWhereTheServerIs() throws IOException {
    new ServerFile(URL, OWN_PID, Optional.of(URI.create("http://127.0.0.1:8090"))).write(directory);

    assertEquals(
        new JsonObject()
            .put("url", "http://127.0.0.1:8080")
            .put("pid", OWN_PID)
            .put("simulator_url", "http://127.0.0.1:8090"),
        new JsonObject(Files.readString(directory.resolve("server.json"))));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(directory.resolve("server.json")), files.toList());
    }
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    ServerFile file = new ServerFile(URL, OWN_PID, Optional.empty());

    file.write(directory.resolve("new"));

    assertEquals(Optional.of(file), ServerFile.ofLivingProcess(directory.resolve("new")));
  }

  @Test
  void isRemovedByItsOwnProcessOnly() throws IOException {
    ServerFile other = new ServerFile(URL, 1, Optional.empty());
    ServerFile own = new ServerFile(URL, OWN_PID, Optional.empty());

    other.write(directory);
    own.remove(directory);
    assertTrue(Files.exists(directory.resolve("server.json")));

    own.write(directory);
    own.remove(directory);
    assertFalse(Files.exists(directory.resolve("server.json")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"url\":\"http://127.0.0.1:1\"}",
        "{\"url\":\"file:///etc\",\"pid\":1}",
        "{\"url\":\"no url\",\"pid\":1}",
      })
  void namesNobodyWhenItCannotBeUsed(String text) throws IOException {
    Files.writeString(directory.resolve("server.json"), text);

    assertEquals(Optional.empty(), ServerFile.ofLivingProcess(directory));
  }
}
