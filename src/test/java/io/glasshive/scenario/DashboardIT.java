package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.glasshive.browser.BrowserExtension;
import io.glasshive.browser.BrowserTab;
import io.glasshive.check.CheckConnection;
import io.glasshive.check.RunCheck;
import io.glasshive.config.Config;
import io.glasshive.store.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    assertCardsTellWhatWasAsked(tab.page());
    assertTellsWhereASellerWasMet(tab.page(), id);
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
  void findsCategoriesAndKeepsThemUnderAName(BrowserTab tab) {
    tab.size(1440, 900).open(server.url().toString());
    Page page = tab.page();
    Locator summary = byTestId(page, "selection-summary");
    page.waitForCondition(() -> summary.textContent().contains("Electronics"), patience());
    byTestId(page, "clear-choice").click();
    awaitText(byTestId(page, "chosen-count"), "0 chosen");

    byTestId(page, "category-search").fill("headphones");
    awaitText(page.locator(".department:visible .department-name"), "Electronics");
    awaitText(page.locator(".category:visible"), "Headphones");
    byTestId(page, "choose-found").click();
    awaitText(byTestId(page, "chosen-count"), "1 chosen");
    awaitText(summary, "Electronics (1)");
    byTestId(page, "preset-new").click();
    byTestId(page, "preset-name").fill("Only <i>sound</i>");
    page.keyboard().press("Enter");
    page.waitForCondition(() -> chosenPreset(page).equals("Only <i>sound</i>"), patience());
    byTestId(page, "clear-choice").click();
    awaitText(byTestId(page, "chosen-count"), "0 chosen");
    assertEquals("Choose at least one category.", byTestId(page, "start-why").textContent());
    byTestId(page, "preset-list").selectOption("Only <i>sound</i>");

    awaitText(summary, "Electronics (1)");
    byTestId(page, "budget-input").fill("0");
    byTestId(page, "budget-problem").waitFor();
    assertTrue(byTestId(page, "start-button").isDisabled());
    byTestId(page, "budget-input").fill("");
    // The field takes no more than 200 characters from a keyboard.
    byTestId(page, "name-input").evaluate("input => { input.value = 'x'.repeat(201); }");
    byTestId(page, "start-button").click();
    awaitText(byTestId(page, "name-problem"), "The name must be text of 1 to 200 characters.");
    List<String> refused = tab.problems();
    assertTrue(refused.stream().allMatch(problem -> problem.contains("400")), refused::toString);
    for (int width : List.of(1440, 1024, 400)) {
      tab.size(width, 900);
      assertFits(page, width);
    }
  }

  @Test
  void saysWhyARunIsPausedAndResumesIt(BrowserTab tab) {
    turn(20, 60);
    tab.size(1440, 900).open(server.url().toString());
    Page page = tab.page();
    page.waitForCondition(byTestId(page, "start-button")::isEnabled, patience());
    byTestId(page, "budget-input").fill("7");

    byTestId(page, "start-button").click();

    awaitStatus(page, "paused");
    awaitText(
        byTestId(page, "notice-message"),
        "The budget of 7 calls is used up: resume the run to grant 7 more, or cancel it.");
    awaitText(byTestId(page, "total-requests"), "7");
    page.reload();
    awaitText(
        byTestId(page, "notice-message"),
        "The budget of 7 calls is used up: resume the run to grant 7 more, or cancel it.");
    byTestId(page, "resume-button").click();
    awaitText(byTestId(page, "total-requests"), "14");
    awaitStatus(page, "paused");
    byTestId(page, "cancel-button").click();
    byTestId(page, "cancel-button").click();
    awaitStatus(page, "cancelled");
    tab.assertNoProblems();
  }

  @Test
  void listsTheGapsOfAnEndedRun(BrowserTab tab) {
    turn(5, 20);
    HttpApi simulator = new HttpApi(server.simulatorUrl());
    simulator.turn(Map.of("permanent", Map.of("block_page", 0.1)));
    String name = "<b>5 > 4</b> & so on";
    String id =
        server
            .api()
            .post(
                "/api/v1/runs",
                Map.of("category_ids", List.of("172541"), "workers", 16, "name", name),
                201)
            .path("id")
            .asText();
    server.api().awaitEnd(id);
    simulator.turn(Map.of("permanent", Map.of("block_page", 0)));

    tab.size(1440, 900).open(server.url() + "#/runs/" + id);

    awaitEnded(tab.page());
    awaitStatus(tab.page(), "completed_with_gaps");
    assertEquals(name, tab.page().locator("h1.run-title").textContent());
    List<JsonNode> gaps = server.api().all("/api/v1/runs/" + id + "/units?status=failed");
    Locator rows = byTestId(tab.page(), "gap-row");
    tab.page().waitForCondition(() -> rows.count() == Math.min(50, gaps.size()), patience());
    JsonNode gap = gaps.get(0);
    String row = tab.page().locator("[data-unit='" + gap.path("unit").asText() + "']").innerText();
    assertTrue(row.contains(gap.path("title").asText()), row);
    assertTrue(row.contains("api error in api"), row);
    assertTrue(row.contains(gap.path("last_error").path("message").asText()), row);
    assertShowsWhatTheApiSays(tab.page(), id);
    for (int width : List.of(1440, 1024, 400)) {
      tab.size(width, 900);
      assertFits(tab.page(), width);
    }
    tab.assertNoProblems();
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
    // Products may all be there by now: their pages are few and come first.
    long sellers = total(page, "sellers_found");
    page.waitForCondition(
        () -> newestRow(page) > seq + 50 && total(page, "sellers_found") > sellers, patience());
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
      assertEquals(written(expected), byTestId(page, testIdOf(name)).innerText(), name);
    }
    JsonNode figures = server.api().get("/api/v1/runs/" + id + "/metrics").path("run");
    for (String by : List.of("type", "stage")) {
      Map<String, Long> shown = tally(page, "errors-by-" + by);
      assertEquals(tally(figures.path("errors_by_" + by)), shown, by);
      long sum = shown.values().stream().mapToLong(Long::longValue).sum();
      assertEquals(run.path("totals").path("errors").asLong(), sum, by);
    }
    String median = byTestId(page, "response-p50").innerText();
    JsonNode times = figures.path("response_ms");
    assertEquals(times.path("max").asLong() > 0 ? times.path("p50").asText() + " ms" : "–", median);
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
      long sum =
          ledger.locator("li b").allInnerTexts().stream().mapToLong(DashboardIT::number).sum();
      assertEquals(number(ledger.locator(".ledger-sum").innerText()), sum, phase);
    }
  }

  /** A breakdown as it can be read: the words and the number of each line. */
  private static Map<String, Long> tally(Page page, String id) {
    Map<String, Long> lines = new TreeMap<>();
    for (Locator line : byTestId(page, id).locator("li").all()) {
      lines.put(
          line.locator(".tally-name").textContent().replace(' ', '_'),
          number(line.locator(".tally-number").textContent()));
    }
    return lines;
  }

  private static Map<String, Long> tally(JsonNode counts) {
    Map<String, Long> lines = new TreeMap<>();
    counts
        .properties()
        .forEach(
            count -> {
              if (count.getValue().asLong() > 0) {
                lines.put(count.getKey(), count.getValue().asLong());
              }
            });
    return lines;
  }

  /** Also after a reload, which has only the outcome of what a worker asked last. */
  private static void assertCardsTellWhatWasAsked(Page page) {
    for (String card : byTestId(page, "worker-card").allInnerTexts()) {
      assertTrue(card.matches("(?s).*page \\d.*\\$[\\d,.]+ → \\$[\\d,.]+–\\$[\\d,.]+.*"), card);
    }
  }

  private static void assertTellsWhereASellerWasMet(Page page, String id) {
    JsonNode seller =
        server.api().get("/api/v1/sellers?sort=name&limit=1&run_id=" + id).path("items").path(0);
    byTestId(page, "seller-search").fill(seller.path("display_name").asText());
    Locator row = page.locator("[data-seller-id='" + seller.path("id").asText() + "']");
    row.getByTestId("seller-open").click();

    Locator sightings = row.getByTestId("sighting-row");
    sightings.first().waitFor();
    List<JsonNode> met =
        server.api().all("/api/v1/sellers/" + seller.path("id").asText() + "/sightings").stream()
            .filter(sighting -> sighting.path("run_id").asText().equals(id))
            .toList();
    assertEquals(met.size(), sightings.count());
    JsonNode first = met.get(0);
    String text = sightings.first().innerText();
    assertTrue(text.contains(first.path("title").asText()), text);
    assertTrue(text.contains("page " + first.path("page").asText()), text);
    assertTrue(text.contains("event " + written(first.path("seq").asLong())), text);
    Locator product = sightings.first().locator("a").first();
    assertEquals(
        "https://www.amazon.com/dp/" + first.path("asin").asText(), product.getAttribute("href"));
    assertEquals("noopener noreferrer", product.getAttribute("rel"));
  }

  private static String chosenPreset(Page page) {
    return (String)
        byTestId(page, "preset-list").evaluate("list => list.selectedOptions[0].textContent");
  }

  private static String written(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static long number(String written) {
    return Long.parseLong(written.replaceAll("\\D", ""));
  }

  private static void awaitText(Locator locator, String text) {
    PlaywrightAssertions.assertThat(locator)
        .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(WAIT_MILLIS));
  }

  private static String testIdOf(String total) {
    return "total-" + total.replace('_', '-');
  }

  private static long total(Page page, String name) {
    String value = byTestId(page, testIdOf(name)).getAttribute("data-value");
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
