package io.glasshive.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.check.Transcript.Seen;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class TranscriptTest {

  @Test
  void readsEventsFromAStreamAndLeavesOutEverythingElse() {
    String stream =
        """
        id: 4
        event: snapshot
        data: {"seq":4}

        id: 5
        data: {"seq":5}

        id: 5

        : still there

        id: 6
        data: {"seq":6}

        event: end
        data: {"last_seq":6}

        id: 7
        data: {"seq":""";

    Transcript transcript = Transcript.ofSse("a viewer", stream);

    assertEquals(
        List.of(new Seen(5, "{\"seq\":5}"), new Seen(6, "{\"seq\":6}")), transcript.events());
  }

  @Test
  void findsNothingWrongWithViewersThatBeginAndStopAnywhere() {
    List<String> violations =
        ViewersCheck.violations(List.of(viewer("a", 1, 2, 3, 4), viewer("b", 3, 4), viewer("c")));

    assertEquals(List.of(), violations);
  }

  @Test
  void noticesAHoleARepeatAndAChangeOfOrder() {
    List<String> violations =
        ViewersCheck.violations(
            List.of(viewer("a", 1, 3), viewer("b", 1, 1), viewer("c", 1, 2, 3, 2)));

    assertEquals(
        List.of("hole: a saw 3 after 1", "hole: b saw 1 after 1", "hole: c saw 2 after 3"),
        violations);
  }

  @Test
  void noticesViewersWhoSawDifferentThingsUnderOneNumber() {
    Transcript other = new Transcript("b", List.of(new Seen(1, "{\"seq\":1,\"worker_id\":2}")));

    List<String> violations = ViewersCheck.violations(List.of(viewer("a", 1), other));

    assertEquals(
        List.of("differ: at seq 1 a saw {\"seq\":1}, b saw {\"seq\":1,\"worker_id\":2}"),
        violations);
  }

  @Test
  void noticesAnEventUnderTheNumberOfAnother() {
    List<String> violations =
        ViewersCheck.violations(List.of(new Transcript("a", List.of(new Seen(1, "{\"seq\":2}")))));

    assertEquals(List.of("hole: a got under id 1: {\"seq\":2}"), violations);
  }

  private static Transcript viewer(String name, long... numbers) {
    return new Transcript(
        name, Arrays.stream(numbers).mapToObj(n -> new Seen(n, "{\"seq\":" + n + "}")).toList());
  }
}
