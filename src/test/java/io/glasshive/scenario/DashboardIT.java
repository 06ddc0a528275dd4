package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.glasshive.browser.BrowserExtension;
import io.glasshive.browser.BrowserTab;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page, in a real browser, in front of a real server: what a person sees and can do. */
@Timeout(240)
@ExtendWith(BrowserExtension.class)
class DashboardIT {
  private static final double WAIT_MILLIS = 60_000;
  private static final List<String> TOTALS =
      List.of(
          "products",
          "sightings",
          "sellers_found",
          "sellers_new",
          "sellers_known",
          "requests",
          "errors",
          "gaps");

  @TempDir static Path dir;
  private static Config.Database database;
  private static ServerProcess server;

  @BeforeAll
  static void serve() {
    database = TestPostgres.newDatabase();
    server = ServerProcess.start(dir, database);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void showsARunFromTheStartButtonToItsEnd(BrowserTab tab, BrowserTab other) throws Exception {
    turn(25, 100);
    tab.size(1440, 900).open(server.url().toString());

    start(tab);

    String id = runId(tab.page());
    other.size(1440, 900).open(tab.page().url());
    assertMoves(tab.page());
    tab.screenshot("dashboard-1440-running");
    awaitStatus(tab.page(), "completed");
    awaitStatus(other.page(), "completed");
    awaitEnded(tab.page());
    awaitEnded(other.page());
    assertShowsWhatTheApiSays(tab.page(), id);
    assertShowsWhatTheApiSays(other.page(), id);
    List<String> rows = rows(tab.page());
    assertEquals(100, rows.size());
    assertEquals(rows, rows(other.page()));
    tab.page().reload();
    awaitEnded(tab.page());
    assertEquals(id, runId(tab.page()));
    assertShowsWhatTheApiSays(tab.page(), id);
    assertEquals(rows, rows(tab.page()));
    for (int width : List.of(1440, 1024, 400)) {
      tab.size(width, 900);
      assertFits(tab.page(), width);
      tab.screenshot("dashboard-" + width);
    }
    tab.assertNoProblems();
    other.assertNoProblems();
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection, UUID.fromString(id));
    }
  }

  @Test
  void cancelsARunAtTheSecondPress(BrowserTab tab) throws Exception {
    turn(3_000, 4_000);
    tab.size(1440, 900).open(server.url().toString());
    start(tab);
    String id = runId(tab.page());
    awaitStatus(tab.page(), "running");
    Locator cancel = byTestId(tab.page(), "cancel-button");

    cancel.click();
    assertEquals("running", server.api().status(id));
    cancel.click();

    awaitStatus(tab.page(), "cancelled");
    awaitEnded(tab.page());
    assertEquals("cancelled", server.api().status(id));
    JsonNode last =
        server.api().get("/api/v1/runs/" + id + "/activity?action=cancelled").path("items").path(0);
    assertEquals("page", last.path("actor").asText(), last::toString);
    assertTrue(byTestId(tab.page(), "receipt").textContent().contains("in flight"));
    assertShowsWhatTheApiSays(tab.page(), id);
    tab.screenshot("dashboard-1440-cancelled");
    tab.assertNoProblems();
    try (Connection connection = CheckConnection.open(database)) {
      RunCheck.withSecrets().assertGood(connection, UUID.fromString(id));
    }
  }

  @Test
  void allowsNothingButItsOwnFiles(BrowserTab tab) {
    var page = server.api().answer("/");

    String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
    assertTrue(policy.contains("default-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    tab.open(server.url().toString());
    byTestId(tab.page(), "runs-list").waitFor(attached());
    Object ran =
        tab.page()
            .evaluate(
                "() => { const s = document.createElement('script');"
                    + " s.textContent = 'window.injected = true';"
                    + " document.head.append(s); return window.injected === true; }");
    assertEquals(false, ran);
    assertFalse(tab.problems().isEmpty(), "the browser says nothing of the refused script");
  }

  private static void turn(int median, int p99) {
    new HttpApi(server.simulatorUrl())
        .turn(Map.of("latency_ms", Map.of("median", median, "p99", p99)));
  }

  private static void start(BrowserTab tab) {
    Locator button = byTestId(tab.page(), "start-button");
    tab.page().waitForCondition(button::isEnabled);
    assertTrue(byTestId(tab.page(), "selection-summary").textContent().contains("Electronics"));
    button.click();
    tab.page().waitForURL(url -> url.contains("#/runs/"));
  }

  private static String runId(Page page) {
    return page.url().replaceFirst(".*#/runs/", "");
  }

  /** Cells search, rows arrive, totals rise. */
  private static void assertMoves(Page page) {
    Locator cards = byTestId(page, "worker-card");
    page.waitForCondition(() -> cards.count() == 5, patience());
    page.locator("[data-testid=worker-card][data-state=searching]").first().waitFor();
    byTestId(page, "feed-row").first().waitFor();
    long seq = newestRow(page);
    long products = total(page, "products");
    page.waitForCondition(
        () -> newestRow(page) > seq + 50 && total(page, "products") > products, patience());
    byTestId(page, "pipeline-row").first().waitFor();
    byTestId(page, "seller-row").first().waitFor();
    assertEquals("live", byTestId(page, "connection-badge").getAttribute("data-state"));
  }

  private static void assertShowsWhatTheApiSays(Page page, String id) {
    JsonNode run = server.api().run(id);
    for (String name : TOTALS) {
      long expected = run.path("totals").path(name).asLong();
      page.waitForCondition(() -> total(page, name) == expected, patience());
      assertEquals(expected, total(page, name), name);
    }
    assertEquals(run.path("last_seq").asLong(), newestRow(page));
    JsonNode progress = server.api().progress(id);
    for (String phase : List.of("amazon", "ebay")) {
      Locator ledger = byTestId(page, "ledger-" + phase);
      JsonNode counts = progress.path("phases").path(phase);
      assertEquals("true", ledger.getAttribute("data-balanced"));
      assertEquals(counts.path("planned").asText(), ledger.getAttribute("data-planned"));
      for (String part : List.of("done", "failed", "skipped", "in_flight", "waiting")) {
        assertEquals(
            counts.path(part).asText(),
            ledger.locator("li[data-part=" + part + "]").getAttribute("data-value"),
            phase + " " + part);
      }
    }
  }

  private static long total(Page page, String name) {
    String value = byTestId(page, "total-" + name.replace('_', '-')).getAttribute("data-value");
    return value == null ? -1 : Long.parseLong(value);
  }

  private static long newestRow(Page page) {
    Locator rows = byTestId(page, "feed-row");
    return rows.count() == 0 ? 0 : Long.parseLong(rows.first().getAttribute("data-seq"));
  }

  /** Number and text of every row of the feed, newest first. */
  private static List<String> rows(Page page) {
    @SuppressWarnings("unchecked")
    List<String> rows =
        (List<String>)
            page.evaluate(
                "() => [...document.querySelectorAll('[data-testid=feed-row]')]"
                    + ".map(row => row.dataset.seq + ' ' + row.textContent)");
    return rows;
  }

  private static void awaitStatus(Page page, String status) {
    page.locator("[data-testid=run-status][data-status=" + status + "]")
        .waitFor(new Locator.WaitForOptions().setTimeout(WAIT_MILLIS));
  }

  private static void awaitEnded(Page page) {
    page.locator("[data-testid=connection-badge][data-state=ended]")
        .waitFor(new Locator.WaitForOptions().setTimeout(WAIT_MILLIS));
  }

  /** Nothing stands out to the right. */
  private static void assertFits(Page page, int width) {
    Object scrollWidth = page.evaluate("() => document.documentElement.scrollWidth");
    assertTrue(((Number) scrollWidth).intValue() <= width, () -> width + ": " + scrollWidth);
  }

  private static Locator byTestId(Page page, String id) {
    return page.getByTestId(id);
  }

  private static Locator.WaitForOptions attached() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
  }

  private static Page.WaitForConditionOptions patience() {
    return new Page.WaitForConditionOptions().setTimeout(WAIT_MILLIS);
  }
}
