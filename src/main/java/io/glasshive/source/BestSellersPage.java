package io.glasshive.source;

import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import java.util.List;

/**
 * One page of best sellers as read. {@code found} = products + row errors of stage {@code
 * product_extraction}; a product without a price is among the products and has a row error of stage
 * {@code price_parsing} beside it.
 *
 * @param products in page order, repeats included
 * @param rowErrors in page order
 */
public record BestSellersPage(List<Product> products, List<RowError> rowErrors) {
  public BestSellersPage {
    products = List.copyOf(products);
    rowErrors = List.copyOf(rowErrors);
  }

  /** Rows of the page: products and rows set aside. */
  public int foundCount() {
    return products.size()
        + (int) rowErrors.stream().filter(e -> e.stage() == ErrorStage.PRODUCT_EXTRACTION).count();
  }
}
