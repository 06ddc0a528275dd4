package io.glasshive.web.bridge;

import static io.glasshive.journal.StoredRuns.THEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Route;
import io.glasshive.browser.BrowserExtension;
import io.glasshive.browser.BrowserTab;
import io.glasshive.bus.Chunk;
import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.RunMetrics;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.web.RunningWeb;
import io.glasshive.web.shape.RunJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client library that people use, in a browser, over each transport. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(BrowserExtension.class)
class BridgeClientIT {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  /** Two event loops, so that the requests of one session arrive at both. */
  private static RunningWeb web;

  private static final List<Command> given = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void serve() {
    web = RunningWeb.ready(Duration.ofHours(1), 2);
    Topics.COMMANDS.answer(
        web.vertx,
        command -> {
          given.add(command);
          return command.command() == RunCommand.CANCEL
              ? Future.succeededFuture(receipt(command.runId()))
              : Future.failedFuture(RunCommand.refusal(RunStatus.RUNNING));
        });
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
  void followsARunAndCommandsIt(String transport, BrowserTab tab) throws IOException {
    UUID run = web.runs.run(RunStatus.RUNNING);
    List<Chunk> log = new ArrayList<>();
    log.add(web.runs.append(run, 3));
    given.clear();
    open(tab, transport, run);

    log.add(publish(web.runs.append(run, 2)));
    awaitEvents(tab, log);
    // The bus loses a hint: the example of the documentation gets over it.
    log.add(web.runs.append(run, 2));
    log.add(publish(web.runs.append(run, 1)));
    awaitEvents(tab, log);
    assertEquals("rec", command(tab, "cancel").getString("type"));
    log.add(publish(web.runs.append(run, 300)));
    awaitEvents(tab, log);
    Topics.RUNS.publish(web.vertx, receipt(run).run());
    Topics.METRICS.publish(web.vertx, new RunMetrics(run, 8, "{\"seq\":8}"));
    tab.page().waitForFunction("() => runs.length === 1 && metrics.length === 1");

    assertEquals(RunJson.of(receipt(run).run()), list(tab, "runs").getJsonObject(0));
    assertEquals(new JsonObject("{\"seq\":8}"), list(tab, "metrics").getJsonObject(0));
    assertEquals(1, list(tab, "resyncs").size());
    JsonObject receipt = command(tab, "cancel").getJsonObject("body");
    assertEquals(RunJson.of(receipt(run).run(), receipt(run).receipt()), receipt);
    assertEquals("page", given.get(0).actor());
    JsonObject failure = command(tab, "start");
    assertEquals(409, failure.getInteger("failureCode"));
    JsonObject problem = new JsonObject(failure.getString("message"));
    assertEquals("illegal_state", problem.getString("code"));
    tab.page().evaluate("eb.registerHandler('journal.chunks', () => {})");
    tab.page().evaluate("eb.publish('runs.command', {})");
    tab.page().waitForFunction("() => errors.length === 2");
    list(tab, "errors")
        .forEach(error -> assertEquals("access_denied", ((JsonObject) error).getString("body")));
    assertTrue(tab.page().evaluate("eb.sockJSConn.transport").equals(transport));
    tab.assertNoProblems();
  }

  /** A page of the server's own that does nothing, with the libraries and the example in it. */
  private static void open(BrowserTab tab, String transport, UUID run) throws IOException {
    Path vendored = MODULE.resolve("src/test/resources/bridge");
    tab.page().addInitScript(Files.readString(vendored.resolve("sockjs.min.js")));
    tab.page().addInitScript(Files.readString(vendored.resolve("vertx-eventbus.js")));
    tab.page().addInitScript("window.follow = " + example());
    // This page names no icon, so the browser asks for one that is not there.
    tab.page()
        .route("**/favicon.ico", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    tab.open("http://127.0.0.1:" + web.port + "/health/live");
    tab.page()
        .evaluate(
            "([transport, run]) => new Promise(opened => {\n"
                + "  Object.assign(window, {run, events: [], runs: [], metrics: [], resyncs: [],"
                + " errors: []});\n"
                + "  window.eb = new EventBus('/eventbus', {transports: [transport]});\n"
                + "  eb.onerror = error => errors.push(error);\n"
                + "  eb.onopen = () => {\n"
                + "    const onMessage = eb.sockJSConn.onmessage;\n"
                + "    eb.sockJSConn.onmessage = message => {\n"
                + "      if (message.data.includes('resync')) { resyncs.push(message.data); }\n"
                + "      onMessage(message);\n"
                + "    };\n"
                + "    follow(eb, run, event => events.push(event));\n"
                + "    eb.registerHandler('runs', (error, message) => runs.push(message.body));\n"
                + "    eb.registerHandler('metrics.' + run,"
                + " (error, message) => metrics.push(message.body));\n"
                // What was sent before an answer was dealt with before it.
                + "    eb.send('runs.command', {}, () => opened());\n"
                + "  };\n"
                + "})",
            List.of(transport, run.toString()));
  }

  /** The example of {@code docs/bridge.md}. */
  private static String example() throws IOException {
    String page = Files.readString(MODULE.resolve("docs/bridge.md"));
    String block = page.substring(page.indexOf("```js\n") + 6);
    String code = block.substring(0, block.indexOf("```"));
    return code.substring(code.indexOf("function follow"));
  }

  private static JsonObject command(BrowserTab tab, String name) {
    Object answer =
        tab.page()
            .evaluate(
                "name => new Promise(done => eb.send('runs.command', {command: name, run_id: run},"
                    + " {'X-Glasshive-Actor': 'page'},"
                    + " (failure, message) => done(JSON.stringify(failure || message))))",
                name);
    return new JsonObject((String) answer);
  }

  private static Chunk publish(Chunk chunk) {
    web.publish(chunk);
    return chunk;
  }

  private static void awaitEvents(BrowserTab tab, List<Chunk> log) {
    int last = Math.toIntExact(log.get(log.size() - 1).lastSeq());
    tab.page().waitForFunction("last => events.length >= last", last);
    List<JsonObject> stored =
        log.stream()
            .flatMap(chunk -> chunk.entries().stream())
            .map(entry -> new JsonObject(entry.body()))
            .toList();
    assertEquals(new JsonArray(stored), list(tab, "events"));
  }

  private static JsonArray list(BrowserTab tab, String name) {
    return new JsonArray((String) tab.page().evaluate("JSON.stringify(" + name + ")"));
  }

  private static CommandReceipt receipt(UUID id) {
    return new CommandReceipt(
        new Run(
            id,
            "A run",
            RunStatus.CANCELLING,
            Phase.AMAZON,
            1,
            3,
            List.of("172541"),
            "simulator",
            "simulator",
            null,
            THEN,
            THEN,
            null,
            8,
            new Run.Totals(1, 2, 3, 4, 5, 6, 7, 8)),
        new Receipt(2, 5, 31));
  }
}
