package io.glasshive.domain;

/** What kind of answer, or lack of one, an error is about. */
public enum ErrorType implements Wire {
  RATE_LIMIT,
  TIMEOUT,
  /** Any 5xx answer. */
  HTTP_500,
  /** Any other answer that is no result: 4xx, job failed, blocked, refused, broken, interrupted. */
  API_ERROR,
  /** The answer came, but nothing could be read from it. */
  PARSE_ERROR
}
