/**
 * The event bus bridge: SockJS at {@code /eventbus}, for clients that speak the protocol of the
 * Vert.x event bus bridge. Nothing of a client reaches the event bus itself, see {@code
 * docs/decisions/0006-the-bridge-passes-nothing-on-by-address.md}; addresses, bodies and limits are
 * in {@code docs/bridge.md}.
 *
 * <pre>
 *   CHUNKS, RUNS, METRICS (bus) ──► Bridge ──► Client ──► Feed ──► Outlet ──► socket
 *                                     ▲          │
 *                     socket created ─┘          └──runs.command──► Commands
 * </pre>
 *
 * <p>Each web event loop has one {@link io.glasshive.web.bridge.Bridge}; nothing here is shared
 * between threads.
 *
 * <p>May import {@code bus}, {@code domain}, {@code store}, {@code web.shape}, {@code web.sse} (for
 * positions) and {@code web.problem}.
 */
package io.glasshive.web.bridge;
