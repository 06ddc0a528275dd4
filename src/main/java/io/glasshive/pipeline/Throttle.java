package io.glasshive.pipeline;

import io.vertx.core.Vertx;

/**
 * Does a thing at most once an interval: at once where it was not done lately, else when the
 * interval is over. However often it is asked for meanwhile, it is done once more after the last
 * time. For one context; not thread-safe.
 */
final class Throttle {
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final long intervalMillis;
  private final Runnable action;
  private long timer = NO_TIMER;
  private boolean asked;

  Throttle(Vertx vertx, long intervalMillis, Runnable action) {
    this.vertx = vertx;
    this.intervalMillis = intervalMillis;
    this.action = action;
  }

  /** Asks for it. */
  void ask() {
    if (timer == NO_TIMER) {
      now();
    } else {
      asked = true;
    }
  }

  /** Does it whatever the interval says; the next begins. */
  void now() {
    cancel();
    timer = vertx.setTimer(intervalMillis, over -> over());
    action.run();
  }

  /** Does what is still asked for; the last thing before the context goes. */
  void flush() {
    boolean last = asked;
    cancel();
    if (last) {
      action.run();
    }
  }

  private void over() {
    timer = NO_TIMER;
    if (asked) {
      now();
    }
  }

  private void cancel() {
    asked = false;
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}
