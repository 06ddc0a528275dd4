package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class PostgresTroubleTest {

  private final PostgresTrouble trouble =
      new PostgresTrouble(Path.of("/data"), Path.of("/data/postgres-bin/18.6"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "could not extend file: No space left on device | disk_full | free space",
        "could not create file: Read-only file system | data_dir | read-only",
        "could not access directory: Permission denied | data_dir | noexec",
        "postgres: error while loading shared libraries: libstdc++.so.6: cannot open |"
            + " platform_unsupported | libstdc++.so.6",
        "initdb: error: could not look up effective user ID 65534: user does not exist |"
            + " platform_unsupported | /etc/passwd",
        "FATAL:  could not map anonymous shared memory: Cannot allocate memory | memory | memory",
        "FATAL:  something else | embedded_database | FATAL:  something else",
      })
  void saysWhatToChange(String output, String code, String part) {
    Failure failure = trouble.of("postgres", 1, List.of("LOG:  noise", output));

    assertEquals(code, failure.code());
    assertTrue(failure.getMessage().contains(part), failure.getMessage());
    assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
  }

  @Test
  void saysItOfFileOperationsToo() {
    assertEquals("data_dir", trouble.of(new AccessDeniedException("/data/x")).code());
    assertEquals("disk_full", trouble.of(new IOException("No space left on device")).code());
    assertEquals(
        "platform_unsupported",
        trouble.of(new IOException("Cannot run program \"x\": error=8, Exec format error")).code());
  }
}
