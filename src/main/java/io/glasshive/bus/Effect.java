package io.glasshive.bus;

import io.glasshive.domain.ApiParams;
import io.glasshive.domain.Card;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Product;
import io.glasshive.domain.Reason;
import io.glasshive.domain.Text;
import io.glasshive.domain.UnitId;
import java.time.Instant;
import java.util.List;

/** What an entry changes besides the log. */
public sealed interface Effect {

  /** Longest message of a stop. */
  int MAX_MESSAGE = 500;

  /** An effect on a unit, under the number of its claim. */
  sealed interface OnUnit extends Effect {
    UnitId unit();

    long claim();
  }

  /**
   * A worker is about to make a request.
   *
   * @param claim the unit's last claim; the one in force becomes one more
   */
  record Claim(
      UnitId unit,
      long claim,
      int workerId,
      int attempt,
      Instant startedAt,
      String url,
      ApiParams params)
      implements OnUnit {}

  /**
   * A page of best sellers was read.
   *
   * @param products repeats included, also those without a price
   */
  record LandProducts(UnitId unit, long claim, int workerId, List<Product> products)
      implements OnUnit {
    public LandProducts {
      products = List.copyOf(products);
    }
  }

  /**
   * A page of a search was read.
   *
   * @param source under which sellers are stored
   * @param cards repeats included
   * @param page the page that was read
   * @param lastPage whether the page limit ends the unit here
   */
  record LandCards(
      UnitId unit,
      long claim,
      int workerId,
      String source,
      List<Card> cards,
      int page,
      boolean hasNext,
      boolean lastPage,
      long priceMin,
      long priceMax,
      Instant seenAt)
      implements OnUnit {
    public LandCards {
      cards = List.copyOf(cards);
    }
  }

  /**
   * A request brought nothing.
   *
   * @param outcome what becomes of the unit
   * @param pause what its failure means for the whole run, or null; of a run that stops already it
   *     changes nothing
   * @param counted whether the failure counts against {@code retry.max_attempts}
   * @param nextTryAt of a unit that waits, or null for at once
   */
  record Settle(
      UnitId unit,
      long claim,
      Outcome outcome,
      boolean counted,
      Instant nextTryAt,
      ErrorType errorType,
      ErrorStage errorStage,
      String message,
      Instant at,
      Pause pause)
      implements OnUnit {
    /** What becomes of a unit. */
    public enum Outcome {
      WAITING,
      FAILED
    }
  }

  /** A pending run begins. */
  record Start(String actor) implements Effect {}

  /**
   * A run hands out nothing new; it is paused when nothing is in flight any more.
   *
   * @param message for a person: what to change before the run is resumed; or null
   */
  record Pause(Reason reason, String actor, String message) implements Effect {
    public Pause {
      message = Text.bounded(message, MAX_MESSAGE);
    }
  }

  /** A run that is paused, or about to be, goes on. */
  record Resume(String actor) implements Effect {}

  /** A run stops for good; it is cancelled when nothing is in flight any more. */
  record Cancel(String actor) implements Effect {}

  /**
   * A run cannot go on.
   *
   * @param message for a person: what to change; a fault may come without one
   */
  record Fail(Reason reason, String message) implements Effect {
    public Fail {
      message = Text.bounded(message == null ? "The log says why." : message, MAX_MESSAGE);
    }
  }
}
