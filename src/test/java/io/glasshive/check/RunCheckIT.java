package io.glasshive.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasshive.check.Transcript.Seen;
import io.glasshive.store.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The check is content with correct runs, and names what is wrong with each that is not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunCheckIT {
  private static final RunCheck CHECK = RunCheck.withSecrets("hunter2hunter2", "demo:demo");
  private static final String ANY_RULE = "";

  private Connection connection;
  private final List<String> missed = new ArrayList<>();

  @BeforeEach
  void connect() throws SQLException {
    connection = CheckConnection.open(TestPostgres.newDatabase());
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void findsNothingWrongWithAPendingRun() throws SQLException {
    SyntheticRun run =
        SyntheticRun.pending(
            connection, Instant.EPOCH, 3, List.of(SyntheticRuns.COOKTOPS, SyntheticRuns.BOOKS));
    run.end("pending");

    assertEquals(List.of(), CHECK.violations(connection));
  }

  @Test
  void findsNothingWrongWithRunsThatCompletedWithAndWithoutGaps() throws SQLException {
    SyntheticRun first = SyntheticRuns.completed(connection);
    SyntheticRun second = SyntheticRuns.withGaps(connection);

    assertEquals(List.of(), CHECK.violations(connection, first.id));
    assertEquals(List.of(), CHECK.violations(connection, second.id));
    assertEquals(List.of(), CHECK.violations(connection));
  }

  @Test
  void findsNothingWrongWithASecondRound() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRuns.inSecondRound(connection);

    assertEquals(List.of(), CHECK.violations(connection));
  }

  @Test
  void findsNothingWrongWithARunAtWork() throws SQLException {
    SyntheticRuns.atWork(connection);

    assertEquals(List.of(), CHECK.violations(connection));
  }

  @Test
  void findsNothingWrongWithACancelledRun() throws SQLException {
    SyntheticRuns.cancelled(connection);

    assertEquals(List.of(), CHECK.violations(connection));
  }

  @Test
  void saysThatARunDoesNotExist() throws SQLException {
    List<String> violations = CHECK.violations(connection, UUID.fromString("0-0-0-0-1"));

    assertEquals(1, violations.size());
    assertTrue(violations.get(0).startsWith("run: there is no run"), violations::toString);
  }

  @Test
  void showsTheFirstOfManyViolationsAndHowManyMoreThereAre() throws SQLException {
    SyntheticRun run = SyntheticRuns.completed(connection);
    execute("update activity_events set seq = 100 + seq * 2 where run_id = $RUN", run);

    AssertionError error =
        assertThrows(AssertionError.class, () -> CHECK.assertGood(connection, run.id));

    assertTrue(error.getMessage().contains("seq: 102 follows 0"), error::getMessage);
    assertTrue(error.getMessage().contains("columns: and 2 more"), error::getMessage);
  }

  @Test
  void noticesEveryMutationOfARunWithGaps() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);

    for (Mutation mutation : Mutation.ofRunWithGaps()) {
      mutate(run, mutation.what(), mutation.rule(), mutation.statements());
    }

    assertNoneMissed();
  }

  @Test
  void noticesEveryMutationOfARunAtWork() throws SQLException {
    SyntheticRun run = SyntheticRuns.atWork(connection);

    for (Mutation mutation : Mutation.ofRunAtWork()) {
      mutate(run, mutation.what(), mutation.rule(), mutation.statements());
    }

    assertNoneMissed();
  }

  @Test
  void noticesEveryMutationOfAPausedRun() throws SQLException {
    SyntheticRun run = SyntheticRuns.pausedByBudget(connection);
    assertEquals(List.of(), CHECK.violations(connection));

    for (Mutation mutation : Mutation.ofPausedRun()) {
      mutate(run, mutation.what(), mutation.rule(), mutation.statements());
    }

    assertNoneMissed();
  }

  @Test
  void noticesTheLossOfAnyEventEvenWithoutAHole() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);
    // A restart leaves no other trace in the rows.
    Set<String> silent = Set.of("resumed restart");

    for (Map.Entry<Long, ObjectNode> event : log(run).entrySet()) {
      String name = nameOf(event.getValue());
      if (!silent.contains(name)) {
        String what = "loss of " + event.getKey() + " " + name;
        mutate(run, what, ANY_RULE, List.of(Mutation.drop(event.getKey())));
      }
    }

    assertNoneMissed();
  }

  @Test
  void noticesTheRepetitionOfAnyEvent() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);
    // Two restarts in a row are as good as one.
    Set<String> repeatable = Set.of("resumed restart");

    for (Map.Entry<Long, ObjectNode> event : log(run).entrySet()) {
      String name = nameOf(event.getValue());
      if (!repeatable.contains(name)) {
        String what = "repetition of " + event.getKey() + " " + name;
        mutate(run, what, ANY_RULE, List.of(Mutation.repeat(event.getKey())));
      }
    }

    assertNoneMissed();
  }

  @Test
  void noticesAnyFieldThatIsMissingOrNull() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);
    Set<String> optional = Set.of("next_try_at");
    Set<String> seen = new HashSet<>();

    for (Map.Entry<Long, ObjectNode> event : log(run).entrySet()) {
      ObjectNode json = event.getValue();
      if (seen.add(json.get("action").asText() + json.path("phase") + json.has("attempt"))) {
        List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);
        boolean ofStart = json.get("action").asText().equals("started");
        for (String field : fields) {
          String what = event.getKey() + " " + nameOf(json) + ": " + field;
          rewrite(run, event.getKey(), json.deepCopy().putNull(field), what + " is null");
          if (!optional.contains(field) && !(ofStart && field.equals("reason"))) {
            rewrite(run, event.getKey(), json.deepCopy().without(field), what + " is missing");
          }
        }
      }
    }

    assertNoneMissed();
  }

  @Test
  void noticesTheLossOfAnyRow() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);

    for (String table :
        List.of("run_categories", "ledger", "units", "run_sellers", "sightings", "products")) {
      for (String row : rowsOf(table, run)) {
        String what = "loss of " + table + " " + row;
        mutate(
            run, what, ANY_RULE, List.of("delete from " + table + " where ctid = '" + row + "'"));
      }
    }

    assertNoneMissed();
  }

  @Test
  void noticesAnyCounterThatIsOffByOne() throws SQLException {
    SyntheticRuns.completed(connection);
    SyntheticRun run = SyntheticRuns.withGaps(connection);
    Map<String, List<String>> counters =
        Map.of(
            "runs",
            List.of(
                "round",
                "last_seq",
                "products",
                "sightings",
                "sellers_found",
                "sellers_new",
                "sellers_known",
                "requests",
                "errors"),
            "ledger",
            List.of("planned", "done", "failed", "skipped", "in_flight", "waiting"),
            "run_categories",
            List.of("products", "sellers_new"),
            "sightings",
            List.of("seq", "page", "price_min", "price_max"),
            "sellers",
            List.of("times_seen"));

    for (Map.Entry<String, List<String>> counter : counters.entrySet()) {
      for (String row : rowsOf(counter.getKey(), run)) {
        for (String column : counter.getValue()) {
          mutate(
              run,
              counter.getKey() + "." + column + " off by one in " + row,
              ANY_RULE,
              List.of(
                  "alter table ledger drop constraint ledger_balances",
                  "update TABLE set COLUMN = COLUMN + 1 where ctid = 'ROW'"
                      .replace("TABLE", counter.getKey())
                      .replace("COLUMN", column)
                      .replace("ROW", row)));
        }
      }
    }

    assertNoneMissed();
  }

  @Test
  void findsViewersOfTheSameEventsInOrder() throws SQLException {
    SyntheticRun run = SyntheticRuns.completed(connection);
    List<Seen> all = stored(run);
    Transcript whole = new Transcript("early", all);
    Transcript tail = new Transcript("late", all.subList(3, all.size()));

    assertEquals(
        List.of(), ViewersCheck.violations(connection, run.id, List.of(whole, tail, whole)));
    ViewersCheck.assertSawEverything(connection, run.id, List.of(whole, whole));
    assertThrows(
        AssertionError.class,
        () -> ViewersCheck.assertSawEverything(connection, run.id, List.of(whole, tail)));
  }

  @Test
  void noticesWhatViewersSawThatIsNotStored() throws SQLException {
    SyntheticRun run = SyntheticRuns.completed(connection);
    Transcript viewer = new Transcript("early", stored(run));
    execute("delete from activity_events where run_id = $RUN and seq = 10", run);
    execute("update activity_events set body = replace(body, '0-', '1-') where $AT 2", run);

    List<String> violations = ViewersCheck.violations(connection, run.id, List.of(viewer));

    assertEquals(
        List.of(
            "seen: early saw seq 2 otherwise than stored",
            "seen: early saw seq 10, which is not stored"),
        violations);
  }

  private void mutate(SyntheticRun run, String what, String rule, List<String> statements)
      throws SQLException {
    connection.setAutoCommit(false);
    for (String sql : statements) {
      if (execute(sql, run) == 0 && !sql.startsWith("alter")) {
        missed.add(what + ": the statement changes nothing: " + sql);
      }
    }
    judge(run, what, rule);
  }

  private void rewrite(SyntheticRun run, long seq, Object body, String what) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update activity_events set body = ? where run_id = ? and seq = ?")) {
      update.setString(1, body.toString());
      update.setObject(2, run.id);
      update.setLong(3, seq);
      update.executeUpdate();
    }
    judge(run, what, ANY_RULE);
  }

  private void judge(SyntheticRun run, String what, String rule) throws SQLException {
    List<String> violations = CHECK.violations(connection, run.id);
    if (violations.stream().noneMatch(v -> v.startsWith(rule))) {
      missed.add(what + ": not noticed by '" + rule + "', but " + violations);
    }
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private void assertNoneMissed() throws SQLException {
    assertEquals(List.of(), missed, () -> "missed:\n  " + String.join("\n  ", missed));
    assertEquals(List.of(), CHECK.violations(connection), "the mutations are undone");
  }

  private int execute(String sql, SyntheticRun run) throws SQLException {
    String filled =
        sql.replace("$AT", "run_id = $RUN and seq =")
            .replace("$UNIT", "run_id = $RUN and unit =")
            .replace("$RUN", "'" + run.id + "'");
    try (Statement statement = connection.createStatement()) {
      int changed = 0;
      boolean more = statement.execute(filled) || statement.getUpdateCount() >= 0;
      while (more) {
        changed += Math.max(0, statement.getUpdateCount());
        more = statement.getMoreResults() || statement.getUpdateCount() >= 0;
      }
      return changed;
    }
  }

  private static String nameOf(ObjectNode json) {
    return (json.get("action").asText() + " " + json.path("reason").asText()).strip();
  }

  private Map<Long, ObjectNode> log(SyntheticRun run) throws SQLException {
    Map<Long, ObjectNode> log = new TreeMap<>();
    for (Seen event : stored(run)) {
      log.put(event.seq(), (ObjectNode) StoredRun.parse(event.body()));
    }
    return log;
  }

  private List<Seen> stored(SyntheticRun run) throws SQLException {
    List<Seen> all = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select seq, body from activity_events where run_id = ? order by seq")) {
      query.setObject(1, run.id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          all.add(new Seen(row.getLong(1), row.getString(2)));
        }
      }
    }
    return all;
  }

  /** Addresses of the run's rows; of tables shared by all runs, of every row. */
  private List<String> rowsOf(String table, SyntheticRun run) throws SQLException {
    String filter =
        switch (table) {
          case "runs" -> " where id = '" + run.id + "'";
          case "products", "sellers" -> "";
          default -> " where run_id = '" + run.id + "'";
        };
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select ctid::text from " + table + filter)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
