package io.glasshive.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The browser that tests of the page get: it runs scripts and keeps account of what goes wrong. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith({VertxExtension.class, BrowserExtension.class})
class BrowserIT {
  private static final Map<String, String> FILES =
      Map.of(
          "/good.html",
          "<!doctype html><title>Good</title><p id=p>waiting</p>"
              + "<script type=module src=/good.js></script>",
          "/good.js",
          "document.getElementById('p').textContent = 'done ' + (localStorage.seen || 'never');"
              + " localStorage.seen = 'before';",
          "/bad.html",
          "<!doctype html><title>Bad</title><script src=/bad.js></script><img src=/missing.png>",
          "/bad.js",
          "console.error('printed'); setTimeout(() => { throw new Error('thrown'); }, 0);");

  private String base;

  @BeforeEach
  void serve(Vertx vertx, VertxTestContext test) {
    vertx
        .createHttpServer()
        .requestHandler(BrowserIT::answer)
        .listen(0, "127.0.0.1")
        .onComplete(
            test.succeeding(
                (HttpServer server) -> {
                  base = "http://127.0.0.1:" + server.actualPort();
                  test.completeNow();
                }));
  }

  private static void answer(HttpServerRequest request) {
    String file = FILES.get(request.path());
    if (file != null) {
      String type = request.path().endsWith(".js") ? "text/javascript" : "text/html";
      request.response().putHeader("Content-Type", type).end(file);
    } else {
      request.response().setStatusCode(request.path().equals("/favicon.ico") ? 204 : 404).end();
    }
  }

  @Test
  void opensAPageAndRunsItsScripts(BrowserTab tab) {
    tab.open(base + "/good.html");

    tab.page().getByText("done").waitFor();
    assertEquals("Good", tab.page().title());
    tab.assertNoProblems();
  }

  @Test
  void startsEachTabWithoutTheStorageOfOthers(BrowserTab one, BrowserTab other) {
    one.open(base + "/good.html").page().getByText("done never").waitFor();
    one.open(base + "/good.html").page().getByText("done before").waitFor();

    other.open(base + "/good.html").page().getByText("done never").waitFor();
  }

  @Test
  void notesConsoleErrorsUncaughtErrorsAndFailedRequests(BrowserTab tab) {
    tab.open(base + "/bad.html");
    tab.page().waitForCondition(() -> tab.problems().size() >= 4);

    List<String> problems = tab.problems();
    assertTrue(problems.contains("console: printed"), problems::toString);
    assertTrue(problems.contains("answer: 404 " + base + "/missing.png"), problems::toString);
    assertTrue(
        problems.stream().anyMatch(p -> p.startsWith("uncaught: Error: thrown")),
        problems::toString);
    assertThrows(AssertionError.class, tab::assertNoProblems);
    tab.forgetProblems();
    tab.assertNoProblems();
  }

  @Test
  void savesAScreenshot(BrowserTab tab) throws Exception {
    tab.size(400, 300).open(base + "/good.html").page().getByText("done").waitFor();

    Path file = tab.screenshot("browser test");

    assertEquals("browser_test.png", file.getFileName().toString());
    assertTrue(Files.size(file) > 100);
  }
}
