/**
 * The Oxylabs Web Scraper API and what speaks its protocol (the simulator): one request, one page.
 *
 * <pre>
 *   OxylabsBestSellers ─┐                         ┌─ AnswerText (statuses, body → content or failure)
 *                       ├─► OxylabsClient (HTTP) ─┤
 *   OxylabsSellerSearch ┘                         └─ Redaction (no credential in what is kept)
 * </pre>
 *
 * <p>{@link io.glasshive.source.oxylabs.ConfiguredSources} opens them by the names in the
 * configuration. May import {@code domain}, {@code config}, {@code source} and {@code source.page}.
 */
package io.glasshive.source.oxylabs;
