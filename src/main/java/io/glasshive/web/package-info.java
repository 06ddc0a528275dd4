/**
 * The server's face: REST, the live stream, health and the dashboard. A handler parses or throws,
 * asks a reader or the bus, and answers; whatever fails becomes a problem document in one place.
 *
 * <pre>
 *   WebVerticle ──► Site ──► SecurityHeaders, HostGuard ──┬──► HealthRoutes, PrometheusRoutes
 *                                                         ├──► Bridge (/eventbus)
 *                                                         ├──► Gate ──► Api: RunRoutes, …
 *                                                         └──► dashboard (webroot)
 *
 *   RunRoutes ──NewRun, Command──► bus          readers of the store ──► web.shape ──► JSON
 * </pre>
 *
 * <p>May import {@code store}, {@code journal}, {@code bus}, {@code catalogue}, {@code config},
 * {@code domain} and {@code metrics}.
 */
package io.glasshive.web;
