package io.glasshive.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.page.JsoupResultPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** What bounds a run from below: each of its three kinds of work, done alone and barely. */
final class Ceilings {
  /** {@code pipeline.max_batch_rows}. */
  private static final int BATCH = 2_000;

  /** Pages held at once: a few hundred KB each. */
  private static final int BLOCK = 100;

  private static final String SCHEMA =
      """
      drop schema if exists ceiling cascade;
      create schema ceiling;
      create table ceiling.sellers (like public.sellers including all);
      create table ceiling.sightings (like public.sightings including all);
      """;

  private static final String SELLERS =
      """
      insert into ceiling.sellers (source, normalized_name, display_name, profile_url,
        feedback_percent, feedback_count, feedback_count_approximate, times_seen, first_seen_at,
        last_seen_at, first_run_id, last_run_id)
      select 'ebay_web', t.name, t.name, t.name, t.percent::numeric, t.count, false, 1, now(),
        now(), ?, ?
      from unnest(?::text[], ?::text[], ?::bigint[]) as t (name, percent, count)
      on conflict (source, normalized_name) do update set
        feedback_percent = excluded.feedback_percent, feedback_count = excluded.feedback_count,
        last_seen_at = excluded.last_seen_at
      returning id, normalized_name
      """;

  private static final String SIGHTINGS =
      """
      insert into ceiling.sightings (run_id, asin, listing_id, seller_id, category_id, page, seq,
        price_min, price_max, seen_at)
      select ?, t.asin, t.listing, t.seller, '', 1, 1, 1, 1, now()
      from unnest(?::text[], ?::text[], ?::bigint[]) as t (asin, listing, seller)
      """;

  private static final String FOUND =
      """
      select asin, listing_id, normalized_name, feedback_percent::text, feedback_count
      from sightings join sellers on sellers.id = seller_id
      where run_id = ? order by seq, listing_id
      """;

  private static final String ASKED =
      """
      select body::json ->> 'url' from activity_events
      where run_id = ? and action = 'fetching' and phase = 'ebay' order by seq
      """;

  /** So many things in so much time. */
  record Figure(long count, double seconds) {}

  private record Row(String asin, String listing, String seller, String percent, Long count) {}

  private final Connection database;
  private final UUID run;
  private final URI queries;
  private final int concurrency;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Ceilings(Connection database, String run, URI marketplace, int concurrency) {
    this.database = database;
    this.run = UUID.fromString(run);
    this.queries = marketplace.resolve("/v1/queries");
    this.concurrency = concurrency;
  }

  /** The run's sightings and their sellers, in batches of the same size, one transaction each. */
  Figure storeSightings() throws SQLException {
    List<Row> rows = found();
    try (Statement create = database.createStatement()) {
      create.execute(SCHEMA);
    }
    database.setAutoCommit(false);
    long began = System.nanoTime();
    try (PreparedStatement sellers = database.prepareStatement(SELLERS);
        PreparedStatement sightings = database.prepareStatement(SIGHTINGS)) {
      for (int from = 0; from < rows.size(); from += BATCH) {
        store(rows.subList(from, Math.min(rows.size(), from + BATCH)), sellers, sightings);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    database.setAutoCommit(true);
    return new Figure(rows.size(), seconds);
  }

  private void store(List<Row> batch, PreparedStatement sellers, PreparedStatement sightings)
      throws SQLException {
    Map<String, Row> distinct = new TreeMap<>();
    batch.forEach(row -> distinct.put(row.seller(), row));
    sellers.setObject(1, run);
    sellers.setObject(2, run);
    sellers.setArray(3, text(distinct.keySet().toArray()));
    sellers.setArray(4, text(distinct.values().stream().map(Row::percent).toArray()));
    sellers.setArray(5, numbers(distinct.values().stream().map(Row::count).toArray()));
    Map<String, Long> ids = new HashMap<>();
    try (ResultSet stored = sellers.executeQuery()) {
      while (stored.next()) {
        ids.put(stored.getString(2), stored.getLong(1));
      }
    }
    sightings.setObject(1, run);
    sightings.setArray(2, text(batch.stream().map(Row::asin).toArray()));
    sightings.setArray(3, text(batch.stream().map(Row::listing).toArray()));
    sightings.setArray(4, numbers(batch.stream().map(row -> ids.get(row.seller())).toArray()));
    sightings.executeUpdate();
    database.commit();
  }

  private Array text(Object[] values) throws SQLException {
    return database.createArrayOf("text", values);
  }

  private Array numbers(Object[] values) throws SQLException {
    return database.createArrayOf("bigint", values);
  }

  private List<Row> found() throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select = database.prepareStatement(FOUND)) {
      select.setObject(1, run);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  (Long) row.getObject(5)));
        }
      }
    }
    return rows;
  }

  /** The run's result pages, fetched beforehand in blocks, read one after the other. */
  Figure readPages() throws Exception {
    JsoupResultPage reader = new JsoupResultPage(false);
    List<String> urls = asked();
    long nanos = 0;
    for (int from = 0; from < urls.size(); from += BLOCK) {
      List<String> pages = new ArrayList<>();
      for (String url : urls.subList(from, Math.min(urls.size(), from + BLOCK))) {
        HttpResponse<String> answer =
            http.send(request(url), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        JsonNode results = HttpApi.JSON.readTree(answer.body()).path("results");
        pages.add(results.path(0).path("content").asText());
      }
      long began = System.nanoTime();
      for (String page : pages) {
        SourceAnswer<SellerPage> read = reader.read(page, 1);
        if (!(read instanceof SourceAnswer.Read)) {
          throw new IllegalStateException("a page could not be read");
        }
      }
      nanos += System.nanoTime() - began;
    }
    return new Figure(urls.size(), nanos / 1e9);
  }

  /** The run's requests, as many at once as it had workers, their answers thrown away. */
  Figure makeRequests() throws Exception {
    List<String> urls = asked();
    Semaphore free = new Semaphore(concurrency);
    List<CompletableFuture<?>> open = new ArrayList<>();
    long began = System.nanoTime();
    for (String url : urls) {
      free.acquire();
      open.add(
          http.sendAsync(request(url), HttpResponse.BodyHandlers.discarding())
              .whenComplete((answer, failure) -> free.release()));
    }
    CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
    return new Figure(urls.size(), (System.nanoTime() - began) / 1e9);
  }

  private HttpRequest request(String url) throws IOException {
    byte[] body =
        HttpApi.JSON.writeValueAsBytes(
            Map.of(
                "source", "universal",
                "url", url,
                "geo_location", "United States",
                "user_agent_type", "desktop",
                "render", "html"));
    String login = Base64.getEncoder().encodeToString("demo:demo".getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(queries)
        .header("Content-Type", "application/json")
        .header("Authorization", "Basic " + login)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private List<String> asked() throws SQLException {
    List<String> urls = new ArrayList<>();
    try (PreparedStatement select = database.prepareStatement(ASKED)) {
      select.setObject(1, run);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          urls.add(row.getString(1));
        }
      }
    }
    return urls;
  }
}
