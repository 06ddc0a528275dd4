package io.glasshive.source;

import java.util.Objects;

/**
 * What came back for one request: a page, or why there is none. A failure is a value; a future of
 * an answer fails only for a bug.
 *
 * @param <P> the page
 */
public sealed interface SourceAnswer<P> {

  /** The page was read. */
  record Read<P>(P page) implements SourceAnswer<P> {
    public Read {
      Objects.requireNonNull(page, "page");
    }
  }

  /** Nothing was read. */
  record Failed<P>(SourceFailure failure) implements SourceAnswer<P> {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
