package io.glasshive.web;

import static io.glasshive.journal.StoredRuns.THEN;
import static io.glasshive.journal.StoredRuns.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.RunStatus;
import io.glasshive.store.SellerQuestion.Direction;
import io.glasshive.store.SellerQuestion.Sort;
import io.glasshive.store.Sql;
import io.glasshive.web.RunningWeb.Answer;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists, flags and exports of sellers, over real HTTP from real rows. */
@Timeout(60)
class SellersIT {
  private static final UUID RUN = new UUID(7, 7);
  private static final String SELLERS = "/api/v1/sellers";

  private final RunningWeb web = RunningWeb.ready();

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void pagesThroughEveryOrderInBothDirections() {
    sellers(25);
    Map<Sort, Comparator<JsonObject>> orders =
        Map.of(
            Sort.FIRST_SEEN, Comparator.comparing(s -> s.getString("first_seen_at")),
            Sort.LAST_SEEN, Comparator.comparing(s -> s.getString("last_seen_at")),
            Sort.TIMES_SEEN, Comparator.comparing(s -> s.getInteger("times_seen")),
            Sort.FEEDBACK, Comparator.comparing(s -> s.getInteger("feedback_count", -1)),
            Sort.NAME, Comparator.comparing(s -> s.getString("normalized_name")));

    for (Sort sort : Sort.values()) {
      List<JsonObject> expected = items(web.get(SELLERS + "?limit=1000").json());
      expected.sort(orders.get(sort).thenComparing(s -> s.getLong("id")));
      String sorted = "sort=" + sort.wire();

      assertEquals(ids(expected), ids(paged(sorted + "&order=asc")), sorted);
      Collections.reverse(expected);
      assertEquals(ids(expected), ids(paged(sorted + "&order=desc")), sorted);
      assertEquals(
          ids(paged(sorted + "&order=" + sort.usual().wire())), ids(paged(sorted)), sorted);
    }
    assertEquals(ids(paged("sort=first_seen&order=desc")), ids(paged("")));
  }

  @Test
  void showsEachSellerOnceByNameAndByTimeOfDiscoveryWhileRunsMeetThem() {
    sellers(20);
    List<Long> all = new ArrayList<>(ids(paged("")));
    Collections.sort(all);

    for (String sorted : List.of("sort=name", "sort=first_seen", "sort=first_seen&order=asc")) {
      List<Long> seen = new ArrayList<>();
      String cursor = "";
      while (cursor != null) {
        JsonObject part = web.get(SELLERS + "?limit=3&" + sorted + cursor).json();
        seen.addAll(ids(items(part)));
        cursor =
            part.containsKey("next_cursor") ? "&cursor=" + part.getString("next_cursor") : null;
        web.runs.execute(
            "update sellers set last_seen_at = now(), times_seen = times_seen + 1,"
                + " feedback_count = id * 7 % 5",
            Tuple.tuple());
      }
      Collections.sort(seen);
      assertEquals(all, seen, sorted);
    }
  }

  @Test
  void enterEachOrderByItsIndexWithAnyPlan() {
    sellers(2_000);
    await(web.pool.query("analyze sellers").execute());
    Sql statements = Sql.load("read_sellers");

    for (Sort sort : Sort.values()) {
      for (Direction direction : Direction.values()) {
        String name = "sellers_by_" + sort.wire() + "_" + direction.wire();
        String plan =
            StreamSupport.stream(
                    await(
                            web.pool
                                .query("explain (generic_plan) " + statements.get(name))
                                .execute())
                        .spliterator(),
                    false)
                .map((Row row) -> row.getString(0))
                .collect(Collectors.joining("\n"));

        assertTrue(plan.contains(" using sellers_" + sort.wire() + " on sellers"), plan);
        assertTrue(plan.contains("Index Cond: "), plan);
      }
    }
  }

  @Test
  void flagsASeller() {
    sellers(2);
    String one = SELLERS + "/" + ids(paged("")).get(0);

    JsonObject flagged = patch(one, "{\"flagged\":true}").json();
    assertTrue(flagged.getBoolean("flagged"));
    assertEquals(flagged, web.get(one).json());
    assertEquals(
        List.of(flagged.getLong("id")), ids(items(web.get(SELLERS + "?flagged=true").json())));
    assertEquals(1, web.get(SELLERS + "?flagged=false").json().getJsonArray("items").size());
    assertEquals(false, patch(one, "{\"flagged\":false}").json().getBoolean("flagged"));

    problem(400, "bad_value", patch(one, "{}"));
    problem(400, "bad_value", patch(one, "{\"flagged\":null}"));
    problem(400, "bad_value", patch(one, "{\"flagged\":\"yes\"}"));
    problem(400, "unknown_member", patch(one, "{\"flagged\":true,\"display_name\":\"x\"}"));
    problem(404, "not_found", patch(SELLERS + "/99999", "{\"flagged\":true}"));
    problem(404, "not_found", patch(SELLERS + "/nobody", "{\"flagged\":true}"));
    Answer undeclared = web.ask(HttpMethod.PATCH, one, Map.of(), "{\"flagged\":true}");
    problem(415, "not_json", undeclared);
  }

  @Test
  void flagsASellerThatABatchHasInHandOnceTheBatchIsCommitted() {
    sellers(1);
    SqlConnection writer = await(web.pool.getConnection());
    Transaction batch = await(writer.begin());
    await(writer.query("update sellers set times_seen = 5").execute());

    CompletableFuture<Answer> flagged =
        CompletableFuture.supplyAsync(() -> patch(SELLERS + "/1", "{\"flagged\":true}"));
    Awaitility.await()
        .until(
            () ->
                await(web.pool.query("select 1 from pg_locks where not granted").execute()).size()
                    > 0);
    await(batch.commit());
    await(writer.close());

    JsonObject seller = flagged.join().json();
    assertEquals(true, seller.getBoolean("flagged"));
    assertEquals(5, seller.getInteger("times_seen"));
  }

  @Test
  void refusesTextThatNoNameCanHold() {
    sellers(2);

    for (String query : List.of("%00", "seller%00", "%ED%A0%80", "%FF", "x".repeat(101))) {
      for (String path : List.of(SELLERS, SELLERS + "/export")) {
        Answer answer = web.get(path + "?query=" + query);
        problem(400, "bad_parameter", answer);
        assertTrue(answer.json().getString("detail").contains("query"), answer.body());
      }
    }
    assertEquals(
        1, web.get(SELLERS + "?query=%20%20SELLER-1%20").json().getJsonArray("items").size());
    String blanks = "%20".repeat(200);
    assertEquals(2, web.get(SELLERS + "?query=" + blanks).json().getJsonArray("items").size());
    assertEquals(
        1, web.get(SELLERS + "?query=" + blanks + "1").json().getJsonArray("items").size());
  }

  @Test
  void exportsTheSameSellersInEveryFormat() {
    sellers(450);
    web.runs.execute(
        "update sellers set display_name = '＝HYPERLINK(\"x\",1)' where id = 1", Tuple.tuple());
    List<JsonObject> listed = items(web.get(SELLERS + "?limit=1000&sort=name").json());

    Answer csv = web.get(SELLERS + "/export?format=csv&sort=name");
    Answer json = web.get(SELLERS + "/export?format=json&sort=name");
    Answer ndjson = web.get(SELLERS + "/export?format=ndjson&sort=name");

    assertEquals("text/csv; charset=utf-8; header=present", csv.header("Content-Type"));
    assertEquals("attachment; filename=\"sellers.csv\"", csv.header("Content-Disposition"));
    String[] lines = csv.body().split("\r\n", -1);
    assertEquals(
        "id,source,normalized_name,display_name,profile_url,feedback_percent,feedback_count,"
            + "feedback_count_approximate,times_seen,first_seen_at,last_seen_at,first_run_id,"
            + "last_run_id,flagged",
        lines[0]);
    assertEquals(
        "1,ebay_web,seller-0,\"'＝HYPERLINK(\"\"x\"\",1)\",https://www.ebay.com/usr/seller-0,,,,1,"
            + "2026-09-24T10:00:00.123456Z,2026-09-24T10:00:00.123456Z,"
            + RUN
            + ","
            + RUN
            + ",false",
        lines[1]);
    assertEquals(452, lines.length);
    assertEquals("", lines[451]);
    assertEquals("application/json", json.header("Content-Type"));
    assertEquals("attachment; filename=\"sellers.json\"", json.header("Content-Disposition"));
    assertEquals(listed, items(json.json()));
    assertEquals("application/x-ndjson", ndjson.header("Content-Type"));
    assertEquals(listed, ndjson.body().lines().map(JsonObject::new).toList());

    assertEquals(
        csv.body(), web.get(SELLERS + "/export?sort=name&order=asc").body(), "csv is the default");
    assertEquals(
        "{\"items\":[\n]}\n", web.get(SELLERS + "/export?format=json&flagged=true").body());
    assertEquals(
        ids(paged("query=9&sort=times_seen")),
        ids(items(web.get(SELLERS + "/export?format=json&query=9&sort=times_seen").json())));
    problem(400, "bad_parameter", web.get(SELLERS + "/export?format=xlsx"));
    problem(400, "bad_parameter", web.get(SELLERS + "/export?sort=luck"));
  }

  @Test
  void writesCellsThatASpreadsheetLeavesAlone() {
    assertEquals("'=1+1", ExportFormat.cell("=1+1"));
    assertEquals("'+1", ExportFormat.cell("+1"));
    assertEquals("'-1", ExportFormat.cell("-1"));
    assertEquals("'@x", ExportFormat.cell("@x"));
    assertEquals("'\t=1", ExportFormat.cell("\t=1"));
    assertEquals("\"'\r=1\"", ExportFormat.cell("\r=1"));
    assertEquals("-1", ExportFormat.cell(-1));
    assertEquals("a=1", ExportFormat.cell("a=1"));
    assertEquals("\"a \"\"b\"\"\"", ExportFormat.cell("a \"b\""));
    assertEquals("\"a\nb\"", ExportFormat.cell("a\nb"));
    assertEquals("", ExportFormat.cell(null));
  }

  @Test
  void waitsForASlowClientAndBreaksOffVisiblyWhenTheDatabaseFails() {
    sellers(60_000);
    Promise<HttpClientResponse> head = Promise.promise();
    Promise<Buffer> body = Promise.promise();
    web.vertx
        .createHttpClient()
        .request(HttpMethod.GET, web.port, "127.0.0.1", SELLERS + "/export?format=ndjson")
        .compose(HttpClientRequest::send)
        .onSuccess(
            response -> {
              response.pause();
              Buffer all = Buffer.buffer();
              response.handler(all::appendBuffer);
              response.exceptionHandler(body::tryFail);
              response.endHandler(end -> body.tryComplete(all));
              head.complete(response);
            })
        .onFailure(head::fail);
    HttpClientResponse slow = await(head.future());
    assertNull(slow.getHeader("Content-Length"));

    // It waits: whatever the sockets hold, the rest is not read, and nothing is held open for it.
    web.runs.execute("alter table sellers rename to gone", Tuple.tuple());
    slow.resume();

    assertThrows(RuntimeException.class, () -> await(body.future()));
    problem(500, "internal", web.get(SELLERS + "/export"));
  }

  @Test
  void readsNothingMoreForAClientThatHasGoneAndGivesItsPlaceToAnother() {
    sellers(20_000);
    countReadsOfSellers();

    // One more than may be under way at once.
    for (int i = 0; i <= 100; i++) {
      HttpClient gone =
          web.vertx.createHttpClient(new HttpClientOptions().setReceiveBufferSize(4_096));
      HttpClientResponse response =
          await(
              gone.request(HttpMethod.GET, web.port, "127.0.0.1", SELLERS + "/export")
                  .compose(HttpClientRequest::send)
                  .onSuccess(
                      answer -> {
                        answer.pause();
                        answer.exceptionHandler(cutOff -> {});
                      }));
      assertEquals(200, response.statusCode(), "export " + i);
      await(gone.close());
    }

    int whole = 20_000 / 200;
    long before = reads();
    assertTrue(before < 101 * whole / 4, () -> before + " reads");
    assertEquals(20_001, web.get(SELLERS + "/export").body().lines().count());
    long after = reads();
    assertTrue(after - before <= whole + 101, () -> before + ", then " + after + " reads");
  }

  /** Puts a view that counts its uses, committed or not, in the place of the table. */
  private void countReadsOfSellers() {
    web.runs.execute("create sequence reads", Tuple.tuple());
    web.runs.execute("alter table sellers rename to kept_sellers", Tuple.tuple());
    web.runs.execute(
        "create view sellers as select s.* from kept_sellers s, (select nextval('reads')) read",
        Tuple.tuple());
  }

  private long reads() {
    return await(web.pool.query("select last_value from reads").execute())
        .iterator()
        .next()
        .getLong(0);
  }

  /** Sellers seller-0, seller-1, …: two of each time, some without feedback. */
  private void sellers(int count) {
    web.runs.run(RUN, RunStatus.COMPLETED, THEN);
    web.runs.execute(
        "insert into sellers (source, normalized_name, display_name, profile_url,"
            + " feedback_percent, feedback_count, feedback_count_approximate, times_seen,"
            + " first_seen_at, last_seen_at, first_run_id, last_run_id) select 'ebay_web',"
            + " 'seller-' || n, 'Seller-' || n, 'https://www.ebay.com/usr/seller-' || n,"
            + " case when n % 4 > 0 then 99.1 end, case when n % 4 > 0 then n * 7 % 5 end,"
            + " case when n % 4 > 0 then false end, 1 + n % 3,"
            + " $1::timestamptz + n / 2 * interval '1 second',"
            + " $1::timestamptz + n * 7 % 11 * interval '1 second', $2, $2"
            + " from generate_series(0, $3::integer - 1) n",
        Tuple.of(THEN.atOffset(ZoneOffset.UTC), RUN, count));
  }

  private List<JsonObject> paged(String parameters) {
    List<JsonObject> all = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonObject part = web.get(SELLERS + "?limit=4&" + parameters + cursor).json();
      all.addAll(items(part));
      cursor = part.containsKey("next_cursor") ? "&cursor=" + part.getString("next_cursor") : null;
    }
    return all;
  }

  private Answer patch(String path, String body) {
    return web.ask(HttpMethod.PATCH, path, Map.of("Content-Type", "application/json"), body);
  }

  private static List<JsonObject> items(JsonObject list) {
    JsonArray items = list.getJsonArray("items");
    return new ArrayList<>(items.stream().map(JsonObject.class::cast).toList());
  }

  private static List<Long> ids(List<JsonObject> sellers) {
    return sellers.stream().map(s -> s.getLong("id")).toList();
  }

  private static void problem(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals(code, answer.json().getString("code"), answer.body());
  }
}
