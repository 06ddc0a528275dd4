package io.glasshive.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A month in small: a run of about 2,300 products and 6,000 result pages of 60 cards each, by the
 * jar, with its own database, against a marketplace without latency in a process of its own; then,
 * on the same machine and data, what bounds it: the same sightings stored by a bare loop, the same
 * pages only read, the same requests only made.
 *
 * <p>{@code mvn -q -Pbench -DskipTests package exec:exec@month [-Dmonth.products=2300]
 * [-Dmonth.workers=8]}. Takes some minutes and 2 GB of temporary files. What the figures mean:
 * {@code docs/performance.md}.
 */
public final class MonthBenchmark {
  private static final int PRODUCTS = Integer.getInteger("month.products", 2_300);
  private static final int WORKERS = Integer.getInteger("month.workers", 8);

  /** Compiled code and known sellers, as after the first minutes of a month. */
  private static final int WARM_UP_PRODUCTS = PRODUCTS / 5;

  /** Three full pages a product. */
  private static final int LISTINGS = 180;

  private static final Duration LONGEST = Duration.ofMinutes(20);

  private static final List<String> FAULTS =
      List.of(
          "rate_limit",
          "timeout",
          "http_500",
          "faulted_job",
          "block_page",
          "broken_json",
          "empty_page",
          "no_sellers");

  private final Path directory;
  private final HttpApi marketplace;
  private final URI marketplaceUrl;
  private final JarProcess marketplaceProcess;

  private MonthBenchmark(Path directory, JarProcess marketplaceProcess) {
    this.directory = directory;
    this.marketplaceProcess = marketplaceProcess;
    this.marketplaceUrl = URI.create(marketplaceProcess.awaitLine("Simulator "));
    this.marketplace = new HttpApi(marketplaceUrl);
  }

  /** Runs everything and prints it. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("glasshive-month");
    try (JarProcess marketplace =
        JarProcess.start(
            directory,
            ServerProcess.arguments(
                "simulate",
                directory,
                "simulator.latency_ms.median=0",
                "simulator.listings=" + LISTINGS,
                "simulator.data=" + directory.resolve("simulator")))) {
      new MonthBenchmark(directory, marketplace).run();
    } finally {
      remove(directory);
    }
  }

  private void run() throws Exception {
    marketplace.turn(
        Map.of(
            "transient", FAULTS.stream().collect(Collectors.toMap(Function.identity(), k -> 0))));
    try (ServerProcess server = ServerProcess.start(directory, settings());
        Connection database = server.embeddedDatabase()) {
      List<String> warmUp = categories(server, WARM_UP_PRODUCTS, List.of());
      collect(server, warmUp);

      List<String> categories = categories(server, PRODUCTS, warmUp);
      Processes before = processes(server);
      Collection month = collect(server, categories);
      print(month, processes(server).since(before));

      Ceilings ceilings = new Ceilings(database, month.id(), marketplaceUrl, WORKERS);
      print("sightings stored by a bare unnest loop", month, ceilings.storeSightings());
      print("pages only read, by one thread", month, ceilings.readPages());
      print("requests only made", month, ceilings.makeRequests());
    }
  }

  /** A finished run and what a viewer of it saw. */
  private record Collection(String id, JsonNode run, double seconds, StreamLatency latency) {
    long total(String name) {
      return run.path("totals").path(name).asLong();
    }

    long events() {
      return run.path("last_seq").asLong();
    }
  }

  private Collection collect(ServerProcess server, List<String> categories) throws Exception {
    String id = server.api().createRun(WORKERS, false, categories.toArray(String[]::new));
    URI stream = server.api().at("/api/v1/runs/" + id + "/activity?after=0");
    try (StreamLatency latency = StreamLatency.watch(stream)) {
      server.api().post("/api/v1/runs/" + id + "/start", Map.of(), 202);
      latency.awaitEnd(LONGEST);
      JsonNode run = server.api().run(id);
      if (!run.path("status").asText().equals("completed")) {
        throw new IllegalStateException("the run ended " + run);
      }
      Duration took =
          Duration.between(
              Instant.parse(run.path("started_at").asText()),
              Instant.parse(run.path("ended_at").asText()));
      return new Collection(id, run, took.toNanos() / 1e9, latency);
    }
  }

  /** As many categories as it takes for {@code products}, without those of {@code others}. */
  private List<String> categories(ServerProcess server, int products, List<String> others) {
    List<String> ids = new ArrayList<>();
    long found = 0;
    for (JsonNode department : server.api().get("/api/v1/categories").path("departments")) {
      for (JsonNode category : department.path("categories")) {
        String id = category.path("id").asText();
        if (found < products && !others.contains(id)) {
          ids.add(id);
          found +=
              marketplace.get("/truth?include=products&category_ids=" + id).path("products").size();
        }
      }
    }
    return ids;
  }

  private String[] settings() {
    return new String[] {
      "source.amazon=oxylabs",
      "source.ebay=oxylabs",
      "oxylabs.base_url=" + marketplaceUrl,
      "oxylabs.username=demo",
      "oxylabs.password=demo"
    };
  }

  /** Processor time and memory of everything that takes part. */
  private record Processes(ProcessFigures server, ProcessFigures postgres, ProcessFigures market) {
    Processes since(Processes before) {
      return new Processes(
          server.since(before.server),
          postgres.since(before.postgres),
          market.since(before.market));
    }
  }

  private Processes processes(ServerProcess server) throws IOException {
    return new Processes(
        ProcessFigures.ofThreads(server.process().pid()),
        ProcessFigures.ofTree(server.process().children()),
        ProcessFigures.ofThreads(marketplaceProcess.pid()));
  }

  private static void print(Collection month, Processes used) {
    line("A month in small, %d workers", WORKERS);
    line(
        "  %,d products, %,d requests, %,d sightings, %,d events in %.1f s",
        month.total("products"),
        month.total("requests"),
        month.total("sightings"),
        month.events(),
        month.seconds());
    line(
        "  pages/s %.0f   sightings/s %.0f   events/s %.0f",
        month.total("requests") / month.seconds(),
        month.total("sightings") / month.seconds(),
        month.events() / month.seconds());
    line("  from emission to the viewer: %s", month.latency().summary());
    line("  processor time, and memory at its peak:");
    line("    server       %s", used.server().summary());
    used.server().parts().forEach((part, seconds) -> line("      %-24s %6.1f s", part, seconds));
    line("    PostgreSQL   %s", used.postgres().summary());
    line("    marketplace  %s", used.market().summary());
  }

  private static void print(String what, Collection month, Ceilings.Figure figure) {
    line(
        "Ceiling: %s: %,d in %.1f s, %,.0f/s; the run took %.1f times as long",
        what,
        figure.count(),
        figure.seconds(),
        figure.count() / figure.seconds(),
        month.seconds() / figure.seconds());
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
