package io.glasshive.web.bridge;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * What holds of a run now, as a message to clients.
 *
 * @param message shared by all clients; must not be written to
 */
record Newest(UUID runId, Buffer message) {}
