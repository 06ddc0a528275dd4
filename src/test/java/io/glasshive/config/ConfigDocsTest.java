package io.glasshive.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code, {@code conf/glasshive.yaml} and {@code docs/configuration.md} say the same. */
@Timeout(30)
class ConfigDocsTest {

  private static final Path FILE = Path.of("conf/glasshive.yaml");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9_.]+)` \\| (?:`([^`]+)`|–) \\| ([^|]+) \\| ([^|]+) \\|");

  @TempDir Path directory;

  @Test
  void setsInTheFileWhatTheCodeHasAsDefaults() {
    assertEquals(defaultsOfTheCode(), texts(FILE));
  }

  @Test
  void listsEveryKeyInTheFileAlsoTheUnsetOnes() throws IOException {
    Path complete = directory.resolve("complete.yaml");
    Files.writeString(
        complete, Files.readString(FILE).replaceAll("(?m)^( *)#([a-z][a-z0-9_]*:)", "$1$2"));

    List<String> keys = new ArrayList<>(texts(complete).keySet());
    keys.removeIf(key -> !Settings.BY_KEY.containsKey(key));

    assertEquals(
        Settings.BY_KEY.keySet().stream().sorted().toList(), keys.stream().sorted().toList());
  }

  @Test
  void givesExamplesOfUnsetKeysThatAreAllowed() throws IOException {
    Path complete = directory.resolve("complete.yaml");
    Files.writeString(
        complete, Files.readString(FILE).replaceAll("(?m)^( *)#([a-z][a-z0-9_]*:)", "$1$2"));

    Config config =
        ConfigLoader.load(
            new ConfigLoader.Inputs(
                Optional.of(complete), Map.of(), List.of(), directory, directory));

    assertEquals(Settings.DIALS.size(), config.simulator().dials().size());
  }

  @Test
  void makesTheSameConfigurationWithTheFileAsWithout() {
    ConfigLoader.Inputs without =
        new ConfigLoader.Inputs(Optional.empty(), Map.of(), List.of(), directory, directory);
    ConfigLoader.Inputs with =
        new ConfigLoader.Inputs(
            Optional.of(FILE.toAbsolutePath()), Map.of(), List.of(), directory, directory);

    assertEquals(ConfigLoader.load(without), ConfigLoader.load(with));
  }

  @Test
  void documentsEveryKeyWithItsDefaultAndWhatIsAllowed() throws IOException {
    List<String> documented = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.add(row.group(1) + " = " + row.group(2) + ", " + row.group(3));
      }
    }

    assertEquals(
        Settings.ALL.stream()
            .map(
                setting ->
                    setting.key()
                        + " = "
                        + setting.defaultText().orElse(null)
                        + ", "
                        + setting.kind().allowed())
            .sorted()
            .toList(),
        documented.stream().sorted().toList());
  }

  private static Map<String, String> defaultsOfTheCode() {
    Map<String, String> defaults = new LinkedHashMap<>();
    Settings.ALL.forEach(
        setting -> setting.defaultText().ifPresent(text -> defaults.put(setting.key(), text)));
    return defaults;
  }

  private static Map<String, String> texts(Path file) {
    List<String> problems = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    ConfigFile.read(file, problems)
        .forEach(
            (key, given) -> {
              if (!given.text().isEmpty() || Settings.BY_KEY.containsKey(key)) {
                texts.put(key, given.text());
              }
            });
    assertEquals(List.of(), problems);
    texts.remove("limiter"); // a section of which every key is commented out
    return texts;
  }
}
