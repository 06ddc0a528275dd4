package io.glasshive.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value with a fixed snake_case name on the wire and in the database. */
public interface Wire {

  /** The enum constant's own name. */
  String name();

  /** The name on the wire: the constant's name in lower case. */
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant of {@code type} whose wire name is {@code wire}.
   *
   * @throws Failure.Rejected when there is none; the message lists what is allowed
   */
  static <E extends Enum<E> & Wire> E parse(Class<E> type, String wire) {
    return find(type, wire)
        .orElseThrow(
            () ->
                new Failure.Rejected(
                    "unknown_value",
                    "'"
                        + wire
                        + "' is not one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Wire::wire)
                            .collect(Collectors.joining(", "))));
  }

  /** The constant of {@code type} whose wire name is {@code wire}; none of null or a later name. */
  static <E extends Enum<E> & Wire> Optional<E> find(Class<E> type, String wire) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.wire().equals(wire))
        .findFirst();
  }
}
