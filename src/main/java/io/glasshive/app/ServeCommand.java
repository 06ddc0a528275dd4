package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code serve}: a server until somebody stops it. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Start the server: dashboard, API, and every run that was under way.",
      "The first lines say where it listens; server.json in the data directory tells collect and"
          + " runs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "1:it could not start: the data directory or database is in use, a port is taken",
      "2:wrong usage or configuration",
      "130:stopped by Ctrl-C; runs under way go on at the next start",
      "143:stopped by SIGTERM, likewise"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  glasshive serve", "  glasshive serve --config glasshive.yaml --set http.port=0"})
final class ServeCommand implements Callable<Integer> {

  private final Shell shell;
  private final ConfigOptions options;

  @Spec private CommandSpec spec;

  ServeCommand(Shell shell, ConfigOptions options) {
    this.shell = shell;
    this.options = options;
  }

  @Override
  public Integer call() {
    Config config = options.load(shell);
    PrintWriter out = spec.commandLine().getOut();
    try (ServerSession session =
        ServerSession.start(config, new Server.Options(true, false), shell.stop())) {
      Server server = session.server();
      Banner.lines(config, server.url(), server.simulatorUrl()).forEach(out::println);
      out.flush();
      shell.stop().await(server.ready().toCompletionStage());
      serveUntilStopped(config.data().dir(), server, out);
    } catch (StopSignal.Stopped e) {
      // While it was starting: what was started is stopped by now.
    }
    return ExitCode.OK;
  }

  private void serveUntilStopped(Path dataDir, Server server, PrintWriter out) {
    ServerFile file =
        new ServerFile(server.url(), ProcessHandle.current().pid(), server.simulatorUrl());
    try {
      file.write(dataDir);
      out.println("Ready.");
      out.flush();
      shell.stop().await();
      out.println("Stopping.");
      out.flush();
    } catch (IOException e) {
      throw new Failure.Unavailable(
          "data_dir", "Cannot write server.json into " + dataDir + ": " + e.getMessage(), e);
    } finally {
      remove(file, dataDir);
    }
  }

  private static void remove(ServerFile file, Path dataDir) {
    try {
      file.remove(dataDir);
    } catch (IOException e) {
      // A file left behind names a process that is no more: nobody follows it.
      LoggerFactory.getLogger(ServeCommand.class).warn("server.json stays: {}", e.toString());
    }
  }
}
