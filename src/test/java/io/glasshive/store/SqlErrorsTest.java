package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.glasshive.domain.Failure;
import io.glasshive.store.SqlErrors.Kind;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SqlErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "40001, RETRY_SAME",
    "40P01, RETRY_SAME",
    "57P01, LOST_ANSWER",
    "57P02, LOST_ANSWER",
    "57P03, LOST_ANSWER",
    "08006, LOST_ANSWER",
    "25P03, LOST_ANSWER",
    "22001, ROW",
    "22021, ROW",
    "23505, ROW",
    "23514, ROW",
    "54000, ROW",
    "42P01, BUG",
    "42601, BUG",
    "XX000, BUG",
    "21000, BUG",
    "25P02, BUG",
    "25006, WAIT",
    "53100, WAIT",
    "53300, WAIT",
    "57014, WAIT",
    "58030, WAIT",
    "28P01, WAIT",
    "0A000, WAIT",
  })
  void sortsBySqlState(String state, Kind kind) {
    assertEquals(kind, SqlErrors.sort(new PgException("text", "ERROR", state, "detail")));
    assertEquals(kind, SqlErrors.sort(new SQLException("text", state)));
  }

  @Test
  void takesALostConnectionForALostAnswer() {
    assertEquals(Kind.LOST_ANSWER, SqlErrors.sort(ClosedConnectionException.INSTANCE));
    assertEquals(Kind.LOST_ANSWER, SqlErrors.sort(new VertxException("Connection was closed")));
    assertEquals(Kind.LOST_ANSWER, SqlErrors.sort(new IOException("Connection reset by peer")));
    assertEquals(Kind.LOST_ANSWER, SqlErrors.sort(new TimeoutException("no answer")));
  }

  @Test
  void waitsWhenNothingWasSent() {
    assertEquals(Kind.WAIT, SqlErrors.sort(new ConnectException("Connection refused")));
    assertEquals(Kind.WAIT, SqlErrors.sort(new ConnectionPoolTooBusyException("full")));
    assertEquals(Kind.WAIT, SqlErrors.sort(new VertxException("Timeout waiting for connection")));
  }

  @Test
  void takesTheRestForABug() {
    assertEquals(Kind.BUG, SqlErrors.sort(new IllegalArgumentException("a parameter")));
    assertEquals(Kind.BUG, SqlErrors.sort(new NullPointerException()));
  }

  @Test
  void tellsACallerOnlyWhatHelpsAndKeepsTheCause() {
    PgException full = new PgException("could not extend file", "ERROR", "53100", null);
    PgException wrong = new PgException("syntax error", "ERROR", "42601", null);
    Failure known = new Failure.Conflict("code", "text", Map.of());

    Failure transientFailure = assertInstanceOf(Failure.Unavailable.class, SqlErrors.failure(full));
    Failure fault = assertInstanceOf(Failure.Fault.class, SqlErrors.failure(wrong));

    assertSame(full, transientFailure.getCause());
    assertSame(wrong, fault.getCause());
    assertSame(known, SqlErrors.failure(known));
  }
}
