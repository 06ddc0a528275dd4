package io.glasshive.simulator;

import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Wire;

/**
 * What can be wrong with the answer to a call, and what a correct client of {@code
 * formats/oxylabs.md} and {@code formats/ebay-search-page.md} reports of it. The order is part of
 * the fault plan: a change of it changes which pages a seed spoils.
 */
public enum FaultKind implements Wire {
  /** HTTP 429, without {@code Retry-After}. Never permanent. */
  RATE_LIMIT(ErrorType.RATE_LIMIT),
  /** HTTP 408 after {@code simulator.timeout_ms}. */
  TIMEOUT(ErrorType.TIMEOUT),
  /** HTTP 500, 502, 503, 504 or 524. */
  HTTP_500(ErrorType.HTTP_500),
  /** HTTP 200; the job is {@code faulted}, or the result's status is 613. */
  FAULTED_JOB(ErrorType.API_ERROR),
  /**
   * HTTP 200. eBay: a page such as "Pardon Our Interruption…" in place of results. Amazon, whose
   * pages come parsed: the result's status is 612, as the API gave up on the blocked page.
   */
  BLOCK_PAGE(ErrorType.API_ERROR),
  /** HTTP 200; the JSON is cut short. */
  BROKEN_JSON(ErrorType.API_ERROR),
  /** HTTP 200. eBay: {@code content} is "". Amazon: zero rows on a page that should have some. */
  EMPTY_PAGE(ErrorType.PARSE_ERROR),
  /**
   * HTTP 200; cards, and a seller on none of them (layout 6). eBay only: Amazon pages stay good.
   */
  NO_SELLERS(ErrorType.PARSE_ERROR);

  private final ErrorType errorType;

  FaultKind(ErrorType errorType) {
    this.errorType = errorType;
  }

  /** What the client reports. */
  ErrorType errorType() {
    return errorType;
  }

  /** Whether {@code page} can have this fault. */
  boolean fits(String page) {
    return this != NO_SELLERS || page.startsWith("ebay:");
  }
}
