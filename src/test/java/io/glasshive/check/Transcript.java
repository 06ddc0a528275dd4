package io.glasshive.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that one viewer received, in the order received.
 *
 * @param viewer who it was, for messages
 */
public record Transcript(String viewer, List<Seen> events) {

  /** An event as received: the number it came under and its JSON text. */
  public record Seen(long seq, String body) {}

  public Transcript {
    events = List.copyOf(events);
  }

  /**
   * The events in a Server-Sent Events stream: every block with {@code id:} and {@code data:} and
   * no {@code event:}. Snapshot, end and heartbeats are left out, and so is a last block that is
   * not closed by a blank line.
   */
  public static Transcript ofSse(String viewer, String stream) {
    List<Seen> events = new ArrayList<>();
    Long id = null;
    String type = null;
    StringBuilder data = null;
    String whole = stream.substring(0, stream.lastIndexOf("\n") + 1);
    for (String line : whole.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        if (id != null && type == null && data != null) {
          events.add(new Seen(id, data.toString()));
        }
        id = null;
        type = null;
        data = null;
      } else if (line.startsWith("id:")) {
        id = Long.valueOf(line.substring(3).strip());
      } else if (line.startsWith("event:")) {
        type = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        String text = line.substring(line.startsWith("data: ") ? 6 : 5);
        data = data == null ? new StringBuilder(text) : data.append('\n').append(text);
      }
    }
    return new Transcript(viewer, events);
  }
}
