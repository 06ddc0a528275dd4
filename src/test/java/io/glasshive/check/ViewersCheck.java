package io.glasshive.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.check.Transcript.Seen;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whether viewers received the same events in the same order without a hole, and, given the log,
 * only what is stored, to the byte. Viewers may begin and stop anywhere.
 */
public final class ViewersCheck {
  private ViewersCheck() {}

  /** What is wrong between the viewers; empty when good. */
  public static List<String> violations(List<Transcript> viewers) {
    Findings out = new Findings();
    check(viewers, out);
    return out.list();
  }

  /** What is wrong between the viewers, and between them and the stored log. */
  public static List<String> violations(Connection connection, UUID runId, List<Transcript> viewers)
      throws SQLException {
    return RunCheck.inSnapshot(
        connection,
        () -> {
          Findings out = new Findings();
          check(viewers, out);
          Map<Long, String> stored = bodies(connection, runId);
          for (Transcript viewer : viewers) {
            for (Seen seen : viewer.events()) {
              String body = stored.get(seen.seq());
              if (body == null) {
                out.add("seen", "%s saw seq %d, which is not stored", viewer.viewer(), seen.seq());
              } else if (!body.equals(seen.body())) {
                out.add("seen", "%s saw seq %d otherwise than stored", viewer.viewer(), seen.seq());
              }
            }
          }
          return out.list();
        });
  }

  /** Fails unless every viewer saw the whole log, 1 to its end, exactly as it is stored. */
  public static void assertSawEverything(
      Connection connection, UUID runId, List<Transcript> viewers) throws SQLException {
    Findings out = new Findings();
    violations(connection, runId, viewers)
        .forEach(violation -> out.add("viewers", "%s", violation));
    int stored = bodies(connection, runId).size();
    for (Transcript viewer : viewers) {
      List<Seen> events = viewer.events();
      if (events.size() != stored || (stored > 0 && events.get(0).seq() != 1)) {
        out.add(
            "seen",
            "%s saw %d events from %s on, the log has %d",
            viewer.viewer(),
            events.size(),
            events.isEmpty() ? "nowhere" : events.get(0).seq(),
            stored);
      }
    }
    RunCheck.assertNone("what viewers saw of run " + runId, out.list());
  }

  private static void check(List<Transcript> viewers, Findings out) {
    Map<Long, String> first = new HashMap<>();
    Map<Long, String> firstViewer = new HashMap<>();
    for (Transcript viewer : viewers) {
      Seen before = null;
      for (Seen seen : viewer.events()) {
        if (before != null && seen.seq() != before.seq() + 1) {
          out.add("hole", "%s saw %d after %d", viewer.viewer(), seen.seq(), before.seq());
        }
        before = seen;
        JsonNode json = StoredRun.parse(seen.body());
        if (json == null || json.path("seq").asLong() != seen.seq()) {
          out.add(
              "hole", "%s got under id %d: %s", viewer.viewer(), seen.seq(), start(seen.body()));
        }
        String known = first.putIfAbsent(seen.seq(), seen.body());
        firstViewer.putIfAbsent(seen.seq(), viewer.viewer());
        if (known != null && !known.equals(seen.body())) {
          out.add(
              "differ",
              "at seq %d %s saw %s, %s saw %s",
              seen.seq(),
              firstViewer.get(seen.seq()),
              start(known),
              viewer.viewer(),
              start(seen.body()));
        }
      }
    }
  }

  private static String start(String body) {
    return body.length() <= 200 ? body : body.substring(0, 200) + "…";
  }

  private static Map<Long, String> bodies(Connection connection, UUID runId) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select seq, body from activity_events where run_id = ?")) {
      query.setObject(1, runId);
      try (ResultSet row = query.executeQuery()) {
        Map<Long, String> bodies = new HashMap<>();
        while (row.next()) {
          bodies.put(row.getLong(1), row.getString(2));
        }
        return bodies;
      }
    }
  }
}
