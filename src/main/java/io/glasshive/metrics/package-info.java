/**
 * Figures. The metrics of a run are a pure fold over its events, kept by the run's writer and
 * repeated by any reader; the meters of the process are what {@code GET /metrics} shows to
 * Prometheus. Both are listed in {@code docs/metrics.md}.
 *
 * <pre>
 *   event ──► MetricsFold ──► Figures of run, worker, category ──► ResponseTimes
 *                 │ encode, decode                │ MetricsJson
 *                 ▼                               ▼
 *          stored with batches             /runs/{id}/metrics
 *
 *   whoever has something to measure ──► Meters ──► /metrics
 * </pre>
 *
 * <p>May import {@code domain}; besides it HdrHistogram and Micrometer, which nobody else imports
 * but {@code app}.
 */
package io.glasshive.metrics;
