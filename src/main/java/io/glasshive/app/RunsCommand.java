package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runs}: the runs of a server, the newest first; its own commands show and steer one. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "[show | pause | resume | cancel | retry-gaps]",
    description = {
      "List the runs of the server that holds the data directory, the newest first.",
      "On a terminal as a table with shortened ids, else with tabs and whole ids."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:no server, or it refuses: the run's state does not allow the command",
      "2:wrong usage or configuration, or no such run"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glasshive runs",
      "  glasshive runs --limit 100 --output json",
      "  glasshive runs show 0193f2a1"
    })
final class RunsCommand implements Callable<Integer> {

  /** Short enough to type; lengthened until the listed runs differ. */
  private static final int SHORT_ID = 8;

  private final Shell shell;

  @Spec private CommandSpec spec;

  @Mixin private final RunsOptions options;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      converter = WholeNumber.Limit.class,
      description = "How many runs at the most, 1 to 1000; 20 unless said.")
  private Long limit;

  private RunsCommand(Shell shell, RunsOptions options) {
    this.shell = shell;
    this.options = options;
  }

  /** With its own commands. */
  static CommandLine commandLine(Shell shell, ConfigOptions config) {
    CommandLine runs = new CommandLine(new RunsCommand(shell, new RunsOptions(shell, config)));
    runs.addSubcommand(new RunsShowCommand(new RunsOptions(shell, config)));
    for (RunsSteerCommand.Steer steer : RunsSteerCommand.Steer.values()) {
      runs.addSubcommand(new RunsSteerCommand(steer, new RunsOptions(shell, config)).commandLine());
    }
    return runs.addSubcommand(new RunsRetryGapsCommand(new RunsOptions(shell, config)));
  }

  @Override
  public Integer call() {
    RunsAccess access = options.access();
    JsonNode page = access.api().runs(Math.toIntExact(limit), "");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(page);
    } else {
      list(page, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private void list(JsonNode page, PrintWriter out) {
    List<JsonNode> runs = new ArrayList<>();
    page.path("items").forEach(runs::add);
    PrintWriter err = spec.commandLine().getErr();
    if (shell.out().terminal()) {
      table(runs, shortId(runs)).columns(shell.out().columns(), out);
    } else {
      table(runs, Integer.MAX_VALUE).tabs(out);
    }
    if (page.has("next_cursor")) {
      err.println("There are more: --limit N, at most 1000.");
    } else if (runs.isEmpty()) {
      err.println("There are no runs yet.");
    }
    err.flush();
  }

  private static Table table(List<JsonNode> runs, int idLength) {
    Table table =
        new Table("ID", "STATUS", "CREATED", "PRODUCTS", "NEW", "KNOWN", "ERRORS", "GAPS", "NAME");
    for (JsonNode run : runs) {
      JsonNode totals = run.path("totals");
      String id = run.path("id").asText();
      table.row(
          id.substring(0, Math.min(id.length(), idLength)),
          run.path("status").asText(),
          seconds(run.path("created_at").asText()),
          totals.path("products").asText(),
          totals.path("sellers_new").asText(),
          totals.path("sellers_known").asText(),
          totals.path("errors").asText(),
          totals.path("gaps").asText(),
          run.path("name").asText());
    }
    return table;
  }

  /** {@code 2026-11-23T22:19:04Z}, without the fraction. */
  static String seconds(String time) {
    return time.replaceFirst("\\.\\d+(?=Z$)", "");
  }

  private static int shortId(List<JsonNode> runs) {
    List<String> ids = runs.stream().map(run -> run.path("id").asText()).toList();
    int length = SHORT_ID;
    while (length < 36 && sameBeginning(ids, length)) {
      length++;
    }
    return length;
  }

  private static boolean sameBeginning(List<String> ids, int length) {
    return ids.stream().map(id -> id.substring(0, Math.min(length, id.length()))).distinct().count()
        < ids.size();
  }
}
