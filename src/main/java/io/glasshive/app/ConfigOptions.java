package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
final class ConfigOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read the configuration from FILE instead of conf/glasshive.yaml.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      parameterConsumer = Gathering.class,
      description = "Set a key of the configuration, such as http.port=0; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  /** Adds to the list: by itself a list begins anew behind the command's name. */
  private static final class Gathering implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      if (args.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "Missing required parameter for option '--set' (KEY=VALUE)");
      }
      option.<List<String>>getValue().add(args.pop());
    }
  }

  /** The configuration; see {@link ConfigLoader#load}. */
  Config load(Shell shell) {
    return ConfigLoader.load(inputs(shell));
  }

  /** The keys that somebody set; see {@link ConfigLoader#setKeys}. */
  List<ConfigLoader.SetKey> setKeys(Shell shell) {
    return ConfigLoader.setKeys(inputs(shell));
  }

  private ConfigLoader.Inputs inputs(Shell shell) {
    return new ConfigLoader.Inputs(
        Optional.ofNullable(file),
        shell.environment(),
        assignments,
        shell.workingDirectory(),
        shell.home());
  }
}
