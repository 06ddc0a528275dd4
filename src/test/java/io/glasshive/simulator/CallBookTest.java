package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallBookTest {
  private static final String PAGE = "ebay:B000000001:2";

  @TempDir Path directory;

  @Test
  void countsCallsByPageAndAnswer() throws IOException {
    try (CallBook book = CallBook.open(directory)) {
      call(book, PAGE, 200);
      call(book, PAGE, 500);
      call(book, PAGE, 200);
      call(book, "amazon:12:1", 429);

      assertEquals(
          "{\"total\":4,\"pages\":["
              + "{\"page\":\"amazon:12:1\",\"calls\":1,\"answers\":{\"429\":1}},"
              + "{\"page\":\"ebay:B000000001:2\",\"calls\":3,\"answers\":{\"200\":2,\"500\":1}}]}",
          book.toJson().toString());
    }
  }

  @Test
  void tellsThePlanHowManyCallsThereWere() throws IOException {
    try (CallBook book = CallBook.open(directory)) {
      assertEquals(0, call(book, PAGE, 200));
      assertEquals(1, call(book, PAGE, 200));
      assertEquals(0, call(book, "amazon:12:1", 200));
    }
  }

  @Test
  void keepsRefusedCallsOutOfThePlan() throws IOException {
    try (CallBook book = CallBook.open(directory)) {
      book.refused(PAGE);
      book.refused(PAGE);

      assertEquals(0, call(book, PAGE, 429));

      assertEquals(
          "{\"total\":3,\"pages\":[{\"page\":\""
              + PAGE
              + "\",\"calls\":3,\"answers\":{\"429\":3}}]}",
          book.toJson().toString());
    }
  }

  @Test
  void hasEveryCallAfterAnEndWithoutGoodbye() throws IOException {
    try (CallBook killed = CallBook.open(directory)) {
      call(killed, PAGE, 200);
      call(killed, PAGE, 408);
      killed.refused(PAGE);

      try (CallBook next = CallBook.open(directory)) {
        assertEquals(killed.toJson(), next.toJson());
        assertEquals(2, call(next, PAGE, 200));
      }
    }
  }

  @Test
  void dropsALastLineThatWasCutShort() throws IOException {
    try (CallBook killed = CallBook.open(directory)) {
      call(killed, PAGE, 200);
    }
    Files.writeString(
        directory.resolve("calls.log"), "ebay:B000000001:3 200 p 1", StandardOpenOption.APPEND);

    try (CallBook book = CallBook.open(directory)) {
      assertEquals(1, book.plannedCount(PAGE));
      assertEquals(0, call(book, "ebay:B000000001:3", 200));
    }
    try (CallBook book = CallBook.open(directory)) {
      assertEquals(1, book.plannedCount("ebay:B000000001:3"));
    }
  }

  @Test
  void passesOverALineThatIsNoCall() throws IOException {
    Files.write(
        directory.resolve("calls.log"),
        new byte[] {'x', (byte) 0xFF, '\n', 'a', ' ', '2', '0', '0', ' ', 'p', ' ', '4', '\n'});

    try (CallBook book = CallBook.open(directory)) {
      assertEquals(4, book.plannedCount("a"));
    }
  }

  @Test
  void forgetsEveryCallOnReset() throws IOException {
    try (CallBook book = CallBook.open(directory)) {
      call(book, PAGE, 200);

      book.reset();

      assertEquals("{\"total\":0,\"pages\":[]}", book.toJson().toString());
      assertEquals(0, call(book, PAGE, 200));
    }
    try (CallBook book = CallBook.open(directory)) {
      assertEquals(1, book.plannedCount(PAGE));
    }
  }

  @Test
  void keepsItsFileShortHoweverManyCallsThereAre() throws IOException {
    int calls = CallBook.MAX_APPENDED + 10;
    try (CallBook book = CallBook.open(directory)) {
      for (int i = 0; i < calls; i++) {
        call(book, PAGE, 200);
      }
    }

    assertTrue(Files.size(directory.resolve("calls.log")) < 1_000);
    try (CallBook book = CallBook.open(directory)) {
      assertEquals(calls, book.plannedCount(PAGE));
    }
  }

  private static long call(CallBook book, String page, int status) throws IOException {
    return book.call(page, before -> before, before -> status);
  }
}
