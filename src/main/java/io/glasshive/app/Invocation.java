package io.glasshive.app;

import io.glasshive.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Command lines that a person can copy: how this program is started, and with what. */
final class Invocation {

  private final String program;
  private final String options;

  private Invocation(String program, String options) {
    this.program = program;
    this.options = options;
  }

  /** Of commands that mean the same data directory as {@code config}. */
  static Invocation of(Shell shell, Config config) {
    Path dir = config.data().dir();
    boolean usual = dir.equals(shell.home().resolve(".glasshive"));
    return new Invocation(shell.program(), usual ? "" : " --set " + quoted("data.dir=" + dir));
  }

  /** Of commands that go to the server at {@code url}. */
  static Invocation of(Shell shell, URI url) {
    return new Invocation(shell.program(), " --server " + quoted(url.toString()));
  }

  /** {@code java -jar target/glasshive.jar}, as it would be typed in {@code here}. */
  static String ofProcess(Path here) {
    try {
      Path jar =
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toAbsolutePath();
      Path shown = jar.startsWith(here) ? here.relativize(jar) : jar;
      return "java -jar " + quoted(shown.toString());
    } catch (URISyntaxException | SecurityException e) {
      return "java -jar glasshive.jar";
    }
  }

  /** The whole line of a command, such as {@code runs resume ID}. */
  String of(String command) {
    return program + " " + command + options;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=:+@%,~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
