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
public record SellerQuestion(String namePart, UUID runId, Boolean flagged, Sort sort) {
  public SellerQuestion {
    Objects.requireNonNull(sort, "sort");
  }

  /** Orders of the list of sellers. */
  public enum Sort implements Wire {
    /** Those found last first. */
    NEWEST,
    /** By normalised name. */
    NAME,
    /** Those met by most runs first. */
    TIMES_SEEN,
    /** Those met last first. */
    LAST_SEEN,
    /** Those with most feedback first, those without any last. */
    FEEDBACK
  }
}
