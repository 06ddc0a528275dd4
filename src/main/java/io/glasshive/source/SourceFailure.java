package io.glasshive.source;

import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Text;
import java.time.Duration;
import java.util.Objects;

/**
 * Why a request brought no page.
 *
 * @param message for a person: what failed and what was seen; never a credential; at most 500
 *     characters
 * @param verdict what may be done about it
 * @param retryAfter how long the source asked to be left alone, or null
 */
public record SourceFailure(
    ErrorType type, ErrorStage stage, String message, Verdict verdict, Duration retryAfter) {

  /** What may be done about a failure. */
  public enum Verdict {
    /** The same request may succeed later. */
    RETRY,
    /** The same request never succeeds. */
    GIVE_UP,
    /** Credentials or plan refused: no request succeeds until the named setting is changed. */
    CREDENTIALS
  }

  public SourceFailure {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(verdict, "verdict");
    message = Text.bounded(Objects.requireNonNull(message, "message"), 500);
  }
}
