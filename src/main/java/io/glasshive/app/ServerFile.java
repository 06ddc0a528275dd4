package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code server.json} in the data directory: who holds it, and where that server listens. Written
 * whole or not at all when the server is ready, removed when it stops; after a crash it stays, and
 * names a process that is no more.
 */
record ServerFile(URI url, long pid, Optional<URI> simulatorUrl) {

  private static final String NAME = "server.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What {@code dataDir} says, if it can be read and its process is alive. */
  static Optional<ServerFile> ofLivingProcess(Path dataDir) {
    return read(dataDir).filter(ServerFile::isAlive);
  }

  private static Optional<ServerFile> read(Path dataDir) {
    try {
      JsonNode json = MAPPER.readTree(Files.readString(dataDir.resolve(NAME)));
      return Optional.of(
          new ServerFile(
              httpUrl(json.path("url").asText()),
              json.path("pid").asLong(),
              Optional.ofNullable(json.get("simulator_url"))
                  .map(JsonNode::asText)
                  .map(ServerFile::httpUrl)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // none, or none that helps: the directory's lock decides
    }
  }

  private static URI httpUrl(String text) {
    URI uri = URI.create(text);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("not an http address");
    }
    return uri;
  }

  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Puts it into {@code dataDir}. */
  void write(Path dataDir) throws IOException {
    ObjectNode json = MAPPER.createObjectNode().put("url", url.toString()).put("pid", pid);
    simulatorUrl.ifPresent(uri -> json.put("simulator_url", uri.toString()));
    Path fresh = dataDir.resolve(NAME + "." + pid);
    Files.createDirectories(dataDir);
    Files.writeString(fresh, json + "\n");
    Files.move(fresh, dataDir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes it out of {@code dataDir}, unless it is another process's by now. */
  void remove(Path dataDir) throws IOException {
    if (read(dataDir).filter(found -> found.pid == pid).isPresent()) {
      Files.deleteIfExists(dataDir.resolve(NAME));
    }
  }
}
