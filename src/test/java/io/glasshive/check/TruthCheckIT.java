package io.glasshive.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.glasshive.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The comparison with a simulator's truth, here told by a server that knows one small run. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TruthCheckIT {
  private static final String TRUTH =
      """
      {"seed":1,"settings":{"ignored":[1]},
       "products":[{"asin":"B000000004","title":"Nóvel 小説","price_cents":1999,"currency":"USD"}],
       "sellers":[{"normalized_name":"old-friend","display_name":"Old-Friend",
                   "feedback_percent":99.70,"feedback_count":1100,
                   "feedback_count_approximate":true,"times_seen":1},
                  {"normalized_name":"other","display_name":"other",
                   "feedback_percent":100,"feedback_count":7,
                   "feedback_count_approximate":false,"times_seen":1}],
       "sightings":[{"asin":"B000000004","listing_id":"101","normalized_name":"old-friend","page":1},
                    {"asin":"B000000004","listing_id":"102","normalized_name":"other","page":1}],
       "gaps":[]}
      """;

  private Connection connection;
  private HttpServer server;
  private volatile String asked;
  private SyntheticRun run;
  private TruthCheck check;

  @BeforeEach
  void collect() throws SQLException, IOException {
    connection = CheckConnection.open(TestPostgres.newDatabase());
    run = SyntheticRuns.completed(connection);
    feedback("old-friend", "Old-Friend", "99.7", 1100, true);
    feedback("other", "other", "100.000", 7, false);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/truth",
        exchange -> {
          asked = exchange.getRequestURI().getQuery();
          byte[] body = TRUTH.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    check = TruthCheck.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() throws SQLException {
    server.stop(0);
    connection.close();
  }

  @Test
  void findsNothingWrongWithARunThatCollectedTheTruth() throws SQLException {
    assertEquals(List.of(), check.violations(connection, run.id));
    assertEquals(List.of(), check.violations(connection));
  }

  @Test
  void asksForTheCategoriesAndLimitsOfTheRun() throws SQLException {
    check.categories("books", "3741261").amazonPages(2).ebayPages(1).inexact("keep");

    check.assertGood(connection, run.id);

    assertEquals(
        "include=products,sellers,sightings,gaps&category_ids=books,3741261&amazon_pages=2"
            + "&ebay_pages=1&inexact=keep",
        asked);
  }

  @Test
  void expectsSellersAsOftenAsThereWereRuns() throws SQLException {
    List<String> violations = check.timesSeen(2).violations(connection, run.id);

    assertEquals(
        List.of(
            "sellers: old-friend is Old-Friend | 99.7 | 1100 | true | 1,"
                + " the truth is Old-Friend | 99.7 | 1100 | true | 2",
            "sellers: other is other | 100 | 7 | false | 1, the truth is other | 100 | 7 | false | 2"),
        violations);
  }

  @Test
  void noticesRowsThatDifferAreMissingOrAreTooMany() throws SQLException {
    execute("update products set price_cents = 2000");
    execute("delete from sightings where listing_id = '101'");
    execute("update sellers set normalized_name = 'stranger' where normalized_name = 'other'");
    execute(
        "update units set status = 'failed', error_type = 'timeout' where unit = 'ebay:B000000004'");

    AssertionError error =
        assertThrows(AssertionError.class, () -> check.assertGood(connection, run.id));

    List.of(
            "products: B000000004 is Nóvel 小説 | 2000 | USD, the truth is Nóvel 小説 | 1999 | USD",
            "sellers: other is missing",
            "sellers: stranger is not in the truth",
            "sellers in all: 2 in the truth, 2 in the rows, 1 missing",
            "sightings: B000000004 101 is missing: old-friend | 1",
            "sightings: B000000004 102 is stranger | 1, the truth is other | 1",
            "gaps: ebay:B000000004 is not in the truth: 1 | timeout")
        .forEach(line -> assertTrue(error.getMessage().contains(line), error::getMessage));
  }

  @Test
  void letsARunThatIsNotOverLackPartOfTheTruth() throws SQLException {
    execute("delete from sightings where listing_id = '101'");
    execute("delete from run_sellers where inserted");

    assertEquals(List.of(), check.partial().violations(connection, run.id));
  }

  private void feedback(String name, String display, String percent, int count, boolean approximate)
      throws SQLException {
    execute(
        "update sellers set display_name = '%s', feedback_percent = %s, feedback_count = %d,"
                .formatted(display, percent, count)
            + " feedback_count_approximate = %s where normalized_name = '%s'"
                .formatted(approximate, name));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
