package io.glasshive.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From where on {@code doctor} warns, and from where on it says that a server would not work. */
@Timeout(30)
class ThresholdsTest {

  private static final long MIB = 1L << 20;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"127, FAIL", "128, WARN", "255, WARN", "256, OK"})
  void wantsMemory(long mebibytes, Finding.Grade expected) {
    assertEquals(expected, MachineChecks.heap(mebibytes * MIB, 4_096 * MIB).grade());
  }

  @ParameterizedTest
  @CsvSource({"255, FAIL", "256, WARN", "1023, WARN", "1024, OK"})
  void wantsOpenFiles(long max, Finding.Grade expected) {
    assertEquals(expected, MachineChecks.openFiles(max).grade());
  }

  @ParameterizedTest
  @CsvSource({"199, FAIL", "200, WARN", "1023, WARN", "1024, OK"})
  void wantsRoomOnTheDisk(long mebibytes, Finding.Grade expected) {
    assertEquals(expected, DirectoryChecks.free(mebibytes * MIB).grade());
  }

  @ParameterizedTest
  @CsvSource({"-2001, WARN", "-2000, OK", "0, OK", "500, OK", "3000, OK", "3001, WARN"})
  void forgivesTheTimeThatAnAnswerTakes(long millis, Finding.Grade expected) {
    Finding finding =
        DatabaseChecks.skew(
            "the database's", NOON.plusMillis(millis), NOON, NOON.plusMillis(1_000));

    assertEquals(expected, finding.grade(), finding.text());
  }
}
