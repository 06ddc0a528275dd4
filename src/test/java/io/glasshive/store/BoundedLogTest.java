package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class BoundedLogTest {

  @TempDir Path temp;

  @Test
  void keepsTheNewestLinesInTwoFilesOfBoundedSize() throws IOException {
    Path file = temp.resolve("log");
    try (BoundedLog log = new BoundedLog(file, 100)) {
      for (int i = 0; i < 100; i++) {
        log.line("line " + i);
      }
    }

    assertTrue(Files.size(file) <= 100);
    assertTrue(Files.size(temp.resolve("log.1")) <= 100);
    assertTrue(Files.readString(file).endsWith("line 99\n"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void goesOnWhereAnEarlierProcessStopped() throws IOException {
    Path file = temp.resolve("log");
    try (BoundedLog log = new BoundedLog(file, 100)) {
      log.line("before");
    }
    try (BoundedLog log = new BoundedLog(file, 100)) {
      log.line("after");
    }

    assertEquals("before\nafter\n", Files.readString(file));
  }

  @Test
  void dropsWhatCannotBeWritten() {
    try (BoundedLog log = new BoundedLog(temp.resolve("missing/log"), 100)) {
      log.line("lost");
    }
  }
}
