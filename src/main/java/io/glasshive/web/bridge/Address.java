package io.glasshive.web.bridge;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that a client can register at.
 *
 * @param runId null for {@link Kind#RUNS}
 */
record Address(Kind kind, UUID runId) {

  /** What is delivered there. */
  enum Kind {
    /** Every event of a run. */
    ACTIVITY,
    /** Runs as they change. */
    RUNS,
    /** The metrics of a run as they change. */
    METRICS
  }

  /** Where clients send commands. */
  static final String COMMANDS = "runs.command";

  static final Address RUNS = new Address(Kind.RUNS, null);

  /** One spelling for each run: a client recognises what it gets by the text it registered. */
  private static final Pattern OF_A_RUN =
      Pattern.compile("(activity|metrics)\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  static Address activity(UUID runId) {
    return new Address(Kind.ACTIVITY, runId);
  }

  static Address metrics(UUID runId) {
    return new Address(Kind.METRICS, runId);
  }

  /** The address that a text is, where it is one. */
  static Optional<Address> parse(String text) {
    if (text.equals(RUNS.text())) {
      return Optional.of(RUNS);
    }
    Matcher ofRun = OF_A_RUN.matcher(text);
    if (!ofRun.matches()) {
      return Optional.empty();
    }
    UUID runId = UUID.fromString(ofRun.group(2));
    return Optional.of(ofRun.group(1).equals("activity") ? activity(runId) : metrics(runId));
  }

  /** The address as clients write it. */
  String text() {
    return switch (kind) {
      case ACTIVITY -> "activity." + runId;
      case RUNS -> "runs";
      case METRICS -> "metrics." + runId;
    };
  }
}
