package io.glasshive.store;

/**
 * Told how far a slow start has come, so that a page can say "preparing the database (2/4)". Called
 * on the launcher's own thread, never on an event loop; must return quickly.
 */
@FunctionalInterface
public interface Progress {

  /**
   * A step begins, or changes its text while it waits.
   *
   * @param step 1…{@code of}; never goes down
   * @param of how many steps there are
   * @param what what is being done, for a person
   */
  void at(int step, int of, String what);

  /** Tells nobody. */
  static Progress none() {
    return (step, of, what) -> {};
  }
}
