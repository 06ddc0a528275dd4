package io.glasshive.store;

import io.glasshive.domain.Phase;

/**
 * The ledger of a phase.
 *
 * @param startedRound round in which it was last started, or 0
 * @param completeRound round in which it was last complete, or 0
 */
public record PhaseRow(
    Phase phase,
    long planned,
    long done,
    long failed,
    long skipped,
    long inFlight,
    long waiting,
    int startedRound,
    int completeRound) {}
