package io.glasshive.store;

import io.glasshive.domain.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of the jar, unpacked: a tar in xz on the classpath, one platform a build.
 * Unpacked into a sibling directory that is renamed when it is complete; a marker in it says how
 * many files and bytes belong there, so that a crash (also of the machine) never leaves a half that
 * is taken for the whole.
 */
final class PostgresBinaries {

  /** Of the jar that the pom names; the programs' own word is checked at every start. */
  static final String VERSION = "18.6";

  static final int MAJOR = 18;

  private static final String MARKER = ".complete";
  private static final Pattern LEFTOVER = Pattern.compile("\\.unpacking-(\\d+)");

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /** The full path of one of {@code postgres}, {@code initdb}, {@code pg_ctl}. */
  Path program(String name) {
    return home.resolve("bin").resolve(Platform.windows() ? name + ".exe" : name);
  }

  /** Where the programs and their libraries are. */
  Path home() {
    return home;
  }

  /**
   * Finds the programs below {@code root}, or unpacks them there (3 s).
   *
   * @throws Failure.Rejected {@code platform_unsupported} when the jar has none for this machine
   * @throws IOException when they cannot be written
   */
  static PostgresBinaries in(Path root, Runnable beforeUnpacking) throws IOException {
    Path home = root.resolve(VERSION);
    if (!complete(home)) {
      beforeUnpacking.run();
      Files.createDirectories(root, DataDirectory.ownerOnly(root, "rwxr-xr-x"));
      Unix.permit(root, "rwxr-xr-x");
      deleteLeftovers(root);
      unpack(root, home);
    }
    return new PostgresBinaries(home);
  }

  /** The programs below {@code root}, if they are whole. */
  static Optional<PostgresBinaries> unpacked(Path root) throws IOException {
    Path home = root.resolve(VERSION);
    return complete(home) ? Optional.of(new PostgresBinaries(home)) : Optional.empty();
  }

  private static void unpack(Path root, Path home) throws IOException {
    URL archive = archive();
    Path fresh = root.resolve(".unpacking-" + ProcessHandle.current().pid());
    Unix.deleteTree(fresh);
    Files.createDirectory(fresh);
    Unix.permit(fresh, "rwxr-xr-x");
    try (InputStream bytes = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(bytes, 1 << 16)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(fresh, entry, tar);
      }
    }
    Files.writeString(fresh.resolve(MARKER), inventory(fresh));
    Unix.deleteTree(home);
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, home);
    }
  }

  private static void write(Path root, TarArchiveEntry entry, InputStream content)
      throws IOException {
    Path target = inside(root, root.resolve(entry.getName()), entry.getName());
    if (entry.isDirectory()) {
      makeDirectories(root, target);
      return;
    }
    makeDirectories(root, target.getParent());
    if (entry.isSymbolicLink()) {
      inside(root, target.getParent().resolve(entry.getLinkName()), entry.getName());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(content, target);
      // Set, not inherited: with a umask of 077 another user could not run them.
      Unix.permit(target, (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
    } else {
      throw new IOException("an entry of unknown kind in the PostgreSQL archive: " + entry);
    }
  }

  private static void makeDirectories(Path root, Path dir) throws IOException {
    if (dir.equals(root) || Files.isDirectory(dir)) {
      return;
    }
    makeDirectories(root, dir.getParent());
    Files.createDirectory(dir);
    Unix.permit(dir, "rwxr-xr-x");
  }

  private static Path inside(Path root, Path path, String name) throws IOException {
    Path normal = path.normalize();
    if (!normal.startsWith(root)) {
      throw new IOException("the PostgreSQL archive leads outside its directory: " + name);
    }
    return normal;
  }

  private static boolean complete(Path home) throws IOException {
    Path marker = home.resolve(MARKER);
    return Files.isRegularFile(marker) && Files.readString(marker).equals(inventory(home));
  }

  /** Files and their bytes: what a crash of the machine would have lost. */
  private static String inventory(Path home) throws IOException {
    try (Stream<Path> tree = Files.walk(home)) {
      List<Long> sizes =
          tree.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
              .filter(p -> !p.getFileName().toString().equals(MARKER))
              .map(PostgresBinaries::size)
              .toList();
      long bytes = sizes.stream().mapToLong(Long::longValue).sum();
      return sizes.size() + " files, " + bytes + " bytes\n";
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What processes that are gone left half unpacked, and other versions' programs. */
  private static void deleteLeftovers(Path root) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(root)) {
      entries = list.toList();
    }
    for (Path entry : entries) {
      Matcher name = LEFTOVER.matcher(entry.getFileName().toString());
      boolean abandoned =
          name.matches()
              && ProcessHandle.of(Long.parseLong(name.group(1)))
                  .map(p -> !p.isAlive())
                  .orElse(true);
      boolean otherVersion = entry.getFileName().toString().matches("\\d+\\.\\d+");
      if (abandoned || otherVersion) {
        Unix.deleteTree(entry);
      }
    }
  }

  private static URL archive() {
    for (String name : Platform.archives()) {
      URL found = PostgresBinaries.class.getClassLoader().getResource(name);
      if (found != null) {
        return found;
      }
    }
    throw new Failure.Rejected(
        "platform_unsupported",
        "This build of Glasshive carries no PostgreSQL for "
            + Platform.name()
            + ": set database.url to a PostgreSQL 14 or newer, or build Glasshive on this kind of"
            + " machine.");
  }

  /** What the JVM says of the machine, in the words of the archives. */
  static final class Platform {

    private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final String ARCH = System.getProperty("os.arch").toLowerCase(Locale.ROOT);

    private Platform() {}

    static boolean windows() {
      return OS.startsWith("windows");
    }

    static boolean linux() {
      return OS.startsWith("linux");
    }

    static String name() {
      return OS + "/" + ARCH;
    }

    static List<String> archives() {
      String os = windows() ? "windows" : OS.startsWith("mac") ? "darwin" : OS;
      String arch =
          switch (ARCH) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> ARCH;
          };
      String name = "postgres-" + os + "-" + arch;
      return List.of(name + ".txz", name + "-alpine_linux.txz");
    }
  }
}
