package io.glasshive.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked. Every key is listed with its default and meaning in {@code
 * conf/glasshive.yaml}; {@link ConfigLoader} reads it.
 */
public record Config(
    Http http,
    Data data,
    Database database,
    Sources source,
    Oxylabs oxylabs,
    Amazon amazon,
    Ebay ebay,
    Run run,
    Retry retry,
    Breaker breaker,
    Limiter limiter,
    Collect collect,
    Pipeline pipeline,
    Journal journal,
    Simulator simulator) {

  /** {@code http.*}: port 0 picks a free one. */
  public record Http(String host, int port, Optional<URI> publicUrl) {}

  /** {@code data.dir}: absolute. */
  public record Data(Path dir) {}

  /** {@code database.*}; without a url the embedded server is used. */
  public record Database(
      Optional<String> url, Optional<String> user, Optional<Secret> password, int poolSize) {}

  /** {@code source.*}: the name of the source each phase asks. */
  public record Sources(String amazon, String ebay) {}

  /** {@code oxylabs.*}. */
  public record Oxylabs(
      URI baseUrl,
      Optional<String> username,
      Optional<Secret> password,
      String ebaySource,
      Duration requestTimeout) {}

  /** {@code amazon.pages}: 1 or 2. */
  public record Amazon(int pages) {}

  /** {@code ebay.*}; price factors times the Amazon price bound the search. */
  public record Ebay(
      int pages, int itemsPerPage, BigDecimal priceLow, BigDecimal priceHigh, Inexact inexact) {}

  /** What becomes of cards that eBay itself calls inexact matches. */
  public enum Inexact {
    DROP,
    KEEP
  }

  /** {@code run.*}. */
  public record Run(int workers, int maxActive) {}

  /** {@code retry.*}. */
  public record Retry(int maxAttempts, Duration base, Duration cap) {}

  /** {@code breaker.*}. */
  public record Breaker(int failures, Duration cooldown, Duration rateLimitedFor) {}

  /** {@code limiter.*}; empty: no limit of its own. */
  public record Limiter(Optional<BigDecimal> requestsPerSecond, Optional<Integer> concurrency) {}

  /** {@code collect.*}. */
  public record Collect(Duration maxPause) {}

  /** {@code pipeline.*}. */
  public record Pipeline(int maxBatchRows) {}

  /** {@code journal.*}; bytes. */
  public record Journal(long ringBytes) {}

  /**
   * {@code simulator.*}.
   *
   * @param enabled whether the server starts one; by default when a source is {@code simulator}
   * @param data where its calls and dials are kept
   * @param listings how many listings every product has; empty: as the seed says
   * @param dials dials set by flag, environment or file, by path ({@code permanent.block_page}), as
   *     text; they beat kept ones
   */
  public record Simulator(
      boolean enabled,
      int port,
      long seed,
      Path data,
      Duration timeout,
      Optional<Integer> listings,
      Map<String, String> dials) {
    public Simulator {
      dials = Map.copyOf(dials);
    }
  }

  /** A value that must never be shown: its text form is a row of stars. */
  public record Secret(String value) {
    @Override
    public String toString() {
      return "****";
    }
  }
}
