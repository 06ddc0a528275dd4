package io.glasshive.domain;

/** Which of the pipeline's operations an event reports. */
public enum OperationType implements Wire {
  PRODUCT_BATCH,
  SELLER_DEDUPE,
  SELLER_UPDATE,
  SELLER_INSERT
}
