package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

/**
 * What to do about an error of the database: the one place that looks at a SQLSTATE (<a
 * href="https://www.postgresql.org/docs/18/errcodes-appendix.html">appendix A</a>).
 */
public final class SqlErrors {

  /** What the writer does next. */
  public enum Kind {
    /** The transaction was rolled back for no fault of its own (40001, 40P01): the same again. */
    RETRY_SAME,
    /** The connection went before the answer came: it may be committed. Look, then decide. */
    LOST_ANSWER,
    /** A row cannot be stored (22, 23, 54): find it and set it aside. */
    ROW,
    /** The statement or the program is wrong (42, XX, …): no repetition mends it. */
    BUG,
    /** The database cannot now (full, read only, starting, refusing): the same later. */
    WAIT
  }

  private SqlErrors() {}

  /** Sorts an error of the pool, of a connection or of a statement. */
  public static Kind sort(Throwable error) {
    if (error instanceof Failure failure) {
      return sortFailure(failure);
    }
    String state = sqlState(error);
    if (state != null) {
      return sortState(state);
    }
    if (neverSent(error)) {
      return Kind.WAIT;
    }
    if (error instanceof ClosedConnectionException
        || error instanceof VertxException
        || error instanceof IOException
        || error instanceof TimeoutException) {
      return Kind.LOST_ANSWER;
    }
    return Kind.BUG;
  }

  /** The failure that a caller gets: transient ones can be tried again, the rest are bugs. */
  public static Failure failure(Throwable error) {
    if (error instanceof Failure failure) {
      return failure;
    }
    return switch (sort(error)) {
      case RETRY_SAME, LOST_ANSWER, WAIT ->
          new Failure.Unavailable(
              "database_unavailable", "The database does not answer just now: try again.", error);
      case ROW, BUG -> new Failure.Fault("The database refused a statement.", error);
    };
  }

  /** The SQLSTATE, or null when the error is none of the server's. */
  public static String sqlState(Throwable error) {
    if (error instanceof PgException pg) {
      return pg.getSqlState();
    }
    return error instanceof SQLException sql ? sql.getSQLState() : null;
  }

  /** Whether the error says that a key of this constraint is taken. */
  public static boolean isDuplicate(Throwable error, String constraint) {
    return error instanceof PgException pg
        && "23505".equals(pg.getSqlState())
        && constraint.equals(pg.getConstraint());
  }

  private static Kind sortState(String state) {
    return switch (state) {
      case "40001", "40P01" -> Kind.RETRY_SAME;
      // The server ended our connection: shut down, crashed, starting, database dropped, or idle
      // for
      // longer than it allows within a transaction (25P03), the transaction too long (25P04).
      case "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04" -> Kind.LOST_ANSWER;
      // A command outside, or in a failed, transaction: ours to get right.
      case "25P01", "25P02" -> Kind.BUG;
      default ->
          switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> Kind.LOST_ANSWER;
            case "22", "23", "54" -> Kind.ROW;
            // 21: a key twice in one statement, which the batch must have deduped.
            case "42", "XX", "21" -> Kind.BUG;
            default -> Kind.WAIT;
          };
    };
  }

  /** Nothing reached the server: no connection was made, or the pool had none to give. */
  private static boolean neverSent(Throwable error) {
    if (error instanceof ConnectException
        || error instanceof UnknownHostException
        || error instanceof NoRouteToHostException
        || error instanceof ConnectionPoolTooBusyException) {
      return true;
    }
    // Of vertx-sql-client's SqlConnectionPool; it has no type of its own.
    return error instanceof VertxException
        && "Timeout waiting for connection".equals(error.getMessage());
  }

  private static Kind sortFailure(Failure failure) {
    return failure instanceof Failure.Unavailable ? Kind.WAIT : Kind.BUG;
  }
}
