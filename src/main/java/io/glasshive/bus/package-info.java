/**
 * The event bus of the house: every address as a {@link io.glasshive.bus.Topic}, and the messages
 * that only the bus carries. With {@code web.bridge} the only place that touches the event bus.
 *
 * <pre>
 *   web ──commands──► app ──► run ──assignments──► worker ──entries──► pipeline ──chunks──► web
 * </pre>
 *
 * <p>May import {@code domain}.
 */
package io.glasshive.bus;
