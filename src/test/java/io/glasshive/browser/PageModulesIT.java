package io.glasshive.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of the page's pure modules ({@code src/test/js}), in the browser they run in. */
@Timeout(60)
@ExtendWith({VertxExtension.class, BrowserExtension.class})
class PageModulesIT {
  private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src");

  private String base;

  static List<String> modules() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES.resolve("test/js"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @BeforeEach
  void serveTheSources(Vertx vertx, VertxTestContext test) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(StaticHandler.create(FileSystemAccess.ROOT, SOURCES.toAbsolutePath().toString()));
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .onComplete(
            test.succeeding(
                (HttpServer server) -> {
                  base = "http://127.0.0.1:" + server.actualPort();
                  test.completeNow();
                }));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void passesItsTests(String module, BrowserTab tab) {
    tab.open(base + "/test/resources/page/modules.html#" + module);
    tab.page().waitForFunction("() => window.outcomes");

    @SuppressWarnings("unchecked")
    List<Map<String, String>> outcomes =
        (List<Map<String, String>>) tab.page().evaluate("() => window.outcomes");

    assertFalse(outcomes.isEmpty(), module + " declares no test");
    assertEquals(List.of(), outcomes.stream().filter(o -> o.containsKey("problem")).toList());
    tab.assertNoProblems();
  }
}
