package io.glasshive.app.doctor;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Failure;
import io.glasshive.source.BestSellers;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.oxylabs.ConfiguredSources;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The sources, each by the smallest request that it takes, and only when told to: Oxylabs bills
 * every result.
 */
final class SourceChecks {

  private static final String SIMULATOR = "simulator";

  private static final Duration DATE_ANSWER = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Subject subject;
  private final InstantSource clock;
  private final Consumer<String> notice;

  /**
   * @param notice told, before it is made, what a request costs
   */
  SourceChecks(Vertx vertx, Subject subject, InstantSource clock, Consumer<String> notice) {
    this.vertx = vertx;
    this.subject = subject;
    this.clock = clock;
    this.notice = notice;
  }

  List<Finding> all() {
    Config config = subject.config();
    List<Finding> findings = new ArrayList<>();
    findings.add(source("source.amazon", config.source().amazon(), this::askAmazon));
    findings.add(source("source.ebay", config.source().ebay(), this::askEbay));
    boolean oxylabs =
        !config.source().amazon().equals(SIMULATOR) || !config.source().ebay().equals(SIMULATOR);
    if (oxylabs && subject.askSources()) {
      findings.add(date(config.oxylabs().baseUrl()));
    }
    return findings;
  }

  private Finding source(String key, String source, Supplier<Future<Optional<String>>> request) {
    boolean simulator = source.equals(SIMULATOR);
    String cost = simulator ? "1 request, free" : "1 request, billed as one result";
    if (!subject.askSources()) {
      return Finding.ok(key, source + " was not asked; --ask-sources asks it (" + cost + ")");
    }
    if (simulator && simulatorUrl().isEmpty()) {
      return Finding.ok(key, source + " starts with the server, which does not run");
    }
    notice.accept("Asking " + source + " for " + key + ": " + cost + ".");
    try {
      Optional<String> wrong = request.get().toCompletionStage().toCompletableFuture().join();
      return wrong
          .map(text -> Finding.fail(key, text, "see the log of the source, or try again"))
          .orElseGet(() -> Finding.ok(key, source + " answers (" + cost + ")"));
    } catch (CompletionException e) {
      return Finding.failed(key, e.getCause());
    } catch (Failure e) {
      return Finding.failed(key, e);
    }
  }

  private Optional<URI> simulatorUrl() {
    return subject.server().flatMap(Subject.RunningServer::simulatorUrl);
  }

  private Future<Optional<String>> askAmazon() {
    BestSellers source = sources().bestSellers(vertx, subject.config().source().amazon());
    String node = Catalogue.load().departments().get(0).node();
    return source
        .fetch(new BestSellersQuery(node, 1))
        .map(SourceChecks::wrong)
        .onComplete(answered -> source.close());
  }

  private Future<Optional<String>> askEbay() {
    SellerSearch source = sources().sellerSearch(vertx, subject.config().source().ebay(), false);
    return source
        .search(new SellerQuery("usb cable", 1_000, 1_800, 2_200, 1, 60, "new", true, true))
        .map(SourceChecks::wrong)
        .onComplete(answered -> source.close());
  }

  private ConfiguredSources sources() {
    return new ConfiguredSources(subject.config(), simulatorUrl(), clock);
  }

  private static Optional<String> wrong(SourceAnswer<?> answer) {
    return answer instanceof SourceAnswer.Failed<?> failed
        ? Optional.of(failed.failure().message())
        : Optional.empty();
  }

  /** Without credentials, so that it costs nothing: any answer has a date. */
  private Finding date(URI base) {
    Instant before = clock.instant();
    try {
      HttpResponse<Void> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(base)
                      .method("HEAD", HttpRequest.BodyPublishers.noBody())
                      .timeout(DATE_ANSWER)
                      .build(),
                  HttpResponse.BodyHandlers.discarding());
      Instant theirs =
          Instant.from(
              DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                  answer.headers().firstValue("Date").orElse("")));
      return DatabaseChecks.skew("the source's", theirs, before, clock.instant());
    } catch (IOException | DateTimeException e) {
      return Finding.ok("clock", "the source does not tell its time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.ok("clock", "the source was not asked for its time");
    }
  }
}
