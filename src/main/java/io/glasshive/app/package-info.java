/**
 * Where it all comes together: the command line, the wiring of a server, and the order in which it
 * is deployed and stopped. May import everything; nothing may import it.
 *
 * <pre>
 *   Main ─ Commands ─┬─ serve ────┬─ ServerSession ─► Server (one Vert.x, everything deployed)
 *                    ├─ collect ──┘      └─ ServerFile: who holds the data directory, and where
 *                    │     └─ ApiClient ─ RunFollower ─ ProgressDisplay, Summary
 *                    ├─ runs ─ RunsAccess ─ ApiClient: asks and steers the server that is running
 *                    ├─ doctor ─► app.doctor: looks, and changes nothing
 *                    └─ simulate
 * </pre>
 */
package io.glasshive.app;
