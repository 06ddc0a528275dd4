package io.glasshive.simulator;

/**
 * What eBay did to a search that brought too little, and tells by an element of class {@code
 * srp-river-answer--REWRITE_START}; the element's place and the words beside it make the
 * difference.
 */
enum Rewrite {
  /** Nothing: no such element. */
  NONE,
  /** Before the list: a spelling was mended; all cards count. */
  SPELLING,
  /** In the list: cards after it match fewer words and are inexact. */
  FEWER_WORDS,
  /** Before the list, beside "No exact matches found": every card is inexact. */
  NO_EXACT_MATCH;

  static Rewrite of(Draw draw) {
    double u = draw.unit();
    if (u < 0.70) {
      return NONE;
    }
    if (u < 0.78) {
      return SPELLING;
    }
    return u < 0.92 ? FEWER_WORDS : NO_EXACT_MATCH;
  }
}
