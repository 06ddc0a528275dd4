package io.glasshive.web;

import static io.glasshive.journal.StoredRuns.THEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.DatabaseWait;
import io.glasshive.bus.Topics;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;
import io.glasshive.domain.RunCommand;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.StoredRuns;
import io.glasshive.web.RunningWeb.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The REST API over real HTTP, from real rows. */
@Timeout(60)
class ApiIT {
  private static final UUID ID = UUID.fromString("12345678-9abc-7def-8000-000000000001");
  private static final String RUN = "/api/v1/runs/" + ID;

  private final RunningWeb web = RunningWeb.ready();

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void showsARun() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    ledger("amazon", "", 2, 1, 1, 0, 0, 0);
    ledger("ebay", "", 3, 0, 0, 1, 1, 1);
    web.runs.execute(
        "update runs set products = 3, sightings = 9, sellers_found = 12, sellers_new = 2,"
            + " sellers_known = 1, requests = 5, errors = 4, last_seq = 17 where id = $1",
        Tuple.of(ID));

    Answer answer = web.get(RUN);

    assertEquals(200, answer.status());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals(
        "{\"id\":\"12345678-9abc-7def-8000-000000000001\",\"name\":\"A run\",\"status\":\"running\","
            + "\"phase\":\"amazon\",\"round\":1,\"workers\":3,"
            + "\"category_ids\":[\"172541\",\"165793011\"],"
            + "\"sources\":{\"amazon\":\"simulator\",\"ebay\":\"simulator\"},"
            + "\"created_at\":\"2026-09-24T10:00:00.123456Z\","
            + "\"started_at\":\"2026-09-24T10:00:00.123456Z\",\"last_seq\":17,"
            + "\"totals\":{\"products\":3,\"sightings\":9,\"sellers_found\":12,\"sellers_new\":2,"
            + "\"sellers_known\":1,\"requests\":5,\"errors\":4,\"gaps\":1}}",
        answer.body());
  }

  @Test
  void isInTheEbayPhaseOnceAmazonIsCompleteInThisRound() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    ledger("amazon", "", 1, 1, 0, 0, 0, 0);
    web.runs.execute("update ledger set complete_round = 1 where run_id = $1", Tuple.of(ID));
    assertEquals("ebay", web.get(RUN).json().getString("phase"));

    web.runs.execute("update runs set round = 2 where id = $1", Tuple.of(ID));
    assertEquals("amazon", web.get(RUN).json().getString("phase"));
  }

  @Test
  void listsRunsNewestFirstPartByPart() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // Two of each time: the id decides.
      UUID id = new UUID(7, i);
      web.runs.run(id, RunStatus.COMPLETED, THEN.plusNanos(1_000L * (i / 2)));
      newestFirst.add(0, id.toString());
    }

    List<String> seen = new ArrayList<>();
    String next = "";
    int parts = 0;
    while (next != null) {
      JsonObject part =
          web.get("/api/v1/runs?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next)).json();
      part.getJsonArray("items").forEach(r -> seen.add(((JsonObject) r).getString("id")));
      next = part.getString("next_cursor");
      assertTrue(next == null || next.matches("[A-Za-z0-9_-]+"), next);
      parts++;
    }

    assertEquals(newestFirst, seen);
    assertEquals(3, parts);
  }

  @Test
  void listsRunsOfOneStatus() {
    UUID failed = web.runs.run(RunStatus.FAILED);
    web.runs.run(RunStatus.COMPLETED);

    JsonObject runs = web.get("/api/v1/runs?status=failed").json();

    assertEquals(List.of(failed.toString()), each(runs, "id"));
    problem(400, "bad_parameter", web.get("/api/v1/runs?status=lost"));
  }

  @Test
  void answersWithTheHeadAloneWhereverItCanBeRead() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    seller("anna", 3, 100L, THEN, false);

    for (String path :
        List.of(
            "/api/v1/runs",
            RUN,
            RUN + "/progress",
            RUN + "/activity",
            "/api/v1/sellers",
            "/api/v1/sellers/export",
            "/api/v1/categories",
            "/api/v1/presets",
            "/openapi.json",
            "/health/ready")) {
      Answer get = web.get(path);
      Answer head = web.ask(HttpMethod.HEAD, path, Map.of(), null);
      assertEquals(200, head.status(), path);
      assertEquals(get.header("Content-Type"), head.header("Content-Type"), path);
      assertEquals("", head.body(), path);
    }
    Map<String, String> stream = Map.of("Accept", "text/event-stream");
    Answer head = web.ask(HttpMethod.HEAD, RUN + "/activity", stream, null);
    assertEquals("text/event-stream", head.header("Content-Type"));
    String unknown = "/api/v1/runs/" + new UUID(9, 9);
    assertEquals(404, web.ask(HttpMethod.HEAD, unknown, Map.of(), null).status());
    assertEquals(404, web.ask(HttpMethod.HEAD, unknown + "/activity", stream, null).status());
  }

  @Test
  void givesTheLogAsJsonUnlessAStreamIsPreferred() {
    web.runs.run(ID, RunStatus.COMPLETED, THEN);
    web.runs.append(ID, 1);

    for (String accept :
        List.of(
            "*/*",
            "",
            "application/json",
            "text/event-stream;q=0.5, application/json",
            "text/event-stream;q=0.5, */*",
            "text/event-stream;q=0, */*;q=0.1",
            "text/html, application/*",
            "image/png")) {
      assertEquals("application/json", typeOfLog(accept), accept);
    }
    assertEquals("application/json", web.get(RUN + "/activity").header("Content-Type"));
    for (String accept :
        List.of(
            "text/event-stream",
            "TEXT/Event-Stream",
            "text/event-stream, */*",
            "application/json, text/event-stream",
            "text/event-stream, application/json;q=0.9",
            "application/json;q=0.2, text/*;q=0.3",
            "application/json;q=0, */*;q=0.1")) {
      assertEquals("text/event-stream", typeOfLog(accept), accept);
    }
  }

  @Test
  void rejectsACursorOfAnotherListAndALimitOutOfRange() {
    web.runs.run(RunStatus.COMPLETED);
    web.runs.run(RunStatus.COMPLETED);
    String ofRuns = web.get("/api/v1/runs?limit=1").json().getString("next_cursor");

    problem(400, "bad_cursor", web.get("/api/v1/sellers?cursor=" + ofRuns));
    problem(400, "bad_cursor", web.get("/api/v1/runs?cursor=nonsense"));
    problem(400, "bad_cursor", web.get("/api/v1/runs?cursor="));
    problem(400, "bad_parameter", web.get("/api/v1/runs?limit=0"));
    problem(400, "bad_parameter", web.get("/api/v1/runs?limit=1001"));
    problem(400, "bad_parameter", web.get("/api/v1/runs?limit=ten"));
    problem(400, "bad_parameter", web.get("/api/v1/runs?limit=1&limit=2"));
  }

  @Test
  void showsTheLedgerOfARunThatIsUnderWay() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    ledger("amazon", "", 2, 2, 0, 0, 0, 0);
    ledger("amazon", "172541", 1, 1, 0, 0, 0, 0);
    ledger("amazon", "165793011", 1, 1, 0, 0, 0, 0);
    ledger("ebay", "", 6, 1, 0, 0, 1, 4);
    ledger("ebay", "172541", 6, 1, 0, 0, 1, 4);
    unit("ebay:B000000001", "waiting", null, null);
    unit("ebay:B000000002", "waiting", RunningWeb.CLOCK.instant().plusSeconds(9), "rate_limit");
    unit("ebay:B000000003", "waiting", RunningWeb.CLOCK.instant().plusSeconds(5), "timeout");
    unit("ebay:B000000004", "waiting", RunningWeb.CLOCK.instant().minusSeconds(5), "timeout");
    web.runs.append(ID, 4);

    JsonObject progress = web.get(RUN + "/progress").json();

    assertEquals(ID.toString(), progress.getString("run_id"));
    assertEquals(4, progress.getInteger("seq"));
    assertEquals(
        "{\"planned\":2,\"done\":2,\"failed\":0,\"skipped\":0,\"in_flight\":0,\"waiting\":0,"
            + "\"final\":true,\"waiting_why\":{\"ready\":0,\"limiter\":0,\"backoff\":0,"
            + "\"paused\":0,\"database\":0}}",
        progress.getJsonObject("phases").getJsonObject("amazon").encode());
    assertEquals(
        "{\"planned\":6,\"done\":1,\"failed\":0,\"skipped\":0,\"in_flight\":1,\"waiting\":4,"
            + "\"final\":false,\"waiting_why\":{\"ready\":2,\"limiter\":1,\"backoff\":1,"
            + "\"paused\":0,\"database\":0},\"next_try_at\":\"2026-09-24T11:00:05.123456Z\"}",
        progress.getJsonObject("phases").getJsonObject("ebay").encode());
    JsonArray departments = progress.getJsonArray("departments");
    assertEquals(2, departments.size());
    assertEquals(
        "{\"id\":\"electronics\",\"name\":\"Electronics\","
            + "\"amazon\":{\"planned\":1,\"done\":1,\"failed\":0,\"skipped\":0,\"in_flight\":0,"
            + "\"waiting\":0},\"ebay\":{\"planned\":6,\"done\":1,\"failed\":0,\"skipped\":0,"
            + "\"in_flight\":1,\"waiting\":4},\"products\":3,\"sellers_new\":2,"
            + "\"categories\":[{\"id\":\"172541\",\"name\":\"Headphones\","
            + "\"amazon\":{\"planned\":1,\"done\":1,\"failed\":0,\"skipped\":0,\"in_flight\":0,"
            + "\"waiting\":0},\"ebay\":{\"planned\":6,\"done\":1,\"failed\":0,\"skipped\":0,"
            + "\"in_flight\":1,\"waiting\":4},\"products\":3,\"sellers_new\":2}]}",
        departments.getJsonObject(0).encode());
  }

  @Test
  void saysThatEverythingWaitsForARunThatIsNotRunning() {
    web.runs.run(ID, RunStatus.PENDING, THEN);
    ledger("amazon", "", 2, 0, 0, 0, 0, 2);

    JsonObject amazon =
        web.get(RUN + "/progress").json().getJsonObject("phases").getJsonObject("amazon");

    assertEquals(2, amazon.getJsonObject("waiting_why").getInteger("paused"));
    assertEquals(0, amazon.getJsonObject("waiting_why").getInteger("ready"));
  }

  @Test
  void saysThatWhatIsReadyWaitsForADatabaseThatCannotWrite() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    ledger("amazon", "", 2, 0, 0, 0, 0, 2);

    Topics.DATABASE_WAITS.publish(web.vertx, new DatabaseWait(ID, true));
    Awaitility.await().untilAsserted(() -> assertEquals(List.of(0, 2), readyAndDatabase()));
    Topics.DATABASE_WAITS.publish(web.vertx, new DatabaseWait(ID, false));
    Awaitility.await().untilAsserted(() -> assertEquals(List.of(2, 0), readyAndDatabase()));
  }

  private List<Integer> readyAndDatabase() {
    JsonObject phases = web.get(RUN + "/progress").json().getJsonObject("phases");
    JsonObject why = phases.getJsonObject("amazon").getJsonObject("waiting_why");
    return List.of(why.getInteger("ready"), why.getInteger("database"));
  }

  @Test
  void listsUnitsInTheOrderOfTheirCreation() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    unit("ebay:B000000002", "waiting", THEN, "timeout");
    unit("ebay:B000000001", "done", null, null);
    unit("ebay:B000000003", "waiting", null, null);

    JsonObject first = web.get(RUN + "/units?limit=2").json();
    JsonObject rest =
        web.get(RUN + "/units?limit=2&cursor=" + first.getString("next_cursor")).json();
    JsonObject waiting = web.get(RUN + "/units?status=waiting&phase=ebay").json();

    assertEquals(
        "{\"unit\":\"ebay:B000000002\",\"phase\":\"ebay\",\"status\":\"waiting\","
            + "\"category_id\":\"172541\",\"asin\":\"B000000002\",\"title\":\"A thing\",\"page\":2,"
            + "\"attempts\":1,\"last_error\":{\"error_type\":\"timeout\",\"error_stage\":\"api\","
            + "\"message\":\"no answer\",\"at\":\"2026-09-24T10:00:00.123456Z\"},"
            + "\"next_try_at\":\"2026-09-24T10:00:00.123456Z\"}",
        first.getJsonArray("items").getJsonObject(0).encode());
    assertEquals(List.of("ebay:B000000003"), each(rest, "unit"));
    assertFalse(rest.containsKey("next_cursor"));
    assertEquals(List.of("ebay:B000000002", "ebay:B000000003"), each(waiting, "unit"));
    problem(400, "bad_parameter", web.get(RUN + "/units?status=lost"));
    problem(404, "not_found", web.get("/api/v1/runs/" + new UUID(9, 9) + "/units"));
  }

  @Test
  void givesTheLogAsItWasStored() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    Chunk log =
        web.runs.append(
            ID,
            StoredRuns.fetching(ID, 1),
            StoredRuns.error(ID, 1, null),
            StoredRuns.fetching(ID, 2));
    List<String> bodies = log.entries().stream().map(Chunk.Entry::body).toList();

    String all = web.get(RUN + "/activity").body();
    String part = web.get(RUN + "/activity?after=1&limit=1").body();
    String errors = web.get(RUN + "/activity?errors_only=true&error_type=timeout").body();
    String none = web.get(RUN + "/activity?after=3").body();

    assertEquals("{\"items\":[" + String.join(",", bodies) + "],\"last_seq\":3}", all);
    assertEquals("{\"items\":[" + bodies.get(1) + "],\"next_after\":2,\"last_seq\":3}", part);
    assertEquals("{\"items\":[" + bodies.get(1) + "],\"last_seq\":3}", errors);
    assertEquals("{\"items\":[],\"last_seq\":3}", none);
    problem(400, "bad_position", web.get(RUN + "/activity?after=x"));
    problem(400, "bad_parameter", web.get(RUN + "/activity?action=dancing"));
    problem(404, "not_found", web.get("/api/v1/runs/" + new UUID(9, 9) + "/activity"));
  }

  @Test
  void saysHowFarAFilteredReadOfALongLogCame() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    web.runs.execute(
        "insert into activity_events (run_id, seq, worker_id, phase, action, at, body)"
            + " select $1, n, 1, 'amazon', 'found', now(), '{\"seq\":' || n || '}'"
            + " from generate_series(1, 50010) n",
        Tuple.of(ID));
    web.runs.execute("update runs set last_seq = 50010 where id = $1", Tuple.of(ID));

    JsonObject first = web.get(RUN + "/activity?action=alarm").json();
    JsonObject second = web.get(RUN + "/activity?action=alarm&after=50000").json();

    assertEquals(50_000, first.getInteger("next_after"));
    assertTrue(first.getJsonArray("items").isEmpty());
    assertFalse(second.containsKey("next_after"));
  }

  @Test
  void listsSellersInEveryOrder() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    long anna = seller("anna", 3, 100L, THEN, false);
    long berta = seller("berta", 9, null, THEN.plusSeconds(1), true);
    long clara = seller("clara_best", 1, 50L, THEN.plusSeconds(2), false);
    web.runs.execute(
        "insert into run_sellers (run_id, seller_id, inserted) values ($1, $2, true)",
        Tuple.of(ID, berta));

    assertEquals(List.of(clara, berta, anna), sellers(""));
    assertEquals(List.of(clara, berta, anna), sellers("&sort=first_seen"));
    assertEquals(List.of(anna, berta, clara), sellers("&sort=name"));
    assertEquals(List.of(berta, anna, clara), sellers("&sort=times_seen"));
    assertEquals(List.of(clara, berta, anna), sellers("&sort=last_seen"));
    assertEquals(List.of(anna, clara, berta), sellers("&sort=feedback"));
    assertEquals(List.of(clara), sellers("&query=A_Best"));
    assertEquals(List.of(berta), sellers("&run_id=" + ID));
    assertEquals(List.of(berta), sellers("&flagged=true"));
    assertEquals(List.of(clara, anna), sellers("&flagged=false"));
    problem(400, "bad_parameter", web.get("/api/v1/sellers?flagged=maybe"));
    problem(400, "bad_parameter", web.get("/api/v1/sellers?sort=luck"));
    problem(400, "bad_parameter", web.get("/api/v1/sellers?sort=name&order=up"));
    problem(400, "bad_parameter", web.get("/api/v1/sellers?run_id=1"));
  }

  @Test
  void showsASellerAndWhereItWasSeen() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    long id = seller("anna", 3, 100L, THEN, false);
    web.runs.execute(
        "insert into products (asin, title, first_seen_at, last_seen_at, first_run_id, last_run_id)"
            + " values ('B000000001', 'A thing', now(), now(), $1, $1)",
        Tuple.of(ID));
    sighting(id, "111", 1_999L, THEN);
    sighting(id, "222", null, THEN.plusSeconds(1));
    sighting(id, "333", 2_500L, THEN);

    Answer seller = web.get("/api/v1/sellers/" + id);
    JsonObject first = web.get("/api/v1/sellers/" + id + "/sightings?limit=2").json();
    JsonObject rest =
        web.get(
                "/api/v1/sellers/"
                    + id
                    + "/sightings?limit=2&cursor="
                    + first.getString("next_cursor"))
            .json();

    assertEquals(
        "{\"id\":"
            + id
            + ",\"source\":\"ebay_web\",\"normalized_name\":\"anna\",\"display_name\":\"ANNA\","
            + "\"profile_url\":\"https://www.ebay.com/usr/anna\",\"feedback_percent\":96.2,"
            + "\"feedback_count\":100,\"feedback_count_approximate\":false,\"times_seen\":3,"
            + "\"first_seen_at\":\"2026-09-24T10:00:00.123456Z\","
            + "\"last_seen_at\":\"2026-09-24T10:00:00.123456Z\",\"first_run_id\":\""
            + ID
            + "\",\"last_run_id\":\""
            + ID
            + "\",\"flagged\":false}",
        seller.body());
    assertEquals(List.of("222", "333"), each(first, "listing_id"));
    assertEquals(List.of("111"), each(rest, "listing_id"));
    assertEquals(
        "{\"run_id\":\""
            + ID
            + "\",\"seq\":4,\"asin\":\"B000000001\",\"title\":\"A thing\","
            + "\"category_id\":\"172541\",\"page\":1,\"listing_id\":\"111\",\"price_cents\":1999,"
            + "\"currency\":\"USD\",\"price_min\":1800,\"price_max\":2200,"
            + "\"seen_at\":\"2026-09-24T10:00:00.123456Z\"}",
        rest.getJsonArray("items").getJsonObject(0).encode());
    problem(404, "not_found", web.get("/api/v1/sellers/99"));
    problem(404, "not_found", web.get("/api/v1/sellers/anna"));
    problem(404, "not_found", web.get("/api/v1/sellers/99/sightings"));
  }

  @Test
  void listsTheCatalogue() {
    JsonObject catalogue = web.get("/api/v1/categories").json();

    JsonObject department = catalogue.getJsonArray("departments").getJsonObject(0);
    assertEquals(List.of("id", "name", "node", "categories"), List.copyOf(department.fieldNames()));
    JsonObject category = department.getJsonArray("categories").getJsonObject(0);
    assertEquals(List.of("id", "name", "node", "verified"), List.copyOf(category.fieldNames()));
    assertEquals(category.getString("node"), category.getString("id"));
  }

  @Test
  void keepsPresetsAndCreatesRunsFromThem() {
    List<NewRun> asked = new CopyOnWriteArrayList<>();
    Topics.CREATE_RUN.answer(
        web.vertx,
        order -> {
          asked.add(order);
          return Future.succeededFuture(run(RunStatus.RUNNING));
        });
    String sound =
        "{\"name\":\" Sound \",\"category_ids\":[\"172541\",\"electronics\",\"172541\"]}";
    String toys = "{\"name\":\"Toys\",\"category_ids\":[\"toys-and-games\"]}";

    Answer created = web.post("/api/v1/presets", sound);
    JsonObject preset = created.json();
    String address = "/api/v1/presets/" + preset.getString("id");
    web.post("/api/v1/presets", toys);
    JsonObject newest = web.get("/api/v1/presets?limit=1").json();
    JsonObject oldest =
        web.get("/api/v1/presets?limit=1&cursor=" + newest.getString("next_cursor")).json();

    assertEquals(201, created.status());
    assertEquals(address, created.header("Location"));
    assertEquals(
        "{\"id\":\""
            + preset.getString("id")
            + "\",\"name\":\"Sound\",\"category_ids\":[\"172541\",\"electronics\"],"
            + "\"created_at\":\"2026-09-24T11:00:00.123456Z\","
            + "\"updated_at\":\"2026-09-24T11:00:00.123456Z\"}",
        web.get(address).body());
    assertEquals(List.of("Toys"), each(newest, "name"));
    assertEquals(List.of("Sound"), each(oldest, "name"));
    assertFalse(oldest.containsKey("next_cursor"));

    String order = "{\"preset_id\":\"" + preset.getString("id") + "\"}";
    assertEquals(201, web.post("/api/v1/runs", order).status());
    assertEquals("172541", asked.get(0).categories().get(0).id());
    assertTrue(asked.get(0).categories().size() > 1);

    assertEquals(200, change(HttpMethod.PUT, address, toys).status());
    assertEquals("Toys", web.get(address).json().getString("name"));
    problem(400, "unknown_category", change(HttpMethod.PUT, address, toys.replace("toys-", "x")));
    problem(400, "no_categories", web.post("/api/v1/presets", "{\"name\":\"x\"}"));
    problem(
        400, "no_categories", web.post("/api/v1/presets", toys.replace("\"toys-and-games\"", "")));
    problem(400, "bad_value", web.post("/api/v1/presets", toys.replace("Toys", " ")));
    assertEquals(204, change(HttpMethod.DELETE, address, null).status());
    problem(404, "not_found", change(HttpMethod.DELETE, address, null));
    problem(404, "not_found", change(HttpMethod.PUT, address, toys));
    problem(404, "not_found", web.get(address));
    problem(404, "not_found", web.get("/api/v1/presets/mine"));
    problem(400, "unknown_preset", web.post("/api/v1/runs", order));
    String both = "{\"category_ids\":[\"electronics\"]," + order.substring(1);
    problem(400, "bad_value", web.post("/api/v1/runs", both));
  }

  @Test
  void createsARunByTheBus() {
    List<NewRun> asked = new CopyOnWriteArrayList<>();
    Topics.CREATE_RUN.answer(
        web.vertx,
        order -> {
          asked.add(order);
          return Future.succeededFuture(run(RunStatus.RUNNING));
        });

    Answer answer =
        web.ask(
            HttpMethod.POST,
            "/api/v1/runs",
            Map.of(
                "Content-Type",
                "application/json; charset=utf-8",
                "X-Glasshive-Actor",
                "page",
                "Origin",
                "http://localhost:" + web.port),
            "{\"category_ids\":[\"electronics\"],\"workers\":7,\"start\":false,\"name\":\" Mine \"}");

    assertEquals(201, answer.status());
    assertEquals(RUN, answer.header("Location"));
    assertEquals(ID.toString(), answer.json().getString("id"));
    assertEquals("Mine", asked.get(0).name());
    assertEquals(7, asked.get(0).workers());
    assertEquals("page", asked.get(0).actor());
    assertFalse(asked.get(0).start());
  }

  @Test
  void passesCommandsOnAndAnswersWithTheReceipt() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    List<Command> given = new CopyOnWriteArrayList<>();
    Topics.COMMANDS.answer(
        web.vertx,
        command -> {
          given.add(command);
          return Future.succeededFuture(
              new CommandReceipt(run(RunStatus.CANCELLING), new Receipt(2, 5, 31)));
        });

    Answer answer =
        web.ask(
            HttpMethod.POST,
            RUN + "/cancel",
            Map.of("Content-Type", "application/json", "X-Glasshive-Actor", "root"),
            null);

    assertEquals(202, answer.status());
    assertEquals("cancelling", answer.json().getJsonObject("run").getString("status"));
    assertEquals(
        "{\"in_flight\":2,\"waiting\":5,\"kept_rows\":31}",
        answer.json().getJsonObject("receipt").encode());
    assertEquals(List.of(new Command(ID, RunCommand.CANCEL, "api")), given);
  }

  @Test
  void answersWithTheStateAndWhatItAllowsWhenACommandIsRefused() {
    web.runs.run(ID, RunStatus.RUNNING, THEN);
    Topics.COMMANDS.answer(
        web.vertx, command -> Future.failedFuture(RunCommand.refusal(RunStatus.RUNNING)));
    List<String> allowed =
        RunCommand.allowedIn(RunStatus.RUNNING).stream().map(RunCommand::path).toList();

    JsonObject start = problem(409, "illegal_state", web.post(RUN + "/start", "{}"));

    assertEquals("running", start.getString("state"));
    assertEquals(new JsonArray(allowed), start.getJsonArray("allowed"));
    for (String path : List.of("start", "pause", "resume", "cancel", "retry-gaps")) {
      JsonObject refused = problem(409, "illegal_state", web.post(RUN + "/" + path, ""));
      assertEquals("running", refused.getString("state"));
      problem(404, "not_found", web.post("/api/v1/runs/" + new UUID(9, 9) + "/" + path, "{}"));
      problem(404, "not_found", web.post("/api/v1/runs/nonsense/" + path, "{}"));
    }
    problem(400, "unknown_member", web.post(RUN + "/cancel", "{\"now\":true}"));
  }

  @Test
  void saysSoWhenNobodyIsThereToCreateARun() {
    JsonObject problem =
        problem(503, "no_answer", web.post("/api/v1/runs", "{\"category_ids\":[\"electronics\"]}"));

    assertFalse(problem.getString("detail").contains("Exception"));
  }

  @Test
  void hidesABugAndLogsIt() {
    web.runs.execute("drop table sightings", Tuple.tuple());
    long id = seller("anna", 1, null, THEN, false);

    Answer answer = web.get("/api/v1/sellers/" + id + "/sightings");

    problem(500, "internal", answer);
    assertFalse(answer.body().contains("sightings"));
  }

  private Answer change(HttpMethod method, String path, String body) {
    return web.ask(method, path, Map.of("Content-Type", "application/json"), body);
  }

  private String typeOfLog(String accept) {
    // Of a run that has ended, so that a stream ends, too.
    return web.ask(HttpMethod.GET, RUN + "/activity", Map.of("Accept", accept), null)
        .header("Content-Type");
  }

  private JsonObject problem(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.header("Content-Type"));
    JsonObject problem = answer.json();
    assertEquals(code, problem.getString("code"), answer.body());
    assertEquals(status, problem.getInteger("status"));
    assertFalse(problem.getString("detail").isBlank());
    return problem;
  }

  private List<Long> sellers(String query) {
    List<Long> seen = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonObject part = web.get("/api/v1/sellers?limit=1" + query + next).json();
      part.getJsonArray("items").forEach(s -> seen.add(((JsonObject) s).getLong("id")));
      next = part.getString("next_cursor");
      next = next == null ? null : "&cursor=" + next;
    }
    return seen;
  }

  private static List<String> each(JsonObject list, String member) {
    return list.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString(member))
        .toList();
  }

  private void ledger(String phase, String category, long... counts) {
    web.runs.execute(
        "insert into ledger (run_id, phase, category_id, planned, done, failed, skipped, in_flight,"
            + " waiting) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        Tuple.of(ID, phase, category)
            .addLong(counts[0])
            .addLong(counts[1])
            .addLong(counts[2])
            .addLong(counts[3])
            .addLong(counts[4])
            .addLong(counts[5]));
  }

  private void unit(String unit, String status, Instant nextTryAt, String errorType) {
    boolean failed = errorType != null;
    web.runs.execute(
        "insert into units (run_id, unit, phase, category_id, status, page, attempts, asin, title,"
            + " next_try_at, error_type, error_stage, error_message, error_at)"
            + " values ($1, $2, 'ebay', '172541', $3, 2, 1, $4, 'A thing', $5, $6, $7, $8, $9)",
        Tuple.of(ID, unit, status, unit.substring(5))
            .addOffsetDateTime(nextTryAt == null ? null : nextTryAt.atOffset(ZoneOffset.UTC))
            .addString(errorType)
            .addString(failed ? "api" : null)
            .addString(failed ? "no answer" : null)
            .addOffsetDateTime(failed ? THEN.atOffset(ZoneOffset.UTC) : null));
  }

  private long seller(String name, int timesSeen, Long feedback, Instant seen, boolean flagged) {
    return StoredRuns.await(
            web.pool
                .preparedQuery(
                    "insert into sellers (source, normalized_name, display_name, profile_url,"
                        + " feedback_percent, feedback_count, feedback_count_approximate,"
                        + " times_seen, first_seen_at, last_seen_at, first_run_id, last_run_id,"
                        + " flagged) values ('ebay_web', $1, upper($1), 'https://www.ebay.com/usr/'"
                        + " || $1, case when $2::bigint is null then null else 96.2 end, $2::bigint,"
                        + " case when $2::bigint is null then null else false end, $3, $4, $4, $5,"
                        + " $5, $6) returning id")
                .execute(
                    Tuple.of(
                        name, feedback, timesSeen, seen.atOffset(ZoneOffset.UTC), ID, flagged)))
        .iterator()
        .next()
        .getLong("id");
  }

  private void sighting(long seller, String listing, Long price, Instant at) {
    web.runs.execute(
        "insert into sightings (run_id, asin, listing_id, seller_id, category_id, page, seq,"
            + " price_cents, currency, price_min, price_max, seen_at)"
            + " values ($1, 'B000000001', $2, $3, '172541', 1, 4, $4, $5, 1800, 2200, $6)",
        Tuple.of(ID, listing, seller)
            .addLong(price)
            .addString(price == null ? null : "USD")
            .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)));
  }

  private static Run run(RunStatus status) {
    return new Run(
        ID,
        "Mine",
        status,
        Phase.AMAZON,
        1,
        7,
        List.of("172541"),
        "simulator",
        "simulator",
        null,
        THEN,
        null,
        null,
        1,
        new Run.Totals(0, 0, 0, 0, 0, 0, 0, 0));
  }
}
