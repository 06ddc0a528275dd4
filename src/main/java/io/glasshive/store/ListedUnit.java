package io.glasshive.store;

import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.UnitStatus;
import java.time.Instant;

/**
 * A unit of work as a reader sees it. {@code reason}, {@code asin}, {@code title}, {@code
 * lastError} and {@code nextTryAt} are null where there is none.
 *
 * @param position order of creation
 * @param page the page it has reached
 * @param attempts requests made for this page and round
 */
public record ListedUnit(
    String unit,
    Phase phase,
    String categoryId,
    long position,
    UnitStatus status,
    Reason reason,
    int page,
    int attempts,
    String asin,
    String title,
    LastError lastError,
    Instant nextTryAt) {

  /** Why its last request brought nothing. */
  public record LastError(ErrorType type, ErrorStage stage, String message, Instant at) {}
}
