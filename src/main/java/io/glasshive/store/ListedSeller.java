package io.glasshive.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A seller as a reader sees it; the three fields of feedback are null where none was shown.
 *
 * @param timesSeen number of runs that met the seller
 */
public record ListedSeller(
    long id,
    String source,
    String normalizedName,
    String displayName,
    String profileUrl,
    BigDecimal feedbackPercent,
    Long feedbackCount,
    Boolean feedbackCountApproximate,
    int timesSeen,
    Instant firstSeenAt,
    Instant lastSeenAt,
    UUID firstRunId,
    UUID lastRunId,
    boolean flagged) {}
