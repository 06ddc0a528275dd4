package io.glasshive.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.ConfigLoader.Inputs;
import io.glasshive.domain.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ConfigLoaderTest {

  private static final Path HOME = Path.of("/home/somebody");

  private static final Map<String, String> CREDENTIALS =
      Map.of("GLASSHIVE_OXYLABS_USERNAME", "me", "GLASSHIVE_OXYLABS_PASSWORD", "x");

  @TempDir Path directory;

  @Test
  void hasADefaultForEverythingThatNeedsOne() {
    Config config = load();

    assertEquals(new Config.Http("127.0.0.1", 8080, Optional.empty()), config.http());
    assertEquals(HOME.resolve(".glasshive"), config.data().dir());
    assertEquals(
        new Config.Database(Optional.empty(), Optional.empty(), Optional.empty(), 8),
        config.database());
    assertEquals(new Config.Sources("simulator", "simulator"), config.source());
    assertEquals(
        new Config.Oxylabs(
            URI.create("https://realtime.oxylabs.io"),
            Optional.empty(),
            Optional.empty(),
            "universal",
            Duration.ofSeconds(165)),
        config.oxylabs());
    assertEquals(new Config.Amazon(1), config.amazon());
    assertEquals(
        new Config.Ebay(3, 60, new BigDecimal("1.8"), new BigDecimal("2.2"), Config.Inexact.DROP),
        config.ebay());
    assertEquals(new Config.Run(5, 4), config.run());
    assertEquals(
        new Config.Retry(3, Duration.ofMillis(500), Duration.ofSeconds(30)), config.retry());
    assertEquals(
        new Config.Breaker(5, Duration.ofSeconds(30), Duration.ofMinutes(10)), config.breaker());
    assertEquals(new Config.Limiter(Optional.empty(), Optional.empty()), config.limiter());
    assertEquals(new Config.Collect(Duration.ofMinutes(10)), config.collect());
    assertEquals(new Config.Pipeline(2000), config.pipeline());
    assertEquals(new Config.Journal(16L << 20), config.journal());
    assertEquals(
        new Config.Simulator(
            true,
            8090,
            1,
            HOME.resolve(".glasshive/simulator"),
            Duration.ofMillis(500),
            Optional.empty(),
            Map.of()),
        config.simulator());
  }

  static Stream<Setting<?>> everySetting() {
    return Settings.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("everySetting")
  void takesEachKeyFromTheFileTheEnvironmentAndAFlag(Setting<?> setting) throws IOException {
    String value = sample(setting.key());
    Map<String, String> around = setting.key().startsWith("source.") ? CREDENTIALS : Map.of();
    Map<String, String> withVariable = new HashMap<>(around);
    withVariable.put(setting.variable(), value);
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, setting.key() + ": \"" + value + "\"\n");

    Config byFlag = load(Optional.empty(), around, setting.key() + "=" + value);
    Config byVariable = load(Optional.empty(), withVariable);
    Config byFile = load(Optional.of(file), around);

    assertNotEquals(load(Optional.empty(), around), byFlag);
    assertEquals(byFlag, byVariable);
    assertEquals(byFlag, byFile);
  }

  /** A value of each key that is not its default. */
  private static String sample(String key) {
    if (key.startsWith("simulator.transient.") || key.startsWith("simulator.permanent.")) {
      return "0.05";
    }
    return switch (key) {
      case "http.host" -> "localhost";
      case "http.port", "simulator.port" -> "0";
      case "http.public_url" -> "https://glasshive.example.org";
      case "data.dir", "simulator.data" -> "~/elsewhere";
      case "database.url" -> "postgresql://db:5433/glasshive";
      case "database.user", "oxylabs.username" -> "me";
      case "database.password", "oxylabs.password" -> " not: told ";
      case "source.amazon", "source.ebay" -> "oxylabs";
      case "oxylabs.base_url" -> "http://127.0.0.1:8090";
      case "oxylabs.ebay_source" -> "universal_ecommerce";
      case "amazon.pages" -> "2";
      case "ebay.items_per_page" -> "240";
      case "ebay.price_low", "ebay.price_high" -> "2.05";
      case "ebay.inexact" -> "keep";
      case "retry.base" -> "1s";
      case "oxylabs.request_timeout", "retry.cap", "collect.max_pause" -> "1m";
      case "breaker.cooldown", "breaker.rate_limited_for" -> "1h";
      case "journal.ring_bytes" -> "512KiB";
      case "simulator.enabled" -> "false";
      case "simulator.drift" -> "0.5";
      default -> "7";
    };
  }

  @Test
  void letsAFlagBeatTheEnvironmentAndThatTheFileAndThatTheDefault() throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(
        file, "http:\n  port: 1\nrun:\n  workers: 2\n  max_active: 3\namazon:\n  pages: 2\n");
    Map<String, String> environment =
        Map.of("GLASSHIVE_HTTP_PORT", "11", "GLASSHIVE_RUN_WORKERS", "12");

    Config config =
        load(Optional.of(file), environment, "http.port=21", "http.port=22", "run.max_active=");

    assertEquals(22, config.http().port(), "the later of two flags");
    assertEquals(12, config.run().workers(), "the environment");
    assertEquals(2, config.amazon().pages(), "the file");
    assertEquals(4, config.run().maxActive(), "an empty value is the default");
    assertEquals(3, config.ebay().pages(), "the default");
  }

  @Test
  void readsTheFileOfTheWorkingDirectoryOnlyWhenNoneIsNamed() throws IOException {
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/glasshive.yaml"), "run: {workers: 9}\nlimiter:\n");
    Files.writeString(directory.resolve("own.yaml"), "amazon: {pages: 2}\n");

    Config standard = load();
    Config own = load(Optional.of(Path.of("own.yaml")), Map.of());

    assertEquals(9, standard.run().workers());
    assertEquals(5, own.run().workers());
    assertEquals(2, own.amazon().pages());
  }

  @Test
  void takesAnEmptyFileForDefaults() throws IOException {
    Files.writeString(directory.resolve("own.yaml"), "# nothing\n");

    assertEquals(load(), load(Optional.of(Path.of("own.yaml")), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "port, http.port",
    "htpp.host, http.host",
    "ebay.item_per_page, ebay.items_per_page",
    "database.pool, database.pool_size",
    "simulator, simulator.enabled",
    "simulator.permanent.rate_limits, simulator.transient.rate_limit",
    "oxylabs.user, oxylabs.username",
    "run.worker, run.workers",
  })
  void namesTheNearestKeyForAnUnknownOne(String unknown, String nearest) {
    String message = rejected(Optional.empty(), Map.of(), unknown + "=1");

    assertEquals(
        unknown + ": there is no such key (--set); the nearest is " + nearest + ".", message);
  }

  @Test
  void namesTheNearestVariableForAnUnknownOne() {
    String message =
        rejected(Optional.empty(), Map.of("GLASSHIVE_HTTP_PROT", "1", "HTTP_PROT", "1"));

    assertEquals(
        "GLASSHIVE_HTTP_PROT: there is no such variable; the nearest is GLASSHIVE_HTTP_PORT.",
        message);
  }

  @Test
  void namesTheLineOfAnUnknownKeyInTheFile() throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, "http:\n  port: 0\n  prot: 8081\n");

    String message = rejected(Optional.of(file), Map.of());

    assertEquals(
        "http.prot: there is no such key (" + file + " line 3); the nearest is http.port.",
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.host          | 0.0.0.0",
        "http.host          | 192.168.1.4",
        "http.host          | example.org",
        "http.host          | 127.0.0.256",
        "http.host          | 127.1",
        "http.host          | ::",
        "http.port          | -1",
        "http.port          | 65536",
        "http.port          | 99999999999999999999",
        "http.port          | 80a",
        "http.public_url    | glasshive.example.org",
        "http.public_url    | ftp://glasshive.example.org",
        "http.public_url    | https://",
        "database.url       | mysql://localhost/x",
        "database.url       | postgresql://localhost",
        "database.user      | a:b",
        "database.pool_size | 0",
        "source.amazon      | browse",
        "source.ebay        | browse",
        "oxylabs.base_url   | realtime.oxylabs.io",
        "oxylabs.ebay_source| a b",
        "oxylabs.request_timeout | 165",
        "oxylabs.request_timeout | 0s",
        "oxylabs.request_timeout | 2h",
        "oxylabs.request_timeout | 999999999999999999h",
        "amazon.pages       | 0",
        "amazon.pages       | 3",
        "ebay.pages         | 0",
        "ebay.pages         | 21",
        "ebay.items_per_page| 100",
        "ebay.price_low     | 0",
        "ebay.price_low     | -1",
        "ebay.price_low     | 1e3",
        "ebay.price_high    | NaN",
        "ebay.inexact       | DROP",
        "run.workers        | 0",
        "run.workers        | 65",
        "run.max_active     | 0",
        "retry.max_attempts | 0",
        "retry.base         | 500",
        "breaker.failures   | 0",
        "breaker.cooldown   | soon",
        "limiter.requests_per_second | 0",
        "limiter.concurrency| 0",
        "pipeline.max_batch_rows | 0",
        "journal.ring_bytes | 16",
        "journal.ring_bytes | 16MB",
        "journal.ring_bytes | 2GiB",
        "simulator.enabled  | yes",
        "simulator.seed     | one",
        "simulator.timeout_ms | 0",
        "simulator.latency_ms.median | -1",
        "simulator.permanent.block_page | 1.5",
        "simulator.transient.timeout | 5%",
      })
  void refusesAValueNamingKeyValueAndWhatIsAllowed(String key, String value) {
    String message = rejected(Optional.empty(), Map.of(), key + "=" + value);

    String allowed = Settings.BY_KEY.get(key).kind().allowed();
    assertEquals(key + ": '" + value + "' is not allowed (--set); give " + allowed + ".", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "localhost", "::1", "[::1]"})
  void listensOnAnyLoopbackAddress(String host) {
    String expected = host.equals("[::1]") ? "::1" : host;

    assertEquals(expected, load(Optional.empty(), Map.of(), "http.host=" + host).http().host());
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "1h,PT1H"})
  void readsDurations(String text, Duration expected) {
    Config config = load(Optional.empty(), Map.of(), "collect.max_pause=" + text);

    assertEquals(expected, config.collect().maxPause());
  }

  @ParameterizedTest
  @CsvSource({"2048B,2048", "1KiB,1024", "16MiB,16777216", "1GiB,1073741824"})
  void readsSizes(String text, long expected) {
    Config config = load(Optional.empty(), Map.of(), "journal.ring_bytes=" + text);

    assertEquals(expected, config.journal().ringBytes());
  }

  @Test
  void keepsADecimalAsItWasWritten() throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, "ebay:\n  price_low: 1.80\n");

    assertEquals("1.80", load(Optional.of(file), Map.of()).ebay().priceLow().toString());
  }

  @Test
  void reportsEverythingThatIsWrongTogether() throws IOException {
    Path file = directory.resolve("own.yaml");
    Files.writeString(file, "http:\n  prot: 1\nrun:\n  workers: 100\n  workers: 5\n");

    String message =
        rejected(
            Optional.of(file),
            Map.of("GLASSHIVE_AMAZON_PAGES", "3", "GLASSHIVE_DATA", "x"),
            "ebay.pages=none",
            "nonsense");

    List<String> lines = message.lines().toList();
    assertEquals(6, lines.size(), message);
    assertTrue(lines.get(1).startsWith("http.prot: there is no such key"));
    assertTrue(lines.get(0).startsWith("run.workers: is set twice"));
    assertTrue(lines.get(2).startsWith("GLASSHIVE_DATA: there is no such variable"));
    assertEquals("--set: takes key=value; there is no '=' after a key.", lines.get(3));
    assertTrue(
        lines.get(4).startsWith("amazon.pages: '3' is not allowed (GLASSHIVE_AMAZON_PAGES); give"));
    assertTrue(lines.get(5).startsWith("ebay.pages: 'none' is not allowed (--set); give"));
  }

  @Test
  void asksForTheCredentialsOfASourceThatNeedsThem() {
    String both = rejected(Optional.empty(), Map.of(), "source.ebay=oxylabs");
    String one =
        rejected(
            Optional.empty(), Map.of("GLASSHIVE_OXYLABS_PASSWORD", "x"), "source.amazon=oxylabs");

    assertEquals(
        """
        oxylabs.username: is needed, because a source is oxylabs; set it in the file or as \
        GLASSHIVE_OXYLABS_USERNAME.
        oxylabs.password: is needed, because a source is oxylabs; set it in the file or as \
        GLASSHIVE_OXYLABS_PASSWORD.""",
        both);
    assertEquals(both.lines().findFirst().orElseThrow(), one);
  }

  @Test
  void checksWhatHoldsBetweenKeys() {
    String message =
        rejected(
            Optional.empty(),
            Map.of(),
            "ebay.price_low=2.3",
            "retry.base=1m",
            "simulator.port=8080");

    assertEquals(
        """
        ebay.price_low: '2.3' is not allowed; give at most ebay.price_high, 2.2.
        retry.base: '60000ms' is not allowed; give at most retry.cap, 30000ms.
        simulator.port: '8080' is not allowed; give another port than http.port has.""",
        message);
  }

  @Test
  void startsTheSimulatorOnlyWhenASourceAsksItUnlessTold() {
    String[] oxylabs = {
      "source.amazon=oxylabs",
      "source.ebay=oxylabs",
      "oxylabs.username=me",
      "oxylabs.password=x",
      "simulator.enabled="
    };
    String[] told = oxylabs.clone();
    told[4] = "simulator.enabled=true";

    assertTrue(load().simulator().enabled());
    assertFalse(load(Optional.empty(), Map.of(), oxylabs).simulator().enabled());
    assertTrue(load(Optional.empty(), Map.of(), told).simulator().enabled());
    assertFalse(load(Optional.empty(), Map.of(), "simulator.enabled=false").simulator().enabled());
  }

  @Test
  void handsOnTheDialsThatWereSet() {
    Config config =
        load(
            Optional.empty(),
            Map.of("GLASSHIVE_SIMULATOR_TRANSIENT_HTTP_500", "0.25"),
            "simulator.permanent.block_page=0.05",
            "simulator.latency_ms.p99=10",
            "simulator.page_bytes=");

    assertEquals(
        Map.of(
            "transient.http_500", "0.25", "permanent.block_page", "0.05", "latency_ms.p99", "10"),
        config.simulator().dials());
  }

  @Test
  void makesPathsAbsolute() {
    Config config = load(Optional.empty(), Map.of(), "data.dir=some/../where");
    Config home = load(Optional.empty(), Map.of(), "data.dir=~", "simulator.data=/var/sim");

    assertEquals(directory.resolve("where"), config.data().dir());
    assertEquals(directory.resolve("where/simulator"), config.simulator().data());
    assertEquals(HOME, home.data().dir());
    assertEquals(Path.of("/var/sim"), home.simulator().data());
  }

  @Test
  void takesCredentialsOutOfADatabaseAddress() {
    Config.Database inUrl =
        load(
                Optional.empty(),
                Map.of(),
                "database.url=postgres://me:p%40+s@db/glass?sslmode=require")
            .database();
    Config.Database beside =
        load(
                Optional.empty(),
                Map.of("GLASSHIVE_DATABASE_PASSWORD", "other"),
                "database.url=postgresql://me:pass@db:5433/glass",
                "database.user=you")
            .database();

    assertEquals(Optional.of("postgresql://db/glass?sslmode=require"), inUrl.url());
    assertEquals(Optional.of("me"), inUrl.user());
    assertEquals(Optional.of(new Config.Secret("p@+s")), inUrl.password());
    assertEquals(Optional.of("postgresql://db:5433/glass"), beside.url());
    assertEquals(Optional.of("you"), beside.user());
    assertEquals(Optional.of(new Config.Secret("other")), beside.password());
  }

  @Test
  void neverShowsASecret() throws IOException {
    String secret = "hunter2";
    Path broken = directory.resolve("broken.yaml");
    Files.writeString(broken, "oxylabs:\n  password: \"" + secret + "\n");
    Path listed = directory.resolve("listed.yaml");
    Files.writeString(listed, "oxylabs:\n  password: [" + secret + "]\n");
    Path aliased = directory.resolve("aliased.yaml");
    Files.writeString(
        aliased, "oxylabs:\n  password: &" + secret + " x\n  username: *" + secret + "\n");
    Path misspelt = directory.resolve("misspelt.yaml");
    Files.writeString(misspelt, "oxylabs:\n  pasword: " + secret + "\n");

    List<String> shown =
        List.of(
            load(Optional.empty(), Map.of(), "oxylabs.password=" + secret).toString(),
            load(Optional.empty(), Map.of(), "database.url=postgresql://a:" + secret + "@b/c")
                .toString(),
            rejected(Optional.of(broken), Map.of()),
            rejected(Optional.of(listed), Map.of()),
            rejected(Optional.of(aliased), Map.of()),
            rejected(Optional.of(misspelt), Map.of()),
            rejected(Optional.empty(), Map.of("GLASSHIVE_OXYLABS_PASWORD", secret)),
            rejected(Optional.empty(), Map.of(), "oxylabs.pasword=" + secret),
            rejected(Optional.empty(), Map.of(), secret),
            rejected(Optional.empty(), Map.of(), "database.url=mysql://a:" + secret + "@b/c"),
            rejected(
                Optional.empty(), Map.of(), "database.url=postgresql://b/c?password=" + secret),
            rejected(Optional.empty(), Map.of(), "oxylabs.base_url=https://a:" + secret + "@b"));

    for (String text : shown) {
      assertFalse(text.contains(secret), text);
    }
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path noYaml = directory.resolve("no.yaml");
    Files.writeString(noYaml, "http:\n  port: 1\n bad\n");
    Path list = directory.resolve("list.yaml");
    Files.writeString(list, "- http\n");
    Path binary = directory.resolve("binary.yaml");
    Files.write(binary, new byte[] {'a', ':', (byte) 0xC3, (byte) 0x28});
    Path missing = directory.resolve("missing.yaml");

    assertTrue(
        rejected(Optional.of(noYaml), Map.of()).startsWith(noYaml + " line 3: this is not valid"));
    assertEquals(
        list + " line 1: expected sections such as 'http:'.",
        rejected(Optional.of(list), Map.of()));
    assertEquals(binary + ": the file is not UTF-8 text.", rejected(Optional.of(binary), Map.of()));
    assertEquals(
        missing + ": the file cannot be read: there is none.",
        rejected(Optional.of(missing), Map.of()));
    assertEquals(
        directory + ": the file cannot be read.", rejected(Optional.of(directory), Map.of()));
  }

  private Config load() {
    return load(Optional.empty(), Map.of());
  }

  private Config load(Optional<Path> file, Map<String, String> environment, String... assignments) {
    return ConfigLoader.load(inputs(file, environment, assignments));
  }

  private String rejected(
      Optional<Path> file, Map<String, String> environment, String... assignments) {
    Failure.Rejected failure =
        assertThrows(
            Failure.Rejected.class,
            () -> ConfigLoader.load(inputs(file, environment, assignments)));
    assertEquals(ConfigLoader.REJECTED, failure.code());
    return failure.getMessage();
  }

  private Inputs inputs(
      Optional<Path> file, Map<String, String> environment, String... assignments) {
    return new Inputs(file, environment, List.of(assignments), directory, HOME);
  }
}
