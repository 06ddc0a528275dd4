package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.simulator.SimulatorVerticle;
import io.glasshive.simulator.TruthDefaults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code simulate}: the simulated marketplace alone, until somebody stops it. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Start the simulated marketplace alone.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "1:it could not start: its port is taken",
      "2:wrong usage or configuration",
      "130:stopped by Ctrl-C",
      "143:stopped by SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glasshive simulate",
      "  glasshive simulate --set simulator.seed=7 --set simulator.latency_ms.median=5"
    })
final class SimulateCommand implements Callable<Integer> {

  private static final Duration CLOSE = Duration.ofSeconds(15);

  private final Shell shell;
  private final ConfigOptions options;

  @Spec private CommandSpec spec;

  SimulateCommand(Shell shell, ConfigOptions options) {
    this.shell = shell;
    this.options = options;
  }

  @Override
  public Integer call() {
    Config config = options.load(shell);
    Vertx vertx = Vertx.vertx();
    SimulatorVerticle simulator =
        new SimulatorVerticle(config.simulator(), TruthDefaults.of(config));
    Future<String> starting = vertx.deployVerticle(simulator);
    try {
      shell.stop().await(starting.toCompletionStage());
      tell(simulator, config.simulator());
      shell.stop().await();
    } catch (StopSignal.Stopped e) {
      // Half a simulator cannot be stopped in order, so let it come up first.
      ServerSession.bounded(starting.otherwiseEmpty(), CLOSE, "The simulator's start");
    } finally {
      ServerSession.bounded(vertx.close(), CLOSE, "The simulator");
    }
    return ExitCode.OK;
  }

  private void tell(SimulatorVerticle simulator, Config.Simulator config) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Banner.simulator(simulator.uri()));
    out.println("Data directory " + config.data());
    out.println("Stop with Ctrl-C.");
    out.flush();
  }
}
