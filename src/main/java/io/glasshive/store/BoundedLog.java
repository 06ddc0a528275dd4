package io.glasshive.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file of at most twice {@code maxBytes}: a full one becomes {@code NAME.1}, in place of the
 * one before. What cannot be written (a full disk) is dropped: the log must not stop its server.
 */
final class BoundedLog implements AutoCloseable {

  private final Path file;
  private final long maxBytes;
  private OutputStream out;
  private long bytes;

  BoundedLog(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  synchronized void line(String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (out == null) {
        open();
      }
      if (bytes > 0 && bytes + line.length > maxBytes) {
        rotate();
      }
      out.write(line);
      bytes += line.length;
    } catch (IOException e) {
      close();
    }
  }

  private void open() throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, DataDirectory.ownerOnly(file, "rw-------"));
    }
    bytes = Files.size(file);
    out = Files.newOutputStream(file, StandardOpenOption.APPEND);
  }

  private void rotate() throws IOException {
    close();
    Files.move(
        file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    open();
  }

  @Override
  public synchronized void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        // Nothing more can be said about a log that cannot be written.
      }
      out = null;
    }
  }
}
