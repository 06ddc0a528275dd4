package io.glasshive.domain;

/** Where in the work on a page an error arose. */
public enum ErrorStage implements Wire {
  API,
  PRODUCT_EXTRACTION,
  SELLER_EXTRACTION,
  PRICE_PARSING
}
