/**
 * One run while it is live: which units wait, which worker gets which, and what a command does.
 *
 * <p>May import {@code bus}, {@code domain}, {@code config}; meets workers, pipeline and web only
 * on the bus.
 */
package io.glasshive.run;
