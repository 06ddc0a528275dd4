package io.glasshive.domain;

/** The two halves of a collection. */
public enum Phase implements Wire {
  AMAZON,
  EBAY
}
