package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run's progress in one line of plain characters, as rich as its width allows: first the kinds of
 * errors go, then words become shorter, then what matters least is left out.
 */
final class ProgressLine {

  private final RunSight sight;
  private final Duration elapsed;
  private final Estimate estimate;

  ProgressLine(RunSight sight, Duration elapsed, Estimate estimate) {
    this.sight = sight;
    this.elapsed = elapsed;
    this.estimate = estimate;
  }

  /** The richest form that has at most {@code width} characters. */
  String within(int width) {
    List<List<String>> forms =
        List.of(whole(errorsByType()), whole(""), shorter(), least(), least().subList(0, 3));
    return forms.stream()
        .map(ProgressLine::joined)
        .filter(line -> line.length() <= width)
        .findFirst()
        .orElseGet(() -> joined(least()).substring(0, width));
  }

  /** The richest form. */
  String whole() {
    return joined(whole(errorsByType()));
  }

  private static String joined(List<String> parts) {
    return String.join("  ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private List<String> whole(String types) {
    return List.of(
        clock(elapsed),
        "amazon " + units("amazon"),
        "ebay " + units("ebay"),
        "products " + sight.total("products"),
        "sellers "
            + sight.total("sellers_new")
            + " new, "
            + sight.total("sellers_known")
            + " known",
        "errors " + sight.total("errors") + types,
        rate(),
        state().isEmpty() ? left("about ", " left", " or more left, more to plan") : state());
  }

  private List<String> shorter() {
    return List.of(
        clock(elapsed),
        "amz " + units("amazon"),
        "ebay " + units("ebay"),
        "prod " + sight.total("products"),
        "sell " + sight.total("sellers_new") + "+" + sight.total("sellers_known"),
        "err " + sight.total("errors"),
        rate(),
        state().isEmpty() ? left("~", "", "+") : state());
  }

  private List<String> least() {
    return List.of(
        units("amazon") + " " + units("ebay"),
        "err " + sight.total("errors"),
        state().isEmpty() ? left("~", "", "+") : state(),
        clock(elapsed));
  }

  private String units(String phase) {
    long settled =
        sight.count(phase, "done") + sight.count(phase, "failed") + sight.count(phase, "skipped");
    return settled + "/" + sight.count(phase, "planned");
  }

  /** {@code (timeout 3, http_500 1)}, the most frequent first. */
  private String errorsByType() {
    if (sight.metrics() == null) {
      return "";
    }
    List<Map.Entry<String, JsonNode>> types = new ArrayList<>();
    sight.metrics().path("errors_by_type").fields().forEachRemaining(types::add);
    types.removeIf(type -> type.getValue().asLong() == 0);
    types.sort(
        Collections.reverseOrder(Comparator.comparingLong(type -> type.getValue().asLong())));
    Stream<String> shown = types.stream().map(type -> type.getKey() + " " + type.getValue());
    return types.isEmpty() ? "" : " (" + String.join(", ", shown.toList()) + ")";
  }

  private String rate() {
    return estimate
        .requestsPerSecond()
        .map(rate -> String.format(Locale.ROOT, "%.1f/s", rate))
        .orElse("");
  }

  /** What the run does when it does not simply run. */
  private String state() {
    RunStatus status = sight.status();
    if (status == RunStatus.RUNNING) {
      return "";
    }
    return sight.reason().isEmpty() ? status.wire() : status.wire() + " (" + sight.reason() + ")";
  }

  private String left(String before, String after, String afterUnlessFinal) {
    return estimate
        .left()
        .map(
            left ->
                sight.planIsFinal() ? before + clock(left) + after : clock(left) + afterUnlessFinal)
        .orElse("");
  }

  /** {@code 1:23} or {@code 1:02:03}. */
  static String clock(Duration duration) {
    return duration.toHours() > 0
        ? String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }
}
