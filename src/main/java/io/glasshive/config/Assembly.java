package io.glasshive.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts checked values into their records and works out what depends on other keys. */
final class Assembly {

  private final Map<Setting<?>, Object> values;
  private final Path workingDirectory;
  private final Path home;

  /**
   * @param values what each setting's own kind made of its text; a setting that is unset is absent
   */
  Assembly(Map<Setting<?>, Object> values, Path workingDirectory, Path home) {
    this.values = Map.copyOf(values);
    this.workingDirectory = workingDirectory;
    this.home = home;
  }

  Config config() {
    Path dataDir = path(get(Settings.DATA_DIR));
    return new Config(
        new Config.Http(
            get(Settings.HTTP_HOST), get(Settings.HTTP_PORT), find(Settings.HTTP_PUBLIC_URL)),
        new Config.Data(dataDir),
        database(),
        new Config.Sources(get(Settings.SOURCE_AMAZON), get(Settings.SOURCE_EBAY)),
        new Config.Oxylabs(
            get(Settings.OXYLABS_BASE_URL),
            find(Settings.OXYLABS_USERNAME),
            find(Settings.OXYLABS_PASSWORD),
            get(Settings.OXYLABS_EBAY_SOURCE),
            get(Settings.OXYLABS_REQUEST_TIMEOUT)),
        new Config.Amazon(get(Settings.AMAZON_PAGES)),
        new Config.Ebay(
            get(Settings.EBAY_PAGES),
            get(Settings.EBAY_ITEMS_PER_PAGE),
            get(Settings.EBAY_PRICE_LOW),
            get(Settings.EBAY_PRICE_HIGH),
            get(Settings.EBAY_INEXACT)),
        new Config.Run(get(Settings.RUN_WORKERS), get(Settings.RUN_MAX_ACTIVE)),
        new Config.Retry(
            get(Settings.RETRY_MAX_ATTEMPTS), get(Settings.RETRY_BASE), get(Settings.RETRY_CAP)),
        new Config.Breaker(
            get(Settings.BREAKER_FAILURES),
            get(Settings.BREAKER_COOLDOWN),
            get(Settings.BREAKER_RATE_LIMITED_FOR)),
        new Config.Limiter(
            find(Settings.LIMITER_REQUESTS_PER_SECOND), find(Settings.LIMITER_CONCURRENCY)),
        new Config.Collect(get(Settings.COLLECT_MAX_PAUSE)),
        new Config.Pipeline(get(Settings.PIPELINE_MAX_BATCH_ROWS)),
        new Config.Journal(get(Settings.JOURNAL_RING_BYTES)),
        simulator(dataDir));
  }

  private Config.Database database() {
    Optional<DatabaseUrl> url = find(Settings.DATABASE_URL);
    return new Config.Database(
        url.map(DatabaseUrl::url),
        find(Settings.DATABASE_USER).or(() -> url.flatMap(DatabaseUrl::user)),
        find(Settings.DATABASE_PASSWORD).or(() -> url.flatMap(DatabaseUrl::password)),
        get(Settings.DATABASE_POOL_SIZE));
  }

  private Config.Simulator simulator(Path dataDir) {
    boolean asked =
        get(Settings.SOURCE_AMAZON).equals("simulator")
            || get(Settings.SOURCE_EBAY).equals("simulator");
    return new Config.Simulator(
        find(Settings.SIMULATOR_ENABLED).orElse(asked),
        get(Settings.SIMULATOR_PORT),
        get(Settings.SIMULATOR_SEED),
        find(Settings.SIMULATOR_DATA).map(this::path).orElse(dataDir.resolve("simulator")),
        Duration.ofMillis(get(Settings.SIMULATOR_TIMEOUT_MS)),
        find(Settings.SIMULATOR_LISTINGS),
        dials());
  }

  private Map<String, String> dials() {
    return Settings.DIALS.stream()
        .filter(values::containsKey)
        .collect(
            Collectors.toMap(
                dial -> dial.key().substring(Settings.DIAL_PREFIX.length()),
                dial -> values.get(dial).toString()));
  }

  private Path path(String text) {
    boolean atHome = text.equals("~") || text.startsWith("~/");
    Path path =
        atHome
            ? home.resolve(text.substring(Math.min(2, text.length())))
            : workingDirectory.resolve(text);
    return path.toAbsolutePath().normalize();
  }

  private <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow();
  }

  @SuppressWarnings("unchecked") // each value was read by its own setting's kind
  private <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }
}
