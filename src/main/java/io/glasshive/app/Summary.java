package io.glasshive.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;

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
   * @param where begins the addresses it names: the server's own, or nothing when that is gone
   */
  static void text(RunOutcome outcome, Duration elapsed, String where, PrintWriter out) {
    RunSight sight = outcome.sight();
    String id = sight.run().path("id").asText();
    String status = sight.run().path("status").asText();
    String path = where + "/api/v1/runs/" + id;
    out.printf(
        "Run %s (%s): %s after %s%n",
        id, sight.run().path("name").asText(), status, ProgressDisplay.clock(elapsed));
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
    if (sight.run().hasNonNull("reason")) {
      out.println("Reason: " + sight.run().path("reason").asText());
    }
    if (sight.total("gaps") > 0) {
      out.printf("%d gaps. To see them: GET %s/units?status=failed%n", sight.total("gaps"), path);
    }
    if (outcome.exitCode() == ExitCode.PAUSED) {
      out.println("To resume it: POST " + path + "/resume");
    }
    if (!outcome.note().isEmpty()) {
      out.println(outcome.note());
    }
    if (where.isEmpty() && (sight.total("gaps") > 0 || outcome.exitCode() == ExitCode.PAUSED)) {
      out.println("Start a server on the same data directory for that: glasshive serve");
    }
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
