package io.glasshive.simulator;

import io.glasshive.domain.Feedback;
import io.glasshive.domain.SellerName;

/**
 * A seller of the marketplace; all of it a function of (seed, number).
 *
 * @param number its place in the pool
 * @param name as shown, and normalised
 * @param feedback what a correct reader makes of {@code feedbackText}
 * @param feedbackText as cards write it, {@code 96.2% positive (1.1K)}
 * @param topRated whether its cards carry the Top Rated tooltip (layout 2)
 */
record Shop(
    int number, SellerName name, Feedback feedback, String feedbackText, boolean topRated) {}
