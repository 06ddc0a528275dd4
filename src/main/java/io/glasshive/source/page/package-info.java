/**
 * Readers of what sources answer with: {@link io.glasshive.source.page.BestSellersContent} for
 * parsed best sellers, {@link io.glasshive.source.page.EbayResultPage} for eBay's result pages.
 *
 * <pre>
 *   JSON content ──► BestSellersContent ──► BestSellersPage
 *   HTML ──► EbayResultPage (JsoupResultPage ── SellerText, MoneyText, BlockedPage) ──► SellerPage
 * </pre>
 *
 * <p>Readers are pure, hold no state and never throw for what a page says; what cannot be read is a
 * {@link io.glasshive.source.SourceFailure}. A large page takes tenths of a second: never on an
 * event loop. May import {@code domain}, {@code config} and {@code source}.
 */
package io.glasshive.source.page;
