package io.glasshive.bus;

/** Tells workers that still wait for a permit to give their unit back; requests made go on. */
public record Recall() {}
