package io.glasshive.pipeline;

/** What a run has stored so far; known sellers are those it met and did not insert. */
record Kept(long products, long sightings, long sellersNew, long sellersKnown) {

  /** All its rows. */
  long rows() {
    return products + sightings + sellersNew + sellersKnown;
  }
}
