package io.glasshive.web.bridge;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import io.glasshive.web.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a message of a client is not done: the bridge protocol's word for it, and a problem. */
final class Refusal extends RuntimeException {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  private final String word;
  private final transient Problem problem;

  private Refusal(String word, Problem problem) {
    super(problem.detail(), null, false, false);
    this.word = word;
    this.problem = problem;
  }

  /** The message cannot be understood. */
  static Refusal unreadable(String word, String detail) {
    return new Refusal(word, new Problem(400, "bad_message", detail));
  }

  /** Nobody may do that at this address. */
  static Refusal denied(String type, String address) {
    return new Refusal(
        "access_denied",
        new Problem(
            403,
            "access_denied",
            "The bridge takes no "
                + type
                + " at "
                + Text.bounded(address, 80)
                + ": register at activity.{run_id}, metrics.{run_id} or runs, send to "
                + Address.COMMANDS
                + "."));
  }

  static Refusal alreadyRegistered(Address address) {
    return new Refusal(
        "address_already_registered",
        new Problem(
            409,
            "already_registered",
            "This socket is registered at " + address.text() + " already."));
  }

  static Refusal tooManyRegistrations() {
    return new Refusal(
        "max_handlers_reached",
        new Problem(
            503, "too_many_registrations", "Too many registrations: unregister some first."));
  }

  /** A registration that was not refused at once has failed. */
  static Refusal failedRegistration(Address address, Throwable cause) {
    return new Refusal("registration_failure", problem("register " + address.text(), cause));
  }

  /** A command without a reply address has failed. */
  static Refusal failedCommand(Problem problem) {
    return new Refusal("rejected", problem);
  }

  /** The problem that a failure is; logged here where that is for us to mend. */
  static Problem problem(String what, Throwable cause) {
    if (cause instanceof Refusal refused) {
      return refused.problem;
    }
    Failure failure =
        cause instanceof Failure known
            ? known
            : new Failure.Fault("Something is wrong inside Glasshive; its log says what.", cause);
    if (failure instanceof Failure.Fault) {
      LOG.error("{} failed", what, failure);
    } else if (failure.getCause() != null) {
      LOG.warn("{} failed: {} ({})", what, failure.getMessage(), failure.getCause().toString());
    }
    return Problem.of(failure);
  }

  /** What the stock bridge would have said. */
  String word() {
    return word;
  }

  Problem problem() {
    return problem;
  }
}
