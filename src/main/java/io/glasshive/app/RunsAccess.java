package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The runs of one server, for a person who abbreviates their ids.
 *
 * @param invocation of commands that go to the same server
 */
record RunsAccess(ApiClient api, Invocation invocation) {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f-]{1,36}");

  /** As many as the server gives at once. */
  private static final int PAGE = 1_000;

  private static final int SHOWN_MATCHES = 5;

  /**
   * The whole id of the one run whose id begins with {@code text}.
   *
   * @throws Failure.Rejected when there is none, or more than one
   */
  String id(String text) {
    String beginning = text.strip().toLowerCase(Locale.ROOT);
    if (ID.matcher(beginning).matches()) {
      return beginning;
    }
    if (!BEGINNING.matcher(beginning).matches()) {
      throw new Failure.Rejected(
          "bad_id", "'" + text + "' is no run's id, nor the beginning of one. " + listing());
    }
    List<JsonNode> matches = matches(beginning);
    if (matches.isEmpty()) {
      throw Failure.Rejected.notFound("No run's id begins with " + beginning + ". " + listing());
    } else if (matches.size() > 1) {
      throw new Failure.Rejected("ambiguous_id", ambiguous(beginning, matches));
    }
    return matches.get(0).path("id").asText();
  }

  private String listing() {
    return "To list the runs: " + invocation.of("runs");
  }

  private List<JsonNode> matches(String beginning) {
    List<JsonNode> matches = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.runs(PAGE, cursor);
      for (JsonNode run : page.path("items")) {
        if (run.path("id").asText().startsWith(beginning)) {
          matches.add(run);
        }
      }
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty() && matches.size() <= SHOWN_MATCHES);
    return matches;
  }

  private static String ambiguous(String beginning, List<JsonNode> matches) {
    StringBuilder text =
        new StringBuilder(
            "More than one run's id begins with " + beginning + "; write more of it:");
    matches.stream()
        .limit(SHOWN_MATCHES)
        .forEach(
            run ->
                text.append("\n  ")
                    .append(run.path("id").asText())
                    .append("  ")
                    .append(Table.plain(run.path("name").asText())));
    return matches.size() > SHOWN_MATCHES ? text.append("\n  ...").toString() : text.toString();
  }
}
