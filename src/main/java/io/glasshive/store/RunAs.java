package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.glasshive.store.PostgresBinaries.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom, and behind which programs, PostgreSQL is started. On Linux {@code setpriv --pdeathsig}
 * ends it with the thread that started it, and {@code setsid} keeps the terminal's Ctrl-C from it;
 * {@code setsid} comes last, and {@code setpriv} after {@code unshare}, because a change of
 * credentials clears the signal. See {@code docs/decisions/0002-embedded-postgresql.md}.
 */
enum RunAs {
  /** Linux, an ordinary user. */
  USER(List.of(), List.of("setpriv")),
  /** Linux, root: PostgreSQL refuses root, so it gets a user namespace where it is nobody. */
  NAMESPACE(List.of("unshare", "-U"), List.of("unshare", "-U", "setpriv")),
  /** Linux, root where user namespaces are forbidden: the user nobody, who must own the files. */
  NOBODY(asNobody(), asNobody()),
  /** Not Linux: nothing ends it with the JVM but a shutdown hook and the next start. */
  PLAIN(List.of(), List.of());

  /** By number: the name of the group differs between distributions. */
  private static final int NOBODY_ID = 65534;

  private final List<String> identity;
  private final List<String> binding;

  RunAs(List<String> identity, List<String> binding) {
    this.identity = identity;
    this.binding = binding;
  }

  private static List<String> asNobody() {
    return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  /** What this machine and this user allow. */
  static RunAs detect() {
    if (!Platform.linux()) {
      return PLAIN;
    }
    boolean root = ownUid() == 0;
    require("setpriv", "--version");
    require("setsid", "--version");
    if (!root) {
      return USER;
    }
    require("unshare", "--version");
    return exitCode("unshare", "-U", "true") == 0 ? NAMESPACE : NOBODY;
  }

  /** A command in a session of its own that gets {@code signal} when the calling thread ends. */
  List<String> bound(String signal, List<String> command) {
    List<String> whole = new ArrayList<>(binding);
    if (this != PLAIN) {
      whole.addAll(List.of("--pdeathsig", signal, "setsid"));
    }
    whole.addAll(command);
    return whole;
  }

  /** A command under the same user that the caller waits for. */
  List<String> plain(List<String> command) {
    List<String> whole = new ArrayList<>(identity);
    whole.addAll(command);
    return whole;
  }

  /** Makes PostgreSQL's user the owner of a tree, where that is ours to do. */
  void own(Path tree) throws IOException {
    switch (this) {
      case NAMESPACE -> ownAs(tree, 0);
      case NOBODY -> ownAs(tree, NOBODY_ID);
      case USER -> requireOwn(tree);
      case PLAIN -> {}
    }
  }

  /** Lets PostgreSQL's user pass through the data directory to its own. */
  void letThrough(Path dataDir) throws IOException {
    if (this == NOBODY) {
      Files.setAttribute(dataDir, "unix:gid", NOBODY_ID);
      Unix.permit(dataDir, "rwx--x---");
    }
  }

  private static void ownAs(Path tree, int uid) throws IOException {
    if (Unix.owner(tree) != uid) {
      Unix.giveTree(tree, uid, uid);
    }
  }

  private static void requireOwn(Path tree) throws IOException {
    if (Unix.owner(tree) != ownUid()) {
      throw new Failure.Rejected(
          "data_dir_owner",
          tree
              + " belongs to another user: run Glasshive as that user, give the directory to this"
              + " one (chown -R), or set data.dir to another directory.");
    }
  }

  private static int ownUid() {
    try {
      return Unix.owner(Path.of("/proc", Long.toString(ProcessHandle.current().pid())));
    } catch (IOException e) {
      throw new Failure.Rejected(
          "platform_unsupported",
          "/proc is not mounted, so that PostgreSQL cannot be started safely: mount it, or set"
              + " database.url to a PostgreSQL 14 or newer.");
    }
  }

  private static void require(String program, String argument) {
    if (exitCode(program, argument) != 0) {
      throw new Failure.Rejected(
          "program_missing",
          "The program "
              + program
              + " (package util-linux) is missing or too old: install it, or set database.url to a"
              + " PostgreSQL 14 or newer.");
    }
  }

  private static int exitCode(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
