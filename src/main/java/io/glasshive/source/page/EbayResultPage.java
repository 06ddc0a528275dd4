package io.glasshive.source.page;

import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;

/** Reads eBay's result pages. Implementations hold no state and may be shared by threads. */
@FunctionalInterface
public interface EbayResultPage {

  /**
   * Reads one page. Never throws, whatever the page holds.
   *
   * @param html the page as it came, up to some megabytes
   * @param page its number from 1, part of the id of a listing without a link
   * @return the cards that count, or {@code api_error} for a blocked page, or {@code parse_error}
   *     at {@code seller_extraction} where nothing could be read; both worth a retry
   */
  SourceAnswer<SellerPage> read(String html, int page);
}
