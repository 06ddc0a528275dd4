package io.glasshive.web.bridge;

import static io.glasshive.journal.StoredRuns.THEN;
import static io.glasshive.journal.StoredRuns.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.RunMetrics;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Action;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.web.RunningWeb;
import io.glasshive.web.RunningWeb.Answer;
import io.glasshive.web.shape.RunJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bridge gives and takes over a bare WebSocket, and what it refuses. */
@Timeout(60)
class BridgeIT {
  private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

  private static RunningWeb web;
  private static final List<Command> given = new CopyOnWriteArrayList<>();

  /** What the run says to a command. */
  private static volatile Function<Command, Future<CommandReceipt>> answer;

  private RawClient client;

  @BeforeAll
  static void serve() {
    web = RunningWeb.ready();
    Topics.COMMANDS.answer(
        web.vertx,
        command -> {
          given.add(command);
          return answer.apply(command);
        });
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void connect() {
    given.clear();
    client = RawClient.connect(web.vertx, web.port);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void deliversEventsAsTheyAreStored() {
    UUID run = web.runs.run(RunStatus.RUNNING);
    UUID other = web.runs.run(RunStatus.RUNNING);
    web.runs.append(run, 2);
    client.register("activity." + run);
    client.settle();

    Chunk chunk = web.runs.append(run, 3);
    web.publish(web.runs.append(other, 3));
    web.publish(chunk);

    List<String> delivered = client.awaitDelivered("activity." + run, 3);
    assertEquals(chunk.entries().stream().map(Chunk.Entry::body).toList(), delivered);
    assertEquals(3, new JsonObject(delivered.get(0)).getLong("seq"));
  }

  @Test
  void deliversTheNewestMetricsAtMostTwiceASecond() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    client.register("metrics." + id);
    client.settle();

    long began = System.nanoTime();
    for (int seq = 1; seq <= 3; seq++) {
      Topics.METRICS.publish(web.vertx, new RunMetrics(id, seq, "{\"seq\":" + seq + "}"));
    }

    assertEquals(List.of("{\"seq\":1}", "{\"seq\":3}"), client.awaitDelivered("metrics." + id, 2));
    assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() >= 490);
  }

  @Test
  void deliversRunsAndMetricsAsTheyChange() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    // Larger than a client's message may be, and than a frame.
    String body = "{\"run_id\":\"" + id + "\",\"run\":\"" + "x".repeat(200_000) + "\"}";
    client.register("runs");
    client.register("metrics." + id);
    client.settle();

    Topics.RUNS.publish(web.vertx, run(id, RunStatus.PAUSED, 4));
    Topics.METRICS.publish(web.vertx, new RunMetrics(id, 7, body));
    Topics.METRICS.publish(web.vertx, new RunMetrics(UUID.fromString(NOWHERE), 7, "{}"));

    assertEquals(
        List.of(RunJson.of(run(id, RunStatus.PAUSED, 4)).encode()),
        client.awaitDelivered("runs", 1));
    assertEquals(List.of(body), client.awaitDelivered("metrics." + id, 1));
  }

  @Test
  void saysWhereAHintWasLostAndBeginsAnewWhenAskedTo() {
    UUID run = web.runs.run(RunStatus.RUNNING);
    String address = "activity." + run;
    client.register(address);
    client.settle();
    web.publish(web.runs.append(run, 2));
    web.runs.append(run, 2);
    web.publish(web.runs.append(run, 2));
    assertEquals("{\"resync\":2}", client.awaitDelivered(address, 3).get(2));

    web.runs.append(run, 1); // not published: it could come after the registration
    client.register(address);
    client.settle();
    web.publish(web.runs.append(run, 1));

    List<String> delivered = client.awaitDelivered(address, 4);
    assertEquals(4, delivered.size());
    assertEquals(8, new JsonObject(delivered.get(3)).getLong("seq"));
  }

  @Test
  void deliversNothingMoreOnceUnregistered() {
    UUID run = web.runs.run(RunStatus.RUNNING);
    String address = "activity." + run;
    client.register(address);
    client.unregister(address);
    client.unregister(address);
    client.register("runs");
    client.settle();

    web.publish(web.runs.append(run, 2));
    Topics.RUNS.publish(web.vertx, run(run, RunStatus.RUNNING, 2));

    client.awaitDelivered("runs", 1);
    assertEquals(List.of(), client.delivered(address));
    assertEquals(List.of(), client.refusals());
  }

  @Test
  void tellsASlowClientOnceHowFarItCameAndHarmsNobodyElse() {
    UUID run = web.runs.run(RunStatus.RUNNING);
    String address = "activity." + run;
    try (RawClient quick = RawClient.connect(web.vertx, web.port)) {
      for (RawClient each : List.of(client, quick)) {
        each.register(address);
        each.register("runs");
        each.settle();
      }
      client.pause();

      // More than the buffers of both sockets hold, published as fast as the quick one reads.
      int chunks = 400;
      for (int i = 0; i < chunks; i++) {
        web.publish(large(run, 1 + 4L * i, 4));
        Topics.RUNS.publish(web.vertx, run(run, RunStatus.RUNNING, i));
        quick.awaitReceived(1 + 5 * (i + 1));
      }
      client.resume();

      String end = client.awaitMessage("{\"resync\":");
      List<String> got = client.delivered(address);
      int sent = got.size() - 1;
      assertTrue(end.endsWith("\"body\":{\"resync\":" + sent + "}}"), end);
      assertTrue(sent < 4 * chunks);
      assertEquals(seqs(1, sent), got.stream().limit(sent).map(BridgeIT::seq).toList());
      assertEquals(
          seqs(1, 4 * chunks), quick.delivered(address).stream().map(BridgeIT::seq).toList());

      client.settle();
      web.publish(large(run, 1 + 4L * chunks, 1));
      quick.awaitDelivered(address, 4 * chunks + 1);
      client.settle();
      assertEquals(sent + 1, client.delivered(address).size(), "the registration is over");
      List<String> runs = client.delivered("runs");
      assertEquals(chunks, quick.delivered("runs").size());
      assertTrue(runs.size() < chunks, "only the newest was kept while the client was slow");
      assertEquals(chunks - 1, new JsonObject(runs.get(runs.size() - 1)).getLong("last_seq"));
    }
  }

  @Test
  void carriesOutCommandsAndAnswersWithTheReceipt() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    CommandReceipt receipt =
        new CommandReceipt(run(id, RunStatus.CANCELLING, 9), new Receipt(2, 5, 31));
    answer = command -> Future.succeededFuture(receipt);

    JsonObject reply = client.command(command("cancel", id));
    client.command(command("cancel", id), Map.of("X-Glasshive-Actor", "page"));
    client.command(command("cancel", id), Map.of("x-glasshive-actor", "cli"));
    client.command(command("cancel", id), Map.of("X-Glasshive-Actor", "server"));
    client.command(command("cancel", id), Map.of("X-Glasshive-Actor", 7));

    assertEquals("rec", reply.getString("type"));
    assertEquals(RunJson.of(receipt.run(), receipt.receipt()), reply.getJsonObject("body"));
    assertEquals(
        List.of("api", "page", "cli", "api", "api"), given.stream().map(Command::actor).toList());
    assertEquals(new Command(id, RunCommand.CANCEL, "api"), given.get(0));
  }

  @Test
  void refusesACommandAsRestWould() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    answer = command -> Future.failedFuture(RunCommand.refusal(RunStatus.RUNNING));
    Answer rest = web.post("/api/v1/runs/" + id + "/start", "");

    JsonObject illegal = client.command(command("start", id));

    assertEquals("err", illegal.getString("type"));
    assertEquals(409, illegal.getInteger("failureCode"));
    assertEquals(rest.body(), illegal.getString("message"));
    JsonObject problem = new JsonObject(illegal.getString("message"));
    assertEquals("running", problem.getString("state"));
    assertTrue(problem.getJsonArray("allowed").contains("cancel"));
    assertEquals(
        web.post("/api/v1/runs/" + NOWHERE + "/cancel", "").body(),
        client.command(command("cancel", UUID.fromString(NOWHERE))).getString("message"));
    failure(404, "not_found", client.command(command("cancel", UUID.fromString(NOWHERE))));
  }

  @Test
  void namesWhatIsWrongWithACommand() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    answer = command -> Future.failedFuture(new IllegalStateException("secret"));

    failure(400, "unknown_command", client.command(command("stop", id)));
    failure(400, "unknown_command", client.command(new JsonObject().put("run_id", id.toString())));
    failure(400, "unknown_command", client.command(command("start", id).put("command", 7)));
    failure(400, "bad_value", client.command(new JsonObject().put("command", "cancel")));
    failure(400, "bad_value", client.command(command("cancel", id).put("run_id", 7)));
    failure(400, "bad_value", client.command(command("cancel", id).put("run_id", id + "'--")));
    failure(400, "unknown_member", client.command(command("cancel", id).put("force", true)));
    failure(400, "bad_json", client.command("cancel"));
    failure(400, "bad_json", client.command(new JsonArray().add("cancel")));
    failure(400, "bad_json", client.command(null));
    assertEquals(List.of(), given);

    JsonObject bug = failure(500, "internal", client.command(command("cancel", id)));
    assertFalse(bug.encode().contains("secret"), bug.encode());
  }

  @Test
  void tellsWhoeverAskedWithoutAReplyAddressOfFailuresOnly() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    answer =
        command ->
            command.command() == RunCommand.CANCEL
                ? Future.succeededFuture(
                    new CommandReceipt(run(id, RunStatus.CANCELLING, 1), new Receipt(0, 0, 0)))
                : Future.failedFuture(RunCommand.refusal(RunStatus.RUNNING));

    client.send(message("send", "runs.command").put("body", command("cancel", id)));
    client.send(message("send", "runs.command").put("body", command("start", id)));

    refusal(client.awaitRefusal(0), "rejected", 409);
    assertEquals(1, client.received().size());
  }

  @Test
  void letsNobodySendOrPublishAnywhereElse() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    List<String> addresses =
        List.of(
            "runs.commands",
            "runs.create",
            "runs",
            "runs.command ",
            "RUNS.COMMAND",
            "run." + id + ".command",
            "run." + id + ".entries",
            "journal.chunks",
            "source.simulator.permits",
            "activity." + id,
            "metrics." + id,
            "");

    int refused = 0;
    for (String address : addresses) {
      client.send(message("send", address).put("body", command("cancel", id)));
      refusal(client.awaitRefusal(refused++), "access_denied", 403);
      client.send(message("publish", address).put("body", command("cancel", id)));
      refusal(client.awaitRefusal(refused++), "access_denied", 403);
    }
    client.send(message("publish", "runs.command").put("body", command("cancel", id)));
    refusal(client.awaitRefusal(refused), "access_denied", 403);
    assertEquals(List.of(), given);
  }

  @Test
  void letsNobodyRegisterAnywhereElse() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    List<String> addresses =
        List.of(
            "journal.chunks",
            "runs.changed",
            "runs.command",
            "runs.metrics",
            "run." + id + ".entries",
            "activity",
            "activity.",
            "activity.*",
            "activity..*",
            "activity." + id + "\n",
            "activity." + id + ".x",
            "activity." + id.toString().toUpperCase(Locale.ROOT),
            "xactivity." + id,
            "activityx" + id,
            "metrics." + id + "|runs",
            "runs\n",
            "__vertx.reply.1",
            "a".repeat(10_000));

    int refused = 0;
    for (String address : addresses) {
      client.register(address);
      refusal(client.awaitRefusal(refused++), "access_denied", 403);
      client.unregister(address);
      refusal(client.awaitRefusal(refused++), "access_denied", 403);
    }
  }

  @Test
  void refusesToRegisterForARunThatDoesNotExist() {
    client.register("activity." + NOWHERE);
    refusal(client.awaitRefusal(0), "registration_failure", 404);
    client.register("metrics." + NOWHERE);
    refusal(client.awaitRefusal(1), "registration_failure", 404);

    // Not registered any more, so it can be tried again.
    client.register("activity." + NOWHERE);
    refusal(client.awaitRefusal(2), "registration_failure", 404);
  }

  @Test
  void boundsTheRegistrationsOfASocket() {
    client.register("runs");
    client.register("runs");
    refusal(client.awaitRefusal(0), "address_already_registered", 409);
    for (int i = 1; i < Client.MAX_REGISTRATIONS; i++) {
      client.register("activity." + web.runs.run(RunStatus.COMPLETED));
    }
    client.settle();
    assertEquals(1, client.refusals().size());

    client.register("activity." + web.runs.run(RunStatus.COMPLETED));
    refusal(client.awaitRefusal(1), "max_handlers_reached", 503);

    client.unregister("runs");
    client.register("runs");
    client.settle();
    assertEquals(2, client.refusals().size());
  }

  @Test
  void boundsTheRegistrationsOfAllSocketsTogetherAndGivesThemBackOnce() {
    List<String> addresses =
        IntStream.range(0, Client.MAX_REGISTRATIONS)
            .mapToObj(i -> "activity." + web.runs.run(RunStatus.COMPLETED))
            .toList();
    List<RawClient> crowd = connect(web, Bridge.MAX_REGISTRATIONS / Client.MAX_REGISTRATIONS);
    crowd.forEach(each -> addresses.forEach(each::register));
    crowd.forEach(RawClient::settle);
    crowd.forEach(each -> assertEquals(List.of(), each.refusals()));

    client.register("runs");
    refusal(client.awaitRefusal(0), "max_handlers_reached", 503);
    // One goes in error: a socket that fails is closed as well.
    crowd.get(0).send("x".repeat(70_000));
    crowd.get(0).awaitClosed();
    registerWhenPossible(client, "runs");
    int refused = client.refusals().size();
    addresses.stream().skip(1).forEach(client::register);
    client.settle();
    assertEquals(refused, client.refusals().size());

    crowd.get(1).unregister(addresses.get(0));
    crowd.get(1).register(addresses.get(0));
    crowd.get(1).settle();
    assertEquals(List.of(), crowd.get(1).refusals());
    try (RawClient late = RawClient.connect(web.vertx, web.port)) {
      late.register("runs");
      refusal(late.awaitRefusal(0), "max_handlers_reached", 503);
    }
    crowd.forEach(RawClient::close);
  }

  @Test
  void boundsTheSockets() {
    try (RunningWeb crowded = RunningWeb.ready()) {
      List<RawClient> crowd = connect(crowded, Bridge.MAX_CLIENTS);

      RawClient.connect(crowded.vertx, crowded.port).awaitClosed();

      crowd.get(0).close();
      Awaitility.await().until(() -> RawClient.connect(crowded.vertx, crowded.port).staysOpen());
    }
  }

  @Test
  void boundsTheCommandsOfASocketThatAreUnderWay() {
    UUID id = web.runs.run(RunStatus.RUNNING);
    answer = command -> Promise.<CommandReceipt>promise().future();
    for (int i = 0; i < 8; i++) {
      client.send(message("send", "runs.command").put("body", command("cancel", id)));
    }

    failure(503, "too_many_commands", client.command(command("cancel", id)));
  }

  @Test
  void refusesMessagesThatCannotBeRead() {
    Map<String, String> words =
        Map.of(
            "",
            "invalid_json",
            "{\"type\":",
            "invalid_json",
            "[\"register\"]",
            "invalid_json",
            "[".repeat(30_000),
            "invalid_json",
            "{}",
            "missing_type",
            "{\"type\":7,\"address\":\"runs\"}",
            "invalid_type",
            "{\"type\":\"message\",\"address\":\"runs\"}",
            "invalid_type",
            "{\"type\":\"register\"}",
            "missing_address",
            "{\"type\":\"register\",\"address\":{\"$regex\":\".*\"}}",
            "missing_address",
            "{\"type\":\"send\",\"address\":\"runs.command\",\"replyAddress\":\""
                + "x".repeat(37)
                + "\"}",
            "invalid_reply_address");

    int refused = 0;
    for (Map.Entry<String, String> each : words.entrySet()) {
      client.send(each.getKey());
      refusal(client.awaitRefusal(refused++), each.getValue(), 400);
    }
    client.sendBytes(Buffer.buffer(new byte[] {(byte) 0xff, (byte) 0xfe, 0}));
    refusal(client.awaitRefusal(refused++), "invalid_json", 400);
    client.send("{\"type\":\"ping\"}");
    client.settle();
    assertEquals(refused, client.refusals().size());
  }

  @Test
  void closesASocketThatSendsTooMuchAtOnce() {
    client.register("runs");
    client.settle();

    client.send("{\"type\":\"ping\",\"x\":\"" + "x".repeat(70_000) + "\"}");

    client.awaitClosed();
    assertEquals(413, xhr("xhr_send", Map.of(), "[\"" + "x".repeat(70_000) + "\"]").status());
  }

  @Test
  void letsAClientGoThatAsksAndNeverReads() {
    client.pause();

    int asked = 60_000;
    client.sendOften("{}", asked);
    client.resume();

    client.awaitClosed();
    assertTrue(client.refusals().size() < asked);
  }

  @Test
  void isForTheServersOwnPageOnly() {
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      Map<String, String> foreign = Map.of("Origin", origin);
      UpgradeRejectedException refused =
          assertThrows(
              UpgradeRejectedException.class,
              () -> await(RawClient.connecting(web.vertx, web.port, foreign)));
      assertEquals(403, refused.getStatus());
      problem(403, "foreign_origin", web.ask(HttpMethod.GET, "/eventbus/info", foreign, null));
      for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
        problem(403, "foreign_origin", xhr(transport, foreign, "[\"{}\"]"));
      }
      problem(
          403,
          "foreign_origin",
          web.ask(HttpMethod.OPTIONS, "/eventbus/000/s1/xhr_send", foreign, null));
    }
    UpgradeRejectedException renamed =
        assertThrows(
            UpgradeRejectedException.class,
            () ->
                await(
                    RawClient.connecting(
                        web.vertx, web.port, Map.of("Host", "evil.example:" + web.port))));
    assertEquals(421, renamed.getStatus());

    Map<String, String> own = Map.of("Origin", "http://localhost:" + web.port);
    await(RawClient.connecting(web.vertx, web.port, own)).close();
    assertEquals(200, web.ask(HttpMethod.GET, "/eventbus/info", own, null).status());
  }

  @Test
  void offersTheTransportsThatCanBeGuarded() {
    Answer info = web.get("/eventbus/info");
    assertEquals(200, info.status());
    assertTrue(info.json().getBoolean("websocket"));
    assertFalse(info.json().getBoolean("cookie_needed"));
    assertNull(info.header("Set-Cookie"));
    assertTrue(info.header("Content-Security-Policy").startsWith("default-src 'self'; "));

    for (String path :
        List.of(
            "iframe.html",
            "iframe-1.6.1.html",
            "000/s2/jsonp?c=f",
            "000/s2/htmlfile?c=f",
            "000/s2/eventsource",
            "chunking_test",
            "x",
            "000/s2/xhr/../jsonp?c=f")) {
      problem(404, "not_found", web.get("/eventbus/" + path));
    }
    problem(404, "not_found", xhr("jsonp_send", Map.of(), "d=[]"));
    problem(404, "not_found", web.ask(HttpMethod.POST, "/eventbus/chunking_test", Map.of(), ""));
  }

  @Test
  void refusesWhatNeedsTheDatabaseUntilItIsReady() {
    try (RunningWeb preparing = RunningWeb.preparing();
        RawClient early = RawClient.connect(preparing.vertx, preparing.port)) {
      preparing.readiness.preparing(2, 4);
      UUID id = preparing.runs.run(RunStatus.RUNNING);

      JsonObject problem = failure(503, "preparing", early.command(command("cancel", id)));
      assertEquals("preparing the database (2/4)", problem.getString("detail"));
      early.register("activity." + id);
      refusal(early.awaitRefusal(0), "registration_failure", 503);

      preparing.readiness.ready(preparing.pool);
      Awaitility.await().until(() -> preparing.get("/api/v1/categories").status() == 200);
      early.register("activity." + id);
      early.settle();
      preparing.publish(preparing.runs.append(id, 1));
      early.awaitDelivered("activity." + id, 1);

      await(preparing.pool.close());
      failure(503, "database_unavailable", early.command(command("cancel", id)));
    }
  }

  @Test
  void noticesALostLastHintAndAClientThatIsGone() {
    try (RunningWeb lively = RunningWeb.ready(Duration.ofMillis(100), 1);
        RawClient silent = RawClient.connect(lively.vertx, lively.port)) {
      UUID id = lively.runs.run(RunStatus.RUNNING);
      silent.register("activity." + id);
      silent.settle();
      lively.publish(lively.runs.append(id, 2));
      lively.runs.append(id, 1);

      assertEquals("{\"resync\":2}", silent.awaitDelivered("activity." + id, 3).get(2));
      silent.awaitClosed();
    }
  }

  @Test
  void closesItsSocketsWhenTheServerStops() {
    try (RunningWeb ending = RunningWeb.ready()) {
      RawClient left = RawClient.connect(web.vertx, ending.port);
      left.register("runs");
      left.settle();

      ending.vertx.deploymentIDs().forEach(id -> await(ending.vertx.undeploy(id)));

      left.awaitClosed();
      left.close();
    }
  }

  private static List<RawClient> connect(RunningWeb server, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> RawClient.connect(server.vertx, server.port))
        .toList();
  }

  /** A socket that has gone is cleaned up a moment after its client knows. */
  private static void registerWhenPossible(RawClient client, String address) {
    Awaitility.await()
        .until(
            () -> {
              int refused = client.refusals().size();
              client.register(address);
              return client.settle().refusals().size() == refused;
            });
  }

  private static Answer xhr(String transport, Map<String, String> headers, String body) {
    return web.ask(HttpMethod.POST, "/eventbus/000/s1/" + transport, headers, body);
  }

  private static JsonObject message(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }

  private static JsonObject command(String name, UUID id) {
    return new JsonObject().put("command", name).put("run_id", id.toString());
  }

  private static JsonObject failure(int status, String code, JsonObject reply) {
    assertEquals("err", reply.getString("type"), reply.encode());
    assertEquals(status, reply.getInteger("failureCode"), reply.encode());
    JsonObject problem = new JsonObject(reply.getString("message"));
    assertEquals(status, problem.getInteger("status"));
    assertEquals(code, problem.getString("code"));
    return problem;
  }

  private static void refusal(JsonObject refusal, String word, int status) {
    assertEquals(word, refusal.getString("body"), refusal.encode());
    assertEquals(status, refusal.getInteger("failureCode"), refusal.encode());
    JsonObject problem = new JsonObject(refusal.getString("message"));
    assertEquals(status, problem.getInteger("status"));
    assertFalse(problem.getString("detail").isBlank());
  }

  private static void problem(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals(code, answer.json().getString("code"));
  }

  private static List<Long> seqs(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static long seq(String body) {
    return Long.parseLong(body.substring(body.indexOf(':') + 1, body.indexOf(',')));
  }

  /** Events of 8 KB, which need not be stored to be delivered. */
  private static Chunk large(UUID run, long first, int count) {
    return new Chunk(
        run,
        LongStream.range(first, first + count)
            .mapToObj(
                seq ->
                    new Chunk.Entry(
                        seq,
                        1,
                        Phase.AMAZON,
                        Action.FETCHING,
                        null,
                        "{\"seq\":" + seq + ",\"x\":\"" + "x".repeat(8_000) + "\"}"))
            .toList());
  }

  private static Run run(UUID id, RunStatus status, long lastSeq) {
    return new Run(
        id,
        "A run",
        status,
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
        lastSeq,
        new Run.Totals(1, 2, 3, 4, 5, 6, 7, 8));
  }
}
