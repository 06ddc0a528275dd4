package io.glasshive.bus;

/** What the bus carries: a payload, an answer, a failure, or null. */
record Envelope(Object content) {}
