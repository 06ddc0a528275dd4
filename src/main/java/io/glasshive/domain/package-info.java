/**
 * Immutable values that every other package speaks in: events, runs, units of work, products,
 * sellers, money, and the four kinds of failure.
 *
 * <p>May import nothing of Glasshive.
 */
package io.glasshive.domain;
