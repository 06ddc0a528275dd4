package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs pause}, {@code resume} and {@code cancel}: one command to one run. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the run takes the command",
      "1:no server, or the run's state does not allow the command",
      "2:wrong usage or configuration, or no such run"
    },
    footerHeading = "%nExample:%n")
final class RunsSteerCommand implements Callable<Integer> {

  /** What a run can be told without more words. */
  enum Steer {
    PAUSE("Hand out nothing new; requests in flight still land."),
    RESUME("Go on with a run that is paused or about to be."),
    CANCEL("End a run for good; what was collected is kept.");

    private final String description;

    Steer(String description) {
      this.description = description;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Steer steer;

  @Spec private CommandSpec spec;

  @Mixin private final RunsOptions options;

  @Parameters(paramLabel = "ID", description = "The run's id, or enough of its beginning.")
  private String id;

  RunsSteerCommand(Steer steer, RunsOptions options) {
    this.steer = steer;
    this.options = options;
  }

  /** Under its own name, with its own help. */
  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    line.getCommandSpec().name(steer.word());
    line.getCommandSpec()
        .usageMessage()
        .description(steer.description)
        .footer("  glasshive runs " + steer.word() + " 0193f2a1");
    return line;
  }

  @Override
  public Integer call() {
    RunsAccess access = options.access();
    JsonNode answer = access.api().command(access.id(id), steer.word());
    PrintWriter out = spec.commandLine().getOut();
    out.println(options.json() ? answer.toString() : receipt(answer));
    out.flush();
    return ExitCode.OK;
  }

  /** What became of a command, for a person. */
  static String receipt(JsonNode answer) {
    JsonNode receipt = answer.path("receipt");
    return String.format(
        "Run %s is %s: %s requests in flight, %s units waiting, %s rows kept.",
        answer.path("run").path("id").asText(),
        answer.path("run").path("status").asText(),
        receipt.path("in_flight").asText("0"),
        receipt.path("waiting").asText("0"),
        receipt.path("kept_rows").asText("0"));
  }
}
