package io.glasshive.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A run as everybody sees it: {@code Run} of the API.
 *
 * @param phase amazon until that phase is complete in this round, then ebay
 * @param categoryIds nodes, in the order asked for
 * @param reason why it is in its state, or null
 * @param startedAt null while pending
 * @param endedAt null while live
 * @param lastSeq position of the newest event
 */
public record Run(
    UUID id,
    String name,
    RunStatus status,
    Phase phase,
    int round,
    int workers,
    List<String> categoryIds,
    String amazonSource,
    String ebaySource,
    Reason reason,
    Instant createdAt,
    Instant startedAt,
    Instant endedAt,
    long lastSeq,
    Totals totals) {
  public Run {
    categoryIds = List.copyOf(categoryIds);
  }

  /**
   * Figures of a run, as of {@code lastSeq}.
   *
   * @param products distinct ASINs
   * @param sightings rows
   * @param sellersFound sum of eBay {@code found}
   * @param sellersNew sellers this run inserted
   * @param sellersKnown distinct sellers of the run that it did not insert
   * @param gaps failed units
   */
  public record Totals(
      long products,
      long sightings,
      long sellersFound,
      long sellersNew,
      long sellersKnown,
      long requests,
      long errors,
      long gaps) {}
}
