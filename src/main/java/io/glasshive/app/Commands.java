package io.glasshive.app;

import io.glasshive.config.ConfigLoader;
import io.glasshive.domain.Failure;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.concurrent.CompletionException;
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

  /** Ready to execute. */
  static CommandLine commandLine(Shell shell) {
    ConfigOptions options = new ConfigOptions();
    ServeCommand serve = new ServeCommand(shell, options);
    return new CommandLine(new RootCommand(options, serve))
        .addSubcommand(serve)
        .addSubcommand(new CollectCommand(shell, options))
        .addSubcommand(new SimulateCommand(shell, options))
        .addSubcommand(RunsCommand.commandLine(shell, options))
        .addSubcommand(new DoctorCommand(shell, options))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Commands::explainUsage)
        .setExecutionExceptionHandler(Commands::explainFailure);
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
