package io.glasshive.bus;

import io.glasshive.domain.ActivityEvent;
import java.util.List;

/**
 * What a sender wants committed together: events, not yet numbered, and at most one effect. A
 * sender has at most one entry outstanding.
 *
 * @param effect null where events stand alone
 */
public record Entry(List<ActivityEvent> events, Effect effect) {
  public Entry {
    events = List.copyOf(events);
  }

  /** Rows this entry brings, for the size of a batch. */
  public int rows() {
    int rows = events.size();
    if (effect instanceof Effect.LandProducts page) {
      rows += page.products().size();
    } else if (effect instanceof Effect.LandCards page) {
      rows += page.cards().size();
    }
    return rows;
  }
}
