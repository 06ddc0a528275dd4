package io.glasshive.app;

import io.glasshive.config.ConfigLoader;
import io.glasshive.domain.Failure;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: which commands there are, and what a person reads when one fails. A failure is
 * one clear text on standard error; its stack goes to the log, at DEBUG.
 */
final class Commands {
  private Commands() {}

  /** Each command besides {@code serve} by its name, in the order of the help. */
  private static final Map<String, BiFunction<Shell, ConfigOptions, Object>> COMMANDS = commands();

  private static Map<String, BiFunction<Shell, ConfigOptions, Object>> commands() {
    Map<String, BiFunction<Shell, ConfigOptions, Object>> commands = new LinkedHashMap<>();
    commands.put("collect", CollectCommand::new);
    commands.put("simulate", SimulateCommand::new);
    commands.put("runs", RunsCommand::commandLine);
    commands.put("doctor", DoctorCommand::new);
    return commands;
  }

  /** Ready to execute, with every command. */
  static CommandLine commandLine(Shell shell) {
    return commandLine(shell, COMMANDS.keySet());
  }

  /** Ready to execute {@code args}. */
  static CommandLine commandLine(Shell shell, List<String> args) {
    return commandLine(shell, needed(args));
  }

  private static CommandLine commandLine(Shell shell, Set<String> names) {
    ConfigOptions options = new ConfigOptions();
    ServeCommand serve = new ServeCommand(shell, options);
    CommandLine root = new CommandLine(new RootCommand(options, serve)).addSubcommand(serve);
    COMMANDS.forEach(
        (name, command) -> {
          if (names.contains(name)) {
            root.addSubcommand(command.apply(shell, options));
          }
        });
    return root.setExpandAtFiles(false)
        .setParameterExceptionHandler(Commands::explainUsage)
        .setExecutionExceptionHandler(Commands::explainFailure);
  }

  /** The commands that {@code args} may mean: reading all of them costs a start half a second. */
  private static Set<String> needed(List<String> args) {
    Set<String> named = new HashSet<>(COMMANDS.keySet());
    named.retainAll(args);
    boolean serve = args.isEmpty() || args.contains("serve");
    return named.isEmpty() && !serve ? COMMANDS.keySet() : named;
  }

  /** Whether {@code args} mean a command that starts a server. */
  static boolean startsServer(List<String> args) {
    return args.isEmpty() || args.contains("serve") || args.contains("collect");
  }

  /** The text for a person: what failed and what to do. */
  static String explanation(Throwable cause) {
    if (cause instanceof Failure.Rejected rejected
        && rejected.code().equals(ConfigLoader.REJECTED)) {
      return "The configuration is wrong.\n" + rejected.getMessage();
    }
    if (cause instanceof Failure) {
      return cause.getMessage();
    }
    if (cause instanceof BindException) {
      return cause.getMessage()
          + ": the port is taken. Choose another with --set http.port=...; 0 picks a free one.";
    }
    if (cause instanceof StopSignal.Stopped) {
      return "Stopped.";
    }
    return "It failed unexpectedly: "
        + cause
        + "\nRun it with java -Dglasshive.log.level=DEBUG -jar ... to see more.";
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static int explainFailure(Exception e, CommandLine command, ParseResult parsed) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    LoggerFactory.getLogger(Commands.class).debug("The command failed", cause);
    command.getErr().println(explanation(cause));
    command.getErr().flush();
    return ExitCode.of(cause);
  }
}
