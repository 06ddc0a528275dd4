package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DataDirectoryTest {

  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path temp;

  @Test
  void createsTheDirectoryForItsOwnerAlone() throws IOException {
    Path dir = temp.resolve("a/b");

    try (DataDirectory data = DataDirectory.open(dir)) {
      assertEquals(dir.toRealPath(), data.path());
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())));
      assertEquals(OWN_PID + "\n", Files.readString(data.resolve("lock")));
    }
  }

  @Test
  void refusesASecondHolderInTheSameProcessNamingIt() {
    try (DataDirectory held = DataDirectory.open(temp)) {
      Failure.Conflict e =
          assertThrows(
              Failure.Conflict.class,
              () -> DataDirectory.open(held.path().resolve("../" + temp.getFileName())));

      assertEquals("data_dir_in_use", e.code());
      assertEquals(Map.of("pid", OWN_PID), e.details());
      assertTrue(e.getMessage().contains("(process " + OWN_PID + ")"), e.getMessage());
      assertTrue(e.getMessage().contains("data.dir"), e.getMessage());
    }
  }

  @Test
  void canBeHeldAgainAfterItWasClosed() {
    DataDirectory.open(temp).close();

    DataDirectory.open(temp).close();
  }

  @Test
  void saysWhatToChangeWhenThePathIsAFile() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    Failure.Rejected e = assertThrows(Failure.Rejected.class, () -> DataDirectory.open(file));
    assertTrue(e.getMessage().contains("set data.dir"), e.getMessage());
    Failure.Rejected below =
        assertThrows(Failure.Rejected.class, () -> DataDirectory.open(file.resolve("below")));
    assertTrue(below.getMessage().contains("set data.dir"), below.getMessage());
  }
}
