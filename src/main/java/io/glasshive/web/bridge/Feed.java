package io.glasshive.web.bridge;

/** What one client gets at one address. For one event loop; not thread-safe. */
sealed interface Feed permits ActivityFeed, NewestFeed {

  /** Whether {@link #send} would do anything now. */
  boolean ready(Outlet outlet);

  /** Sends what is waiting, up to {@code max} messages. */
  void send(Outlet outlet, int max);

  /** Whether the registration has ended by itself. */
  boolean over();
}
