package io.glasshive.web.problem;

/** A refusal that only HTTP knows: it has a status of its own and no stack. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(int status, String code, String detail) {
    super(detail, null, false, false);
    this.problem = new Problem(status, code, detail);
  }

  public Problem problem() {
    return problem;
  }
}
