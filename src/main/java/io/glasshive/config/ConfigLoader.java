package io.glasshive.config;

import io.glasshive.domain.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a {@link Config} from what was set: a flag ({@code --set key=value}) beats the environment
 * ({@code GLASSHIVE_HTTP_PORT}), which beats the file, which beats the default. An empty value
 * means the default, wherever it stands.
 *
 * <p>Everything that is wrong is reported together in one {@link Failure.Rejected}: a line for
 * each, naming the key, the value and what is allowed. A secret's value is never named.
 */
public final class ConfigLoader {

  /** Code of the failure that says what is wrong with the configuration. */
  public static final String REJECTED = "configuration";

  /** Read when no file is named and it exists, below the working directory. */
  public static final Path DEFAULT_FILE = Path.of("conf", "glasshive.yaml");

  private static final Map<String, String> KEY_OF_VARIABLE =
      Settings.ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::variable, Setting::key));

  private static final List<String> VARIABLES =
      Settings.ALL.stream().map(Setting::variable).toList();

  /**
   * Where to look.
   *
   * @param file named with {@code --config}; without it {@link #DEFAULT_FILE}, if there is one
   * @param environment the whole environment; only {@code GLASSHIVE_...} is read
   * @param assignments each {@code key=value}; a later one beats an earlier one
   * @param workingDirectory what relative paths are relative to
   * @param home what {@code ~} stands for
   */
  public record Inputs(
      Optional<Path> file,
      Map<String, String> environment,
      List<String> assignments,
      Path workingDirectory,
      Path home) {
    public Inputs {
      environment = Map.copyOf(environment);
      assignments = List.copyOf(assignments);
    }

    /** The process's own environment and directories. */
    public static Inputs ofProcess(Optional<Path> file, List<String> assignments) {
      return new Inputs(
          file,
          System.getenv(),
          assignments,
          Path.of("").toAbsolutePath(),
          Path.of(System.getProperty("user.home")).toAbsolutePath());
    }
  }

  /**
   * A key that somebody set.
   *
   * @param value as it was written, or stars for a secret
   * @param origin where, for a person: {@code glasshive.yaml line 3}, a variable, or {@code --set}
   */
  public record SetKey(String key, String value, String origin) {}

  private final Inputs inputs;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Given> given = new LinkedHashMap<>();

  private ConfigLoader(Inputs inputs) {
    this.inputs = inputs;
  }

  /**
   * The configuration that {@code inputs} make.
   *
   * @throws Failure.Rejected with code {@link #REJECTED} when any of it is wrong
   */
  public static Config load(Inputs inputs) {
    ConfigLoader loader = new ConfigLoader(inputs);
    loader.file();
    loader.environment();
    loader.assignments();
    Optional<Config> config = loader.config();
    if (!loader.problems.isEmpty()) {
      throw new Failure.Rejected(REJECTED, String.join("\n", loader.problems));
    }
    return config.orElseThrow();
  }

  /** The keys that {@code inputs} set, each with what beats the rest, in the order of the file. */
  public static List<SetKey> setKeys(Inputs inputs) {
    ConfigLoader loader = new ConfigLoader(inputs);
    loader.file();
    loader.environment();
    loader.assignments();
    List<SetKey> keys = new ArrayList<>();
    for (Setting<?> setting : Settings.ALL) {
      Given value = loader.given.get(setting.key());
      if (value != null && !value.text().isBlank()) {
        String text = setting.secret() ? "****" : shown(value.text().strip());
        keys.add(new SetKey(setting.key(), text, value.origin()));
      }
    }
    return keys;
  }

  private void file() {
    Path standard = inputs.workingDirectory().resolve(DEFAULT_FILE);
    if (inputs.file().isPresent()) {
      Path file = inputs.workingDirectory().resolve(inputs.file().get());
      ConfigFile.read(file, problems).forEach(this::put);
    } else if (Files.isRegularFile(standard)) {
      ConfigFile.read(standard, problems).forEach(this::put);
    }
  }

  private void environment() {
    new TreeMap<>(inputs.environment())
        .forEach(
            (name, text) -> {
              String key = KEY_OF_VARIABLE.get(name);
              if (key != null) {
                given.put(key, new Given(text, name));
              } else if (name.startsWith(Settings.VARIABLE_PREFIX)) {
                String nearest = NearestKey.of(name, VARIABLES);
                problems.add(name + ": there is no such variable; the nearest is " + nearest + ".");
              }
            });
  }

  private void assignments() {
    for (String assignment : inputs.assignments()) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        problems.add("--set: takes key=value; there is no '=' after a key.");
      } else {
        String key = assignment.substring(0, equals).strip();
        put(key, new Given(assignment.substring(equals + 1), "--set"));
      }
    }
  }

  private void put(String key, Given value) {
    if (Settings.BY_KEY.containsKey(key)) {
      given.put(key, value);
    } else if (!(value.text().isBlank() && isSection(key))) { // all of it may be commented out
      problems.add(
          key
              + ": there is no such key ("
              + value.origin()
              + "); the nearest is "
              + NearestKey.of(key, Settings.KEYS)
              + ".");
    }
  }

  private static boolean isSection(String key) {
    return Settings.KEYS.stream().anyMatch(known -> known.startsWith(key + "."));
  }

  /** Empty when a key without a default, or one that others depend on, could not be read. */
  private Optional<Config> config() {
    int before = problems.size();
    Map<Setting<?>, Object> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      value(setting).ifPresent(value -> values.put(setting, value));
    }
    if (problems.size() > before) {
      return Optional.empty();
    }
    Config config = new Assembly(values, inputs.workingDirectory(), inputs.home()).config();
    across(config);
    return Optional.of(config);
  }

  private <T> Optional<T> value(Setting<T> setting) {
    Optional<Given> set =
        Optional.ofNullable(given.get(setting.key())).filter(value -> !value.text().isBlank());
    Optional<String> text =
        set.map(value -> setting.secret() ? value.text() : value.text().strip())
            .or(setting::defaultText);
    try {
      return text.map(setting.kind().parser());
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          setting.key()
              + ": '"
              + (setting.secret() ? "****" : shown(text.orElseThrow()))
              + "' is not allowed ("
              + set.map(Given::origin).orElse("default")
              + "); give "
              + setting.kind().allowed()
              + ".");
      return Optional.empty();
    }
  }

  /** A value as it may be shown: short, and without the credentials that an address may hold. */
  private static String shown(String text) {
    String safe =
        text.replaceAll("//[^/]*@", "//****@").replaceAll("(?i)(password=)[^&]*", "$1****");
    return safe.length() <= 100 ? safe : safe.substring(0, 100) + "...";
  }

  /** What holds between keys. */
  private void across(Config config) {
    if (config.ebay().priceLow().compareTo(config.ebay().priceHigh()) > 0) {
      problems.add(
          conflict(Settings.EBAY_PRICE_LOW, config.ebay().priceLow().toPlainString())
              + "give at most ebay.price_high, "
              + config.ebay().priceHigh().toPlainString()
              + ".");
    }
    if (config.retry().base().compareTo(config.retry().cap()) > 0) {
      problems.add(
          conflict(Settings.RETRY_BASE, config.retry().base().toMillis() + "ms")
              + "give at most retry.cap, "
              + config.retry().cap().toMillis()
              + "ms.");
    }
    if (config.simulator().enabled()
        && config.simulator().port() != 0
        && config.simulator().port() == config.http().port()) {
      problems.add(
          conflict(Settings.SIMULATOR_PORT, String.valueOf(config.simulator().port()))
              + "give another port than http.port has.");
    }
    credential(config, Settings.OXYLABS_USERNAME, config.oxylabs().username());
    credential(config, Settings.OXYLABS_PASSWORD, config.oxylabs().password());
  }

  private static String conflict(Setting<?> setting, String value) {
    return setting.key() + ": '" + value + "' is not allowed; ";
  }

  private void credential(Config config, Setting<?> setting, Optional<?> value) {
    boolean needed =
        config.source().amazon().equals("oxylabs") || config.source().ebay().equals("oxylabs");
    if (needed && value.isEmpty()) {
      problems.add(
          setting.key()
              + ": is needed, because a source is oxylabs; set it in the file or as "
              + setting.variable()
              + ".");
    }
  }
}
