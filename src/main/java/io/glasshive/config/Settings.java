package io.glasshive.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every key, its default and what it allows, in the order of {@code conf/glasshive.yaml}. What each
 * one means is written there and in {@code docs/configuration.md}; a test holds the three together.
 */
final class Settings {

  static final String VARIABLE_PREFIX = "GLASSHIVE_";

  /** What every key of a dial begins with. */
  static final String DIAL_PREFIX = "simulator.";

  private static final Map<String, String> SOURCES =
      Map.of("simulator", "simulator", "oxylabs", "oxylabs");

  static final Setting<String> HTTP_HOST =
      Setting.of("http.host", "127.0.0.1", Kind.loopbackHost());
  static final Setting<Integer> HTTP_PORT =
      Setting.of("http.port", "8080", Kind.integer(0, 65_535));
  static final Setting<URI> HTTP_PUBLIC_URL = Setting.unset("http.public_url", Kind.httpUrl());

  static final Setting<String> DATA_DIR = Setting.of("data.dir", "~/.glasshive", Kind.path());

  static final Setting<DatabaseUrl> DATABASE_URL =
      Setting.unset("database.url", Kind.databaseUrl());
  static final Setting<String> DATABASE_USER = Setting.unset("database.user", Kind.user());
  static final Setting<Config.Secret> DATABASE_PASSWORD = Setting.secret("database.password");
  static final Setting<Integer> DATABASE_POOL_SIZE =
      Setting.of("database.pool_size", "8", Kind.integer(1, 100));

  static final Setting<String> SOURCE_AMAZON =
      Setting.of("source.amazon", "simulator", Kind.oneOf(SOURCES));
  static final Setting<String> SOURCE_EBAY =
      Setting.of("source.ebay", "simulator", Kind.oneOf(SOURCES));

  static final Setting<URI> OXYLABS_BASE_URL =
      Setting.of("oxylabs.base_url", "https://realtime.oxylabs.io", Kind.httpUrl());
  static final Setting<String> OXYLABS_USERNAME = Setting.unset("oxylabs.username", Kind.user());
  static final Setting<Config.Secret> OXYLABS_PASSWORD = Setting.secret("oxylabs.password");
  static final Setting<String> OXYLABS_EBAY_SOURCE =
      Setting.of("oxylabs.ebay_source", "universal", Kind.name());
  static final Setting<Duration> OXYLABS_REQUEST_TIMEOUT =
      Setting.of("oxylabs.request_timeout", "165s", Kind.duration("1ms", "1h"));

  static final Setting<Integer> AMAZON_PAGES = Setting.of("amazon.pages", "1", Kind.integer(1, 2));

  static final Setting<Integer> EBAY_PAGES = Setting.of("ebay.pages", "3", Kind.integer(1, 20));
  static final Setting<Integer> EBAY_ITEMS_PER_PAGE =
      Setting.of("ebay.items_per_page", "60", Kind.oneOfIntegers(60, 120, 240));
  static final Setting<BigDecimal> EBAY_PRICE_LOW =
      Setting.of("ebay.price_low", "1.8", Kind.decimal("0", false, "100"));
  static final Setting<BigDecimal> EBAY_PRICE_HIGH =
      Setting.of("ebay.price_high", "2.2", Kind.decimal("0", false, "100"));
  static final Setting<Config.Inexact> EBAY_INEXACT =
      Setting.of(
          "ebay.inexact",
          "drop",
          Kind.oneOf(Map.of("drop", Config.Inexact.DROP, "keep", Config.Inexact.KEEP)));

  static final Setting<Integer> RUN_WORKERS = Setting.of("run.workers", "5", Kind.integer(1, 64));
  static final Setting<Integer> RUN_MAX_ACTIVE =
      Setting.of("run.max_active", "4", Kind.integer(1, 64));

  static final Setting<Integer> RETRY_MAX_ATTEMPTS =
      Setting.of("retry.max_attempts", "3", Kind.integer(1, 100));
  static final Setting<Duration> RETRY_BASE =
      Setting.of("retry.base", "500ms", Kind.duration("1ms", "1h"));
  static final Setting<Duration> RETRY_CAP =
      Setting.of("retry.cap", "30s", Kind.duration("1ms", "1h"));

  static final Setting<Integer> BREAKER_FAILURES =
      Setting.of("breaker.failures", "5", Kind.integer(1, 1_000));
  static final Setting<Duration> BREAKER_COOLDOWN =
      Setting.of("breaker.cooldown", "30s", Kind.duration("1ms", "1h"));
  static final Setting<Duration> BREAKER_RATE_LIMITED_FOR =
      Setting.of("breaker.rate_limited_for", "10m", Kind.duration("1ms", "24h"));

  static final Setting<BigDecimal> LIMITER_REQUESTS_PER_SECOND =
      Setting.unset("limiter.requests_per_second", Kind.decimal("0", false, "1000"));
  static final Setting<Integer> LIMITER_CONCURRENCY =
      Setting.unset("limiter.concurrency", Kind.integer(1, 1_000));

  static final Setting<Duration> COLLECT_MAX_PAUSE =
      Setting.of("collect.max_pause", "10m", Kind.duration("1ms", "24h"));

  static final Setting<Integer> PIPELINE_MAX_BATCH_ROWS =
      Setting.of("pipeline.max_batch_rows", "2000", Kind.integer(1, 100_000));

  static final Setting<Long> JOURNAL_RING_BYTES =
      Setting.of("journal.ring_bytes", "16MiB", Kind.size("1KiB", "1GiB"));

  static final Setting<Boolean> SIMULATOR_ENABLED = Setting.unset("simulator.enabled", Kind.bool());
  static final Setting<Integer> SIMULATOR_PORT =
      Setting.of("simulator.port", "8090", Kind.integer(0, 65_535));
  static final Setting<Long> SIMULATOR_SEED = Setting.of("simulator.seed", "1", Kind.anyInteger());
  static final Setting<String> SIMULATOR_DATA = Setting.unset("simulator.data", Kind.path());
  static final Setting<Integer> SIMULATOR_TIMEOUT_MS =
      Setting.of("simulator.timeout_ms", "500", Kind.integer(1, 600_000));
  static final Setting<Integer> SIMULATOR_LISTINGS =
      Setting.unset("simulator.listings", Kind.integer(0, 10_000));

  /** The simulator's own defaults hold for dials that nobody sets: a kept dial beats those. */
  static final List<Setting<?>> DIALS = dials();

  static final List<Setting<?>> ALL = all();

  static final Map<String, Setting<?>> BY_KEY =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

  /** In the order of {@link #ALL}: of two that are equally near the first is named. */
  static final List<String> KEYS = ALL.stream().map(Setting::key).toList();

  private Settings() {}

  private static List<Setting<?>> dials() {
    List<String> kinds =
        List.of(
            "rate_limit",
            "timeout",
            "http_500",
            "faulted_job",
            "block_page",
            "broken_json",
            "empty_page",
            "no_sellers");
    Kind<BigDecimal> share = Kind.decimal("0", true, "1");
    Kind<BigDecimal> millis = Kind.decimal("0", true, "600000");
    List<Setting<?>> dials = new ArrayList<>();
    dials.add(Setting.unset(DIAL_PREFIX + "latency_ms.median", millis));
    dials.add(Setting.unset(DIAL_PREFIX + "latency_ms.p99", millis));
    dials.add(Setting.unset(DIAL_PREFIX + "rate_per_s", Kind.decimal("0", true, "1000000")));
    dials.add(Setting.unset(DIAL_PREFIX + "page_bytes", Kind.integer(0, 16 << 20)));
    for (String kind : kinds) {
      dials.add(Setting.unset(DIAL_PREFIX + "transient." + kind, share));
    }
    // A rate limit for ever would be no fault of a page.
    for (String kind : kinds.subList(1, kinds.size())) {
      dials.add(Setting.unset(DIAL_PREFIX + "permanent." + kind, share));
    }
    dials.add(Setting.unset(DIAL_PREFIX + "drift", share));
    return List.copyOf(dials);
  }

  private static List<Setting<?>> all() {
    List<Setting<?>> all =
        new ArrayList<>(
            List.of(
                HTTP_HOST,
                HTTP_PORT,
                HTTP_PUBLIC_URL,
                DATA_DIR,
                DATABASE_URL,
                DATABASE_USER,
                DATABASE_PASSWORD,
                DATABASE_POOL_SIZE,
                SOURCE_AMAZON,
                SOURCE_EBAY,
                OXYLABS_BASE_URL,
                OXYLABS_USERNAME,
                OXYLABS_PASSWORD,
                OXYLABS_EBAY_SOURCE,
                OXYLABS_REQUEST_TIMEOUT,
                AMAZON_PAGES,
                EBAY_PAGES,
                EBAY_ITEMS_PER_PAGE,
                EBAY_PRICE_LOW,
                EBAY_PRICE_HIGH,
                EBAY_INEXACT,
                RUN_WORKERS,
                RUN_MAX_ACTIVE,
                RETRY_MAX_ATTEMPTS,
                RETRY_BASE,
                RETRY_CAP,
                BREAKER_FAILURES,
                BREAKER_COOLDOWN,
                BREAKER_RATE_LIMITED_FOR,
                LIMITER_REQUESTS_PER_SECOND,
                LIMITER_CONCURRENCY,
                COLLECT_MAX_PAUSE,
                PIPELINE_MAX_BATCH_ROWS,
                JOURNAL_RING_BYTES,
                SIMULATOR_ENABLED,
                SIMULATOR_PORT,
                SIMULATOR_SEED,
                SIMULATOR_DATA,
                SIMULATOR_TIMEOUT_MS,
                SIMULATOR_LISTINGS));
    all.addAll(DIALS);
    return List.copyOf(all);
  }
}
