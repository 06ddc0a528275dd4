package io.glasshive.config;

/**
 * A value that somebody set.
 *
 * @param text as written; blank: the default
 * @param origin where, for a person: {@code glasshive.yaml line 3}
 */
record Given(String text, String origin) {}
