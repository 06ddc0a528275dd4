package io.glasshive.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a Chromium or Chrome that runs, or installs one: first the one that {@code CHROMIUM} names,
 * then PATH and the usual places, then Playwright's own download, then, as root on Debian, the
 * package. When all of that fails the tests fail and say what to install; they are never skipped.
 */
final class BrowserInstall {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private static final Duration ASK_VERSION = Duration.ofSeconds(30);
  private static final Duration UPDATE = Duration.ofMinutes(5);
  private static final Duration INSTALL = Duration.ofMinutes(15);

  private final Machine machine;

  BrowserInstall(Machine machine) {
    this.machine = machine;
  }

  /**
   * A browser's program.
   *
   * @throws IllegalStateException when there is none and none can be installed
   */
  Path executable() {
    String named = machine.environment().get("CHROMIUM");
    if (named != null && !named.isBlank()) {
      Path program = Path.of(named);
      if (!runs(program)) {
        throw new IllegalStateException(
            "CHROMIUM names "
                + named
                + ", which cannot be run: correct it, or unset it to have a browser looked for.");
      }
      return program;
    }
    return candidates()
        .filter(this::runs)
        .findFirst()
        .or(this::fetched)
        .or(this::installed)
        .orElseThrow(BrowserInstall::none);
  }

  private Stream<Path> candidates() {
    List<Path> all = new ArrayList<>();
    String path = machine.environment().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator)) {
      if (!directory.isBlank()) {
        NAMES.forEach(name -> all.add(Path.of(directory, name)));
      }
    }
    all.addAll(machine.usualPlaces());
    return all.stream().distinct();
  }

  private boolean runs(Path program) {
    return machine.isExecutable(program)
        && machine.run(ASK_VERSION, program.toString(), "--version");
  }

  private Optional<Path> fetched() {
    machine.say("No Chromium or Chrome found; Playwright fetches its own.");
    try {
      Path program = machine.fetchByPlaywright();
      if (runs(program)) {
        return Optional.of(program);
      }
      machine.say(program + " cannot be run here.");
    } catch (IOException e) {
      machine.say("Playwright could not fetch a browser: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Path> installed() {
    if (!machine.hasApt()) {
      return Optional.empty();
    }
    machine.say("Installing the package chromium with apt-get.");
    // An update that fails in part still leaves lists from which the package may install.
    machine.run(UPDATE, "apt-get", "update");
    machine.run(INSTALL, "apt-get", "install", "-y", "-o", "DPkg::Lock::Timeout=300", "chromium");
    return candidates().filter(this::runs).findFirst();
  }

  private static IllegalStateException none() {
    return new IllegalStateException(
        "The tests of the page need a browser, and none could be found, fetched or installed."
            + " Install Chromium or Chrome (on Debian: apt-get install chromium), or set CHROMIUM"
            + " to the program's path.");
  }
}
