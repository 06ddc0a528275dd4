package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasshive.domain.RunStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs show}: all there is to know of one run, and what can be done about it. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show a run: its state, ledger, totals, errors, gaps, and how to retry them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:shown", "1:no server", "2:wrong usage or configuration, or no such run"},
    footerHeading = "%nExamples:%n",
    footer = {"  glasshive runs show 0193f2a1", "  glasshive runs show 0193f2a1 --output json"})
final class RunsShowCommand implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A person reads some; a program gets as many as the server gives at once. */
  private static final int SHOWN_GAPS = 20;

  private static final int ALL_GAPS = 1_000;

  @Spec private CommandSpec spec;

  @Mixin private final RunsOptions options;

  @Parameters(paramLabel = "ID", description = "The run's id, or enough of its beginning.")
  private String id;

  RunsShowCommand(RunsOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    RunsAccess access = options.access();
    ApiClient api = access.api();
    String whole = access.id(id);
    JsonNode run = api.run(whole);
    RunSight sight =
        new RunSight(run, api.progress(whole).path("phases"), api.metrics(whole).orElse(null));
    JsonNode gaps = api.gaps(whole, options.json() ? ALL_GAPS : SHOWN_GAPS).path("items");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(json(sight, gaps));
    } else {
      print(sight, gaps, access.invocation(), out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static ObjectNode json(RunSight sight, JsonNode gaps) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("run", sight.run());
    json.set("phases", sight.phases());
    if (sight.metrics() != null) {
      json.set("metrics", sight.metrics());
    }
    json.set("gaps", gaps);
    return json;
  }

  private static void print(RunSight sight, JsonNode gaps, Invocation invocation, PrintWriter out) {
    JsonNode run = sight.run();
    out.printf("Run %s (%s)%n", sight.id(), Table.plain(run.path("name").asText()));
    String reason = sight.reason().isEmpty() ? "" : " (" + sight.reason() + ")";
    out.printf(
        "  %s%s, round %s, %s workers; amazon from %s, ebay from %s%n",
        run.path("status").asText(),
        reason,
        run.path("round").asText(),
        run.path("workers").asText(),
        run.path("sources").path("amazon").asText(),
        run.path("sources").path("ebay").asText());
    for (String time : List.of("created_at", "started_at", "ended_at")) {
      if (run.hasNonNull(time)) {
        out.printf(
            "  %-7s %s%n", time.replace("_at", ""), RunsCommand.seconds(run.path(time).asText()));
      }
    }
    out.println();
    ledger(sight, out);
    out.println();
    totals(sight, out);
    gaps(sight, gaps, out);
    next(sight, invocation).forEach(out::println);
  }

  private static void ledger(RunSight sight, PrintWriter out) {
    Table table =
        new Table("PHASE", "PLANNED", "DONE", "FAILED", "SKIPPED", "IN FLIGHT", "WAITING", "PLAN");
    for (String phase : List.of("amazon", "ebay")) {
      table.row(
          phase,
          "" + sight.count(phase, "planned"),
          "" + sight.count(phase, "done"),
          "" + sight.count(phase, "failed"),
          "" + sight.count(phase, "skipped"),
          "" + sight.count(phase, "in_flight"),
          "" + sight.count(phase, "waiting"),
          sight.phases().path(phase).path("final").asBoolean() ? "final" : "may grow");
    }
    table.columns(Integer.MAX_VALUE, out);
  }

  private static void totals(RunSight sight, PrintWriter out) {
    out.printf(
        "%d products, %d sightings; sellers: %d found, %d new, %d known%n",
        sight.total("products"),
        sight.total("sightings"),
        sight.total("sellers_found"),
        sight.total("sellers_new"),
        sight.total("sellers_known"));
    out.printf("%d requests, %d errors%n", sight.total("requests"), sight.total("errors"));
    if (sight.metrics() != null && sight.total("errors") > 0) {
      out.println("  by type: " + counts(sight.metrics().path("errors_by_type")));
      out.println("  by stage: " + counts(sight.metrics().path("errors_by_stage")));
    }
  }

  private static String counts(JsonNode counts) {
    List<String> texts = new ArrayList<>();
    counts
        .fields()
        .forEachRemaining(
            count -> {
              if (count.getValue().asLong() > 0) {
                texts.add(count.getKey() + " " + count.getValue());
              }
            });
    return String.join(", ", texts);
  }

  private static void gaps(RunSight sight, JsonNode gaps, PrintWriter out) {
    if (gaps.isEmpty()) {
      return;
    }
    out.printf("%n%d gaps%n", sight.total("gaps"));
    for (JsonNode gap : gaps) {
      JsonNode error = gap.path("last_error");
      out.printf(
          "  %s page %s: %s (%s) after %s attempts: %s%n",
          gap.path("unit").asText(),
          gap.path("page").asText(),
          error.path("error_type").asText(gap.path("reason").asText("unknown")),
          error.path("error_stage").asText("unknown"),
          gap.path("attempts").asText(),
          Table.plain(error.path("message").asText()));
    }
    if (sight.total("gaps") > gaps.size()) {
      out.printf("  ... and %d more%n", sight.total("gaps") - gaps.size());
    }
  }

  private static List<String> next(RunSight sight, Invocation invocation) {
    if (sight.status() == RunStatus.PAUSED) {
      return List.of("", "To resume it: " + invocation.of("runs resume " + sight.id()));
    } else if (sight.status() == RunStatus.COMPLETED_WITH_GAPS) {
      return List.of("", "To retry the gaps: " + invocation.of("runs retry-gaps " + sight.id()));
    }
    return List.of();
  }
}
