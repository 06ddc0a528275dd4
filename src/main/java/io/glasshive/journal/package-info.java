/**
 * The read side of the log: what a viewer reads from, wherever it stands.
 *
 * <pre>
 *   chunks (bus) ──► Rings ──slices──┐
 *                                    ├──► Cursor ──► a viewer
 *   activity_events ──► LogReader ───┘
 *          └──────────────┐
 *   run_metrics ──► MetricsReader ──► the metrics at a position
 * </pre>
 *
 * <p>Each web event loop has its own {@link io.glasshive.journal.Rings} and {@link
 * io.glasshive.journal.LogReader}; nothing here is shared between threads but immutable chunks.
 *
 * <p>May import {@code store}, {@code bus}, {@code domain} and {@code metrics}.
 */
package io.glasshive.journal;
