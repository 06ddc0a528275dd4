package io.glasshive.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads what the database holds of a run and names everything that contradicts the contract of
 * {@code docs/events.md} and the ledger: the invariants, as far as stored state can show them.
 *
 * <p>It may be asked at any time, also of a run at work: it reads one snapshot, and every rule
 * holds at every commit. A finding reads {@code rule: what is wrong}; the rules are {@code seq},
 * {@code id}, {@code columns}, {@code wire}, {@code worker}, {@code unit}, {@code rate_limited},
 * {@code requests}, {@code pages}, {@code attempts}, {@code claims}, {@code units}, {@code
 * entries}, {@code sums}, {@code sightings}, {@code life}, {@code phase}, {@code status}, {@code
 * budget}, {@code ledger}, {@code totals}, {@code metrics}, {@code times_seen}, {@code sellers},
 * {@code products}, {@code credentials}.
 */
public final class RunCheck {
  private final List<String> secrets;

  private RunCheck(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /** A check that also looks for each of {@code secrets} in the log and the rows. */
  public static RunCheck withSecrets(String... secrets) {
    return new RunCheck(List.of(secrets));
  }

  /** What is wrong with one run and with the sellers of the whole database; empty when good. */
  public List<String> violations(Connection connection, UUID runId) throws SQLException {
    return inSnapshot(
        connection,
        () -> {
          Findings out = new Findings();
          check(connection, runId, out);
          SellerCheck.check(connection, out);
          return out.list();
        });
  }

  /** What is wrong with any run of the database; empty when good. */
  public List<String> violations(Connection connection) throws SQLException {
    return inSnapshot(
        connection,
        () -> {
          List<String> all = new ArrayList<>();
          for (UUID runId : runs(connection)) {
            Findings out = new Findings();
            check(connection, runId, out);
            out.list().forEach(violation -> all.add("run " + runId + ": " + violation));
          }
          Findings out = new Findings();
          SellerCheck.check(connection, out);
          all.addAll(out.list());
          return all;
        });
  }

  /** Fails with every violation of the run, one a line. */
  public void assertGood(Connection connection, UUID runId) throws SQLException {
    assertNone("run " + runId, violations(connection, runId));
  }

  /** Fails with every violation of any run, one a line. */
  public void assertGood(Connection connection) throws SQLException {
    assertNone("the database", violations(connection));
  }

  static void assertNone(String what, List<String> violations) {
    if (!violations.isEmpty()) {
      throw new AssertionError(
          what + " breaks the contract:\n  " + String.join("\n  ", violations));
    }
  }

  private void check(Connection connection, UUID runId, Findings out) throws SQLException {
    StoredRun stored = StoredRun.read(connection, runId);
    if (stored == null) {
      out.add("run", "there is no run %s", runId);
      return;
    }
    WireCheck.check(stored, out);
    RequestCheck.check(stored, out);
    PageCheck.check(stored, out);
    LifeCheck.check(stored, out);
    BudgetCheck.check(stored, out);
    LedgerCheck.check(stored, out);
    TotalsCheck.check(stored, out);
    MetricsCheck.check(stored, connection, out);
    SecretCheck.check(stored, connection, secrets, out);
  }

  private static List<UUID> runs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select id from runs order by created_at, id")) {
      List<UUID> runs = new ArrayList<>();
      while (row.next()) {
        runs.add(row.getObject(1, UUID.class));
      }
      return runs;
    }
  }

  interface Reading<T> {
    T read() throws SQLException;
  }

  /** Reads in one snapshot, unless the caller has a transaction of its own under way. */
  static <T> T inSnapshot(Connection connection, Reading<T> reading) throws SQLException {
    if (!connection.getAutoCommit()) {
      return reading.read();
    }
    int isolation = connection.getTransactionIsolation();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try {
      return reading.read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
      connection.setTransactionIsolation(isolation);
    }
  }
}
