package io.glasshive.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** What {@code collect} leaves on standard output: figures for a person, or one JSON object. */
final class Summary {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Summary() {}

  /** {@code {"run","phases","exit"}} on one line. */
  static void json(RunOutcome outcome, PrintWriter out) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("run", outcome.sight().run());
    if (outcome.sight().phases() != null) {
      json.set("phases", outcome.sight().phases());
    }
    out.println(json.put("exit", outcome.exitCode()));
    out.flush();
  }

  /** {@code {"exit"}}: there is no run to tell of. */
  static void json(int exitCode, PrintWriter out) {
    out.println(MAPPER.createObjectNode().put("exit", exitCode));
    out.flush();
  }

  /**
   * A few lines for a person.
   *
   * @param next what can be done about it
   */
  static void text(RunOutcome outcome, Duration elapsed, List<String> next, PrintWriter out) {
    RunSight sight = outcome.sight();
    out.printf(
        "Run %s (%s): %s after %s%n",
        sight.id(),
        Table.plain(sight.run().path("name").asText()),
        sight.run().path("status").asText(),
        ProgressLine.clock(elapsed));
    phase(sight, "amazon", out);
    phase(sight, "ebay", out);
    out.printf(
        "  %d products, %d sightings, %d sellers new, %d known; %d requests, %d errors%n",
        sight.total("products"),
        sight.total("sightings"),
        sight.total("sellers_new"),
        sight.total("sellers_known"),
        sight.total("requests"),
        sight.total("errors"));
    boolean interrupted = outcome.exitCode() == ExitCode.INTERRUPTED;
    if (interrupted) {
      out.println("Stopped before its end; what is counted here is kept.");
    }
    if (!outcome.note().isEmpty()) {
      out.println(outcome.note());
    } else if (!sight.reason().isEmpty() && !interrupted) {
      out.println("Reason: " + sight.reason());
    }
    if (sight.total("gaps") > 0) {
      out.printf("%d gaps%n", sight.total("gaps"));
    }
    next.forEach(out::println);
    out.flush();
  }

  private static void phase(RunSight sight, String phase, PrintWriter out) {
    out.printf(
        "  %-6s %d of %d units done, %d failed, %d skipped%n",
        phase,
        sight.count(phase, "done"),
        sight.count(phase, "planned"),
        sight.count(phase, "failed"),
        sight.count(phase, "skipped"));
  }
}
