package io.glasshive.check;

import io.glasshive.check.SyntheticRun.Listed;
import io.glasshive.check.SyntheticRun.Offer;
import io.glasshive.domain.Action;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.glasshive.domain.Reason;
import io.glasshive.domain.UnitId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Small runs, correct to the letter, that between them show every state the check looks at. */
final class SyntheticRuns {
  static final Category COOKTOPS = new Category("3741261", "Cooktops", "appliances", "Appliances");
  static final Category BOOKS = new Category("1000", "Books", "books", "Books");

  static final UnitId COOKTOPS_PAGE = UnitId.amazon("3741261", 1);
  static final UnitId BOOKS_PAGE = UnitId.amazon("1000", 1);
  static final UnitId LAMP = UnitId.ebay("B000000001");
  static final UnitId STOVE = UnitId.ebay("B000000002");
  static final UnitId NOVEL = UnitId.ebay("B000000004");

  private static final Listed LAMP_LISTED =
      new Listed("B000000001", "Lamp " + "x".repeat(90), 1_000L);
  private static final Listed STOVE_LISTED = new Listed("B000000002", "Stove", 2_550L);
  private static final Listed UNPRICED = new Listed("B000000003", "Kettle without a price", null);
  private static final Listed NOVEL_LISTED = new Listed("B000000004", "Nóvel 小説", 1_999L);

  private static final Instant DAY_ONE = Instant.parse("2026-09-24T10:00:00Z");
  private static final Instant DAY_TWO = Instant.parse("2026-10-24T10:00:00Z");

  private SyntheticRuns() {}

  /** One category, one product, two sellers, one worker, no trouble: {@code completed}. */
  static SyntheticRun completed(Connection connection) throws SQLException {
    SyntheticRun run = SyntheticRun.pending(connection, DAY_ONE, 1, List.of(BOOKS));
    run.start();
    run.fetch(1, BOOKS_PAGE);
    run.products(1, 0, List.of(NOVEL_LISTED));
    run.completePhase(Phase.AMAZON);
    run.fetch(1, NOVEL);
    run.sellers(1, 0, false, List.of(new Offer("101", "old-friend"), new Offer("102", "other")));
    run.completePhase(Phase.EBAY);
    run.completeRun();
    run.end("completed");
    return run;
  }

  /**
   * Two categories and two workers with row errors, a product twice, one without a price, known
   * sellers, a second page, a rate limit, a restart, a pause and a product given up: {@code
   * completed_with_gaps}.
   */
  static SyntheticRun withGaps(Connection connection) throws SQLException {
    SyntheticRun run = SyntheticRun.pending(connection, DAY_TWO, 2, List.of(COOKTOPS, BOOKS));
    run.start();
    run.fetch(1, COOKTOPS_PAGE);
    run.fetch(2, BOOKS_PAGE);
    run.products(1, 1, List.of(LAMP_LISTED, STOVE_LISTED, UNPRICED));
    run.fails(2, ErrorType.RATE_LIMIT, false);
    run.fetch(1, LAMP);
    run.fetch(2, BOOKS_PAGE);
    run.products(2, 0, List.of(STOVE_LISTED, NOVEL_LISTED, NOVEL_LISTED));
    run.completePhase(Phase.AMAZON);
    run.sellers(
        1,
        1,
        true,
        List.of(
            new Offer("201", "new-one"),
            new Offer("202", "new-one"),
            new Offer("203", "new-two"),
            new Offer("204", "old-friend")));
    run.fetch(1, LAMP);
    run.fetch(2, STOVE);
    run.fails(2, ErrorType.HTTP_500, false);
    run.fetch(2, STOVE);
    run.interrupted(1);
    run.interrupted(2);
    run.runAction(Action.RESUMED, Reason.RESTART, Actor.SERVER);
    run.fetch(1, LAMP);
    run.fetch(2, STOVE);
    run.runAction(Action.PAUSING, Reason.USER, Actor.PAGE);
    run.sellers(1, 0, false, List.of(new Offer("201", "new-one"), new Offer("205", "new-one")));
    run.fails(2, ErrorType.TIMEOUT, false);
    run.runAction(Action.PAUSED, Reason.USER, Actor.PAGE);
    run.runAction(Action.RESUMED, Reason.USER, Actor.PAGE);
    run.fetch(1, STOVE);
    run.fetch(2, NOVEL);
    run.fails(1, ErrorType.HTTP_500, true);
    run.sellers(2, 0, false, List.of(new Offer("301", "new-two")));
    run.completePhase(Phase.EBAY);
    run.completeRun();
    run.end("completed_with_gaps");
    return run;
  }

  /**
   * The run {@link #withGaps} after its gap was tried again and found nothing: {@code completed}.
   */
  static SyntheticRun inSecondRound(Connection connection) throws SQLException {
    SyntheticRun run = withGaps(connection);
    run.retryGaps();
    run.completePhase(Phase.AMAZON);
    run.fetch(2, STOVE);
    run.sellers(2, 0, false, List.of());
    run.completePhase(Phase.EBAY);
    run.completeRun();
    run.end("completed");
    return run;
  }

  /** A run at work: both workers have a request open. */
  static SyntheticRun atWork(Connection connection) throws SQLException {
    SyntheticRun run = SyntheticRun.pending(connection, DAY_TWO, 2, List.of(COOKTOPS, BOOKS));
    run.start();
    run.fetch(1, COOKTOPS_PAGE);
    run.products(1, 0, List.of(LAMP_LISTED, STOVE_LISTED));
    run.fetch(1, LAMP);
    run.fetch(2, BOOKS_PAGE);
    run.end("running");
    return run;
  }

  /** A run that has used up its budget twice and was resumed once: {@code paused}. */
  static SyntheticRun pausedByBudget(Connection connection) throws SQLException {
    SyntheticRun run = SyntheticRun.pending(connection, DAY_TWO, 2, List.of(COOKTOPS, BOOKS));
    run.limitTo(2);
    run.start();
    run.fetch(1, COOKTOPS_PAGE);
    run.products(1, 0, List.of(LAMP_LISTED, STOVE_LISTED));
    run.fetch(2, BOOKS_PAGE);
    run.runAction(Action.PAUSING, Reason.BUDGET, Actor.SERVER);
    run.products(2, 0, List.of(NOVEL_LISTED));
    run.completePhase(Phase.AMAZON);
    run.runAction(Action.PAUSED, Reason.BUDGET, Actor.SERVER);
    run.runAction(Action.RESUMED, Reason.USER, Actor.CLI);
    run.fetch(1, LAMP);
    run.sellers(1, 0, false, List.of(new Offer("401", "anna")));
    run.fetch(1, STOVE);
    run.fails(1, ErrorType.TIMEOUT, false);
    run.runAction(Action.PAUSING, Reason.BUDGET, Actor.SERVER);
    run.runAction(Action.PAUSED, Reason.BUDGET, Actor.SERVER);
    run.end("paused");
    return run;
  }

  /** A run cancelled with a request open. */
  static SyntheticRun cancelled(Connection connection) throws SQLException {
    SyntheticRun run = atWork(connection);
    run.interrupted(1);
    run.products(2, 0, List.of(NOVEL_LISTED));
    run.runAction(Action.CANCELLED, Reason.USER, Actor.API);
    run.end("cancelled");
    return run;
  }
}
