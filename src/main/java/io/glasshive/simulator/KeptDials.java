package io.glasshive.simulator;

import io.glasshive.domain.Failure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dials as people set them while the simulator ran, kept in {@code dials.json}. Dials set by
 * flag, environment or file are no part of it. Reads and writes the disk: not for an event loop.
 */
final class KeptDials {
  private static final Logger LOG = LoggerFactory.getLogger(KeptDials.class);

  private final Path file;

  KeptDials(Path directory) {
    this.file = directory.resolve("dials.json");
  }

  /** The kept dials; the defaults where there are none or the file cannot be read as dials. */
  Dials load() throws IOException {
    if (!Files.exists(file)) {
      return Dials.defaults();
    }
    try {
      return Dials.defaults().with(new JsonObject(Files.readString(file)));
    } catch (DecodeException | Failure.Rejected e) {
      LOG.warn("{}: taking the default dials instead: {}", file, e.getMessage());
      return Dials.defaults();
    }
  }

  void save(Dials dials) throws IOException {
    Path next = file.resolveSibling("dials.json.new");
    Files.writeString(next, dials.toJson().encodePrettily());
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
