/**
 * What a worker asks and what comes back: {@link io.glasshive.source.BestSellers}, {@link
 * io.glasshive.source.SellerSearch}, pages and failures as values, and the parsers of pages.
 *
 * <p>May import {@code domain} and {@code config}. Sub-packages are the ways to ask: {@code
 * oxylabs}.
 */
package io.glasshive.source;
