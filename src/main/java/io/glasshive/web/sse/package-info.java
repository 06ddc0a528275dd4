/**
 * The live stream of a run as Server-Sent Events: where a viewer begins, what it gets and when it
 * ends. See {@code docs/api.md}.
 *
 * <pre>
 *   chunks (bus) ──► Viewers ──► Rings
 *                       │ wakes
 *                       ▼
 *                  EventStream ──steps──► Cursor ──► Rings or LogReader
 *                       │ at the end, and at each heartbeat
 *                       ▼
 *                   Positions ──► runs.last_seq, runs.status
 * </pre>
 *
 * <p>May import {@code journal}, {@code store}, {@code bus}, {@code domain}, {@code metrics},
 * {@code web.shape} and {@code web.problem}.
 */
package io.glasshive.web.sse;
