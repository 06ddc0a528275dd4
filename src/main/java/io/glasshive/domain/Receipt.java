package io.glasshive.domain;

/**
 * What a command met when it was committed.
 *
 * @param inFlight requests under way
 * @param waiting units not yet looked at
 * @param keptRows products, sightings and sellers this run has stored
 */
public record Receipt(long inFlight, long waiting, long keptRows) {}
