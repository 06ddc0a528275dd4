package io.glasshive.store;

import io.glasshive.domain.Wire;
import java.util.Objects;
import java.util.UUID;

/**
 * Which sellers a reader wants, and in which order; what is null matches any.
 *
 * @param namePart in the form of a normalised name
 * @param runId the run that met them
 */
public record SellerQuestion(
    String namePart, UUID runId, Boolean flagged, Sort sort, Direction direction) {
  public SellerQuestion {
    Objects.requireNonNull(sort, "sort");
    Objects.requireNonNull(direction, "direction");
  }

  /** The name of the order: of its statement, and of its cursors. */
  String order() {
    return "sellers_by_" + sort.wire() + "_" + direction.wire();
  }

  /** What the list of sellers can be sorted by. */
  public enum Sort implements Wire {
    /** When it was found; never changes. */
    FIRST_SEEN(Direction.DESC),
    /** When it was met last; changes with each page that meets it. */
    LAST_SEEN(Direction.DESC),
    /** How many runs met it. */
    TIMES_SEEN(Direction.DESC),
    /** How many ratings it has; one without any counts as less than 0. */
    FEEDBACK(Direction.DESC),
    /** Its normalised name; never changes. */
    NAME(Direction.ASC);

    private final Direction usual;

    Sort(Direction usual) {
      this.usual = usual;
    }

    /** The direction of a list that names none: what people look for comes first. */
    public Direction usual() {
      return usual;
    }
  }

  /** Which end of an order comes first. */
  public enum Direction implements Wire {
    ASC,
    DESC
  }
}
