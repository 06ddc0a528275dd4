/**
 * The judge of what the product has written: {@link io.glasshive.check.RunCheck} reads a run's
 * stored log and rows and names everything that contradicts {@code docs/events.md}, {@link
 * io.glasshive.check.TruthCheck} compares rows with the simulator's own truth, {@link
 * io.glasshive.check.ViewersCheck} compares what several viewers received.
 *
 * <p>Plain JDBC, java.net.http and Jackson: nothing of the product's code, so that both would have
 * to be wrong in the same way.
 */
package io.glasshive.check;
