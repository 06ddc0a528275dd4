package io.glasshive.domain;

import java.util.List;
import java.util.Map;

/**
 * Why something could not be done: one of four cases, so that every edge (HTTP, bridge, CLI) maps
 * them in one place. {@link #getMessage()} is for a person and says what to change; it never holds
 * a credential. {@link #details()} are further members of the problem document.
 */
public abstract sealed class Failure extends RuntimeException {

  private final String code;
  private final transient Map<String, Object> details;

  private Failure(String code, String message, Map<String, Object> details, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.details = Map.copyOf(details);
  }

  /** A short snake_case name that a program can compare. */
  public String code() {
    return code;
  }

  /** Further members of the problem document; values are strings, numbers, booleans or lists. */
  public Map<String, Object> details() {
    return details;
  }

  /** The caller's fault (400, or 404 for {@code not_found}); the same call never succeeds. */
  public static final class Rejected extends Failure {
    public Rejected(String code, String message) {
      super(code, message, Map.of(), null);
    }

    public Rejected(String code, String message, Map<String, Object> details) {
      super(code, message, details, null);
    }

    /** Something named in the call does not exist: 404. */
    public static Rejected notFound(String what) {
      return new Rejected("not_found", what);
    }
  }

  /** Not allowed in this state (409). */
  public static final class Conflict extends Failure {
    public Conflict(String code, String message, Map<String, Object> details) {
      super(code, message, details, null);
    }

    /** A command that the run's state does not allow. */
    public static Conflict illegalState(RunStatus state, List<String> allowed) {
      return new Conflict(
          "illegal_state",
          "The run is "
              + state.wire()
              + "; "
              + (allowed.isEmpty()
                  ? "no command is allowed any more."
                  : "allowed now: " + String.join(", ", allowed) + "."),
          Map.of("state", state.wire(), "allowed", List.copyOf(allowed)));
    }
  }

  /** Transient: the same call may succeed later (503). */
  public static final class Unavailable extends Failure {
    public Unavailable(String code, String message, Throwable cause) {
      super(code, message, Map.of(), cause);
    }
  }

  /** A bug (500); the stack goes to the log, never to the caller. */
  public static final class Fault extends Failure {
    public Fault(String message, Throwable cause) {
      super("internal", message, Map.of(), cause);
    }
  }
}
