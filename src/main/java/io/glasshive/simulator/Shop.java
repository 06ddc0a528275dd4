package io.glasshive.simulator;

import io.glasshive.domain.Feedback;
import io.glasshive.domain.SellerName;
import java.math.BigDecimal;

/**
 * A seller of the marketplace; all of it a function of (seed, number).
 *
 * @param number its place in the pool
 * @param name as shown, and normalised
 * @param percent share of positive feedback
 * @param count number of feedbacks
 * @param inFull whether cards write the whole count, {@code 1,493}, rather than {@code 1.4K}; those
 *     below 1,000 are always whole
 * @param topRated whether its cards carry the Top Rated tooltip
 */
record Shop(
    int number, SellerName name, BigDecimal percent, long count, boolean inFull, boolean topRated) {

  /** What a correct reader of any of its cards ends up with. */
  Feedback feedback() {
    return new Feedback(percent, inFull ? count : FeedbackCount.rounded(count), !inFull);
  }

  /** What a correct reader makes of one card. */
  Feedback feedback(boolean isRounded) {
    return isRounded ? new Feedback(percent, FeedbackCount.rounded(count), true) : feedback();
  }
}
