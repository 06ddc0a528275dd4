package io.glasshive.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code glasshive} without a command's name: {@code serve}. */
@Command(
    name = "glasshive",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "[serve | collect | simulate | runs | doctor]",
    description = {
      "A collection server you can see through.",
      "Without a command it serves; the dashboard is at http://127.0.0.1:8080 unless http.port"
          + " says otherwise."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glasshive",
      "  glasshive collect --categories appliances,books",
      "  glasshive runs show --help",
      "",
      "Here glasshive stands for java -jar glasshive.jar. Every command and exit code:",
      "docs/command-line.md; every key of the configuration: docs/configuration.md."
    })
final class RootCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options;

  private final ServeCommand serve;

  RootCommand(ConfigOptions options, ServeCommand serve) {
    this.options = options;
    this.serve = serve;
  }

  @Override
  public Integer call() {
    return serve.call();
  }
}
