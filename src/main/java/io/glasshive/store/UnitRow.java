package io.glasshive.store;

import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Money;
import io.glasshive.domain.Reason;
import io.glasshive.domain.UnitId;
import io.glasshive.domain.UnitStatus;
import java.time.Instant;

/**
 * A unit of work as its row holds it.
 *
 * @param claim number of the last claim
 * @param call the request under way, of a unit in flight; else null
 * @param lastError null where none failed yet
 */
public record UnitRow(
    UnitId id,
    String categoryId,
    UnitStatus status,
    Reason reason,
    int page,
    int attempts,
    int failures,
    String asin,
    String title,
    Money price,
    long claim,
    Call call,
    Instant nextTryAt,
    LastError lastError) {

  /**
   * A request that was claimed.
   *
   * @param params wire JSON; null when read back, since nobody needs it
   */
  public record Call(int workerId, Instant startedAt, String url, String params) {}

  /** Why the last request brought nothing. */
  public record LastError(ErrorType type, ErrorStage stage, String message, Instant at) {}

  /** This unit with a request under way. */
  public UnitRow claimed(Call by, int attempt) {
    return new UnitRow(
        id,
        categoryId,
        UnitStatus.IN_FLIGHT,
        null,
        page,
        attempt,
        failures,
        asin,
        title,
        price,
        claim + 1,
        by,
        null,
        lastError);
  }

  /** This unit with nothing more to do. */
  public UnitRow done() {
    return settled(UnitStatus.DONE, page, attempts, failures, null, lastError);
  }

  /** This unit with its next page to fetch. */
  public UnitRow nextPage() {
    return settled(UnitStatus.WAITING, page + 1, 0, 0, null, lastError);
  }

  /** This unit after a request that brought nothing. */
  public UnitRow back(boolean counted, Instant nextTry, LastError error) {
    return settled(
        UnitStatus.WAITING,
        page,
        attempts,
        counted ? failures + 1 : failures,
        nextTry,
        error == null ? lastError : error);
  }

  /** This unit given up. */
  public UnitRow failed(LastError error) {
    return settled(UnitStatus.FAILED, page, attempts, failures + 1, null, error);
  }

  private UnitRow settled(
      UnitStatus to, int toPage, int made, int counted, Instant nextTry, LastError error) {
    return new UnitRow(
        id,
        categoryId,
        to,
        null,
        toPage,
        made,
        counted,
        asin,
        title,
        price,
        claim,
        null,
        nextTry,
        error);
  }
}
