package io.glasshive.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What {@link BrowserInstall} needs of the machine it runs on. */
interface Machine {

  /** Environment variables. */
  Map<String, String> environment();

  /** Whether {@code program} is there and may be run. */
  boolean isExecutable(Path program);

  /** Whether packages can be installed with apt-get: Debian or its like, as root. */
  boolean hasApt();

  /** Whether {@code command} ends with 0 within {@code limit}; its output goes to ours. */
  boolean run(Duration limit, String... command);

  /**
   * Lets Playwright fetch its own Chromium.
   *
   * @return where it is
   * @throws IOException when it could not be fetched
   */
  Path fetchByPlaywright() throws IOException;

  /** Says what happens, for a person who waits. */
  void say(String what);

  /** Places that browsers are installed at, besides PATH. */
  default List<Path> usualPlaces() {
    return List.of(
        Path.of("/usr/bin/chromium"),
        Path.of("/usr/bin/chromium-browser"),
        Path.of("/usr/bin/google-chrome"),
        Path.of("/snap/bin/chromium"),
        Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
        Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));
  }
}
