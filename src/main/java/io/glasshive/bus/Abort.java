package io.glasshive.bus;

/** Tells workers to close what they have open and become idle. */
public record Abort() {}
