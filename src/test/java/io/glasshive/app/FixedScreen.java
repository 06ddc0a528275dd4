package io.glasshive.app;

/** A terminal whose width the test sets. */
final class FixedScreen implements Screen {

  int columns;

  FixedScreen(int columns) {
    this.columns = columns;
  }

  @Override
  public boolean terminal() {
    return true;
  }

  @Override
  public int columns() {
    return columns;
  }
}
