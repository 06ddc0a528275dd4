package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Failure;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class KeysetTest {
  private static final Instant TIME = Instant.parse("2026-09-24T10:00:00.123456Z");

  @Test
  void comesBackAsItWent() {
    UUID id = new UUID(1, 2);
    String cursor = Keyset.of("things", TIME, id, "größe\n", 7).encode();

    Keyset back = Keyset.decode(cursor).require("things", 4);

    assertTrue(cursor.matches("[A-Za-z0-9_-]+"), cursor);
    assertEquals(TIME, back.instant(0));
    assertEquals(id, back.uuid(1));
    assertEquals("größe\n", back.text(2));
    assertEquals(7, back.number(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!!", "W10", "WzFd", "bm90IGpzb24", "e30"})
  void refusesWhatItDidNotMake(String cursor) {
    assertEquals(
        "bad_cursor",
        assertThrows(Failure.Rejected.class, () -> Keyset.decode(cursor).require("things", 0))
            .code());
  }

  @Test
  void refusesACursorOfAnotherListOrWithOtherKeys() {
    Keyset keys = Keyset.of("things", "abc", Instant.MAX, "\0");

    assertThrows(Failure.Rejected.class, () -> keys.require("others", 3));
    assertThrows(Failure.Rejected.class, () -> keys.require("things", 2));
    assertThrows(Failure.Rejected.class, () -> keys.number(0));
    assertThrows(Failure.Rejected.class, () -> keys.uuid(0));
    assertThrows(Failure.Rejected.class, () -> keys.instant(0));
    assertThrows(Failure.Rejected.class, () -> keys.instant(1));
    assertThrows(Failure.Rejected.class, () -> keys.text(2));
  }
}
