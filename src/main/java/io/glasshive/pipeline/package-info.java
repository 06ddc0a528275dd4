/**
 * The one writer of each live run: batches entries, decides what they mean against the rows,
 * numbers events, commits everything together, then publishes.
 *
 * <pre>
 *   entries ──► queue ──► Batch (one transaction) ──► chunk, progress, answers
 *                           ▲ a state to store              │
 *                           └───── LiveMetrics ◄────────────┤
 *                                      ▼                    ▼
 *                                  Announcer: the run and its metrics, now and then
 * </pre>
 *
 * <p>May import {@code store}, {@code bus}, {@code domain}, {@code config}, {@code metrics}.
 */
package io.glasshive.pipeline;
