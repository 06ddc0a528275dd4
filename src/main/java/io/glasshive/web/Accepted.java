package io.glasshive.web;

import io.vertx.ext.web.MIMEHeader;
import java.util.Comparator;
import java.util.List;

/**
 * What a client accepts (RFC 9110, section 12.5.1): of the ranges that match a media type, the most
 * specific one gives it its weight.
 */
final class Accepted {
  private final List<MIMEHeader> ranges;

  Accepted(List<MIMEHeader> ranges) {
    this.ranges = ranges;
  }

  /**
   * Whether it prefers the stream to JSON: it weighs more, or as much where the stream is named. So
   * a client that says nothing, or takes anything, gets JSON.
   */
  boolean prefersStream() {
    Range stream = of("text", "event-stream");
    Range json = of("application", "json");
    return stream.weight() > json.weight()
        || stream.weight() == json.weight() && stream.weight() > 0 && stream.rank() == Range.NAMED;
  }

  private Range of(String type, String subtype) {
    return ranges.stream()
        .map(range -> new Range(rank(range, type, subtype), range.weight()))
        .filter(range -> range.rank() > Range.NO_MATCH)
        .max(Comparator.comparingInt(Range::rank))
        .orElse(new Range(Range.NO_MATCH, 0));
  }

  private static int rank(MIMEHeader range, String type, String subtype) {
    if (range.component().equals("*")) {
      return range.subComponent().equals("*") ? Range.ANYTHING : Range.NO_MATCH;
    } else if (!range.component().equalsIgnoreCase(type)) {
      return Range.NO_MATCH;
    } else if (range.subComponent().equals("*")) {
      return Range.TYPE;
    }
    return range.subComponent().equalsIgnoreCase(subtype) ? Range.NAMED : Range.NO_MATCH;
  }

  private record Range(int rank, float weight) {
    static final int NO_MATCH = 0;
    static final int ANYTHING = 1;
    static final int TYPE = 2;
    static final int NAMED = 3;
  }
}
