/**
 * Workers: each takes a unit, waits for the source's permit, claims, makes one request, hands over
 * what came. {@link io.glasshive.worker.PacerVerticle} is the limiter that all workers of a source
 * share.
 *
 * <p>May import {@code source}, {@code bus}, {@code domain}, {@code config}, {@code metrics}.
 */
package io.glasshive.worker;
