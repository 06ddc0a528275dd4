package io.glasshive.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The program and {@code docs/command-line.md} name the same commands, options and exit codes. */
@Timeout(30)
class CommandLineDocsTest {

  private static final Pattern HEADING = Pattern.compile("## (.+)");
  private static final Pattern OPTION = Pattern.compile("\\| `(--[^`]+)` \\| .+ \\|");
  private static final Pattern EXIT_CODE = Pattern.compile("\\| (\\d+) \\| .+ \\|");
  private static final String EVERY_COMMAND = "Every command";

  /** Of every command, whatever its name. */
  private static final Set<String> COMMON =
      Set.of("--config FILE", "--set KEY=VALUE", "--help", "--version");

  private final Map<String, Set<String>> options = new TreeMap<>();
  private final Map<String, Set<String>> exitCodes = new TreeMap<>();
  private final Map<String, Set<String>> documentedOptions = new TreeMap<>();
  private final Map<String, Set<String>> documentedExitCodes = new TreeMap<>();

  @BeforeEach
  void read(@TempDir Path directory) throws IOException {
    CommandLine root = Commands.commandLine(new Terminal(directory).shell());
    options.put(EVERY_COMMAND, options(root));
    exitCodes.put(EVERY_COMMAND, Set.of());
    root.getSubcommands().values().forEach(command -> describe("", command));
    String section = "";
    for (String line : Files.readAllLines(Path.of("docs/command-line.md"))) {
      Matcher heading = HEADING.matcher(line);
      Matcher option = OPTION.matcher(line);
      Matcher exitCode = EXIT_CODE.matcher(line);
      if (heading.matches()) {
        section = heading.group(1);
        documentedOptions.put(section, new TreeSet<>());
        documentedExitCodes.put(section, new TreeSet<>());
      } else if (option.matches()) {
        documentedOptions.get(section).add(option.group(1).replace("\\|", "|"));
      } else if (exitCode.matches()) {
        documentedExitCodes.get(section).add(exitCode.group(1));
      }
    }
  }

  @Test
  void namesEveryOptionOfEveryCommand() {
    assertEquals(options, documentedOptions);
  }

  @Test
  void namesEveryExitCodeOfEveryCommand() {
    assertEquals(exitCodes, documentedExitCodes);
  }

  private void describe(String parent, CommandLine command) {
    String name = (parent + " " + command.getCommandName()).strip();
    Set<String> own = options(command);
    own.removeAll(COMMON);
    options.put(name, own);
    exitCodes.put(
        name, new TreeSet<>(command.getCommandSpec().usageMessage().exitCodeList().keySet()));
    command.getSubcommands().values().forEach(child -> describe(name, child));
  }

  private static Set<String> options(CommandLine command) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      names.add(option.longestName() + value);
    }
    return names;
  }
}
