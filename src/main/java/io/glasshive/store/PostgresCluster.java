package io.glasshive.store;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.store.PostgresBinaries.Platform;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cluster's directory and what is done to it while no server of ours runs: creation, the wait
 * for a server that an earlier process left, and stopping. Blocking; used on the launcher's thread.
 */
final class PostgresCluster {

  static final String USER = "glasshive";

  /** Only what the command line of the server does not fix: a person may change these. */
  private static final Map<String, String> FIRST_SETTINGS =
      Map.of(
          "max_connections", "50",
          "shared_buffers", "128MB",
          "max_wal_size", "512MB",
          "jit", "off",
          "timezone", "UTC",
          "log_timezone", "UTC",
          "log_line_prefix", "%m [%p] ");

  private static final long GRACE_MILLIS = 5_000;
  private static final long FAST_MILLIS = 20_000;
  private static final long PATIENCE_MILLIS = 30_000;
  private static final long POLL_MILLIS = 50;

  private final Path dataDir;
  private final Path dir;
  private final PostgresBinaries binaries;
  private final RunAs runAs;

  PostgresCluster(Path dataDir, PostgresBinaries binaries, RunAs runAs) {
    this.dataDir = dataDir;
    this.dir = dataDir.resolve("postgres");
    this.binaries = binaries;
    this.runAs = runAs;
  }

  Path dir() {
    return dir;
  }

  /** The programs run at all, and are of the version that this build expects. */
  void checkPrograms() throws IOException {
    runAs.letThrough(dataDir);
    List<String> said =
        run(runAs.plain(List.of(binaries.program("postgres").toString(), "--version")), "postgres");
    if (said.stream().noneMatch(line -> line.contains(" " + PostgresBinaries.VERSION))) {
      throw new Failure.Fault(
          "PostgreSQL " + PostgresBinaries.VERSION + " was expected, not " + said, null);
    }
  }

  boolean exists() throws IOException {
    if (!Files.exists(dir)) {
      return false;
    }
    Path version = dir.resolve("PG_VERSION");
    if (Files.exists(version)) {
      requireMajor(Files.readString(version).strip());
      return true;
    }
    try (Stream<Path> entries = Files.list(dir)) {
      if (entries.findAny().isPresent()) {
        throw new Failure.Rejected(
            "data_dir", dir + " holds no database of PostgreSQL: move it away, or set data.dir.");
      }
    }
    Files.delete(dir);
    return false;
  }

  private void requireMajor(String found) {
    if (!found.equals(Integer.toString(PostgresBinaries.MAJOR))) {
      throw new Failure.Rejected(
          "database_version",
          dir
              + " was made by PostgreSQL "
              + found
              + ", and this Glasshive brings "
              + PostgresBinaries.MAJOR
              + ": use the Glasshive that made it, or set data.dir to another directory.");
    }
  }

  /** Makes the cluster in a sibling directory, which gets its name when it is complete (1.4 s). */
  void create() throws IOException {
    Path fresh = dataDir.resolve("postgres.initdb");
    deleteHalf(fresh);
    Files.createDirectory(fresh, DataDirectory.ownerOnly(fresh, "rwx------"));
    Path passwordFile = dataDir.resolve("postgres.initdb.password");
    try {
      writeSecret(passwordFile, newPassword());
      // A copy, because the user that PostgreSQL runs as must be able to read it.
      runAs.own(fresh);
      runAs.own(passwordFile);
      List<String> command =
          new ArrayList<>(
              List.of(
                  binaries.program("initdb").toString(),
                  "--pgdata=" + fresh,
                  "--pwfile=" + passwordFile,
                  "--auth=scram-sha-256",
                  "--username=" + USER,
                  "--encoding=UTF-8",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8",
                  // Of the C library: only Linux is sure to know C.UTF-8.
                  "--locale=" + (Platform.linux() ? "C.UTF-8" : "C"),
                  "--data-checksums",
                  "--no-instructions"));
      FIRST_SETTINGS.forEach((name, value) -> command.add("--set=" + name + "=" + value));
      run(runAs.bound("TERM", command), "initdb");
      // The password before the cluster: a cluster always has its password beside it.
      String password = Files.readString(passwordFile).strip();
      writeSecret(passwordPath(), password);
      move(fresh, dir);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  /** The initdb of a killed process may still be writing for a moment. */
  private static void deleteHalf(Path fresh) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Unix.deleteTree(fresh);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == 20) {
          throw e;
        }
        pause();
      }
    }
  }

  /** The owner of the files, and the password that they were made with. */
  Config.Secret open() throws IOException {
    runAs.own(dir);
    try {
      return new Config.Secret(Files.readString(passwordPath()).strip());
    } catch (NoSuchFileException e) {
      throw new Failure.Rejected(
          "database_password_lost",
          passwordPath()
              + ", the password of the database beside it, is missing: bring it back from a"
              + " backup, or move "
              + dir
              + " away to begin with an empty database.");
    }
  }

  /** The command that starts the server: bound to the thread that executes it. */
  ProcessBuilder server(int port, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("postgres").toString());
    command.addAll(List.of("-D", dir.toString()));
    settings(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return process(runAs.bound("INT", command));
  }

  private static Map<String, String> settings(int port) {
    return Map.of(
        "listen_addresses", "127.0.0.1",
        "port", Integer.toString(port),
        "unix_socket_directories", "",
        "fsync", "on",
        "full_page_writes", "on",
        "logging_collector", "off",
        "log_destination", "stderr",
        "cluster_name", "glasshive");
  }

  /**
   * Waits until no server of this directory runs: an earlier process was killed and its PostgreSQL
   * is still writing its checkpoint, or (not on Linux) was left behind and is stopped here.
   *
   * @throws Failure.Unavailable {@code previous_server} after 30 s
   */
  void awaitPrevious(Consumer<String> waiting, Cancelled cancelled) throws IOException {
    long began = System.nanoTime();
    boolean told = false;
    boolean asked = false;
    boolean insisted = false;
    for (Set<Long> left = running(); !left.isEmpty(); left = running()) {
      cancelled.check();
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (!told) {
        told = true;
        waiting.accept("waiting for the previous PostgreSQL (process " + first(left) + ") to stop");
      }
      if (waited > PATIENCE_MILLIS) {
        throw new Failure.Unavailable(
            "previous_server",
            "The PostgreSQL of an earlier start (process "
                + first(left)
                + ") still uses "
                + dir
                + " and does not stop: end that process, then start again.",
            null);
      }
      if (waited > FAST_MILLIS && !insisted) {
        insisted = true;
        stop("immediate", 5);
      } else if (waited > (runAs == RunAs.PLAIN ? 0 : GRACE_MILLIS) && !asked) {
        asked = true;
        stop("fast", 10);
      }
      pause();
    }
    deleteStalePidFile();
  }

  /** Asks the server to stop; false when it has not within the time, or there is none. */
  boolean stop(String mode, int seconds) {
    List<String> command =
        List.of(
            binaries.program("pg_ctl").toString(),
            "stop",
            "--pgdata=" + dir,
            "--mode=" + mode,
            "--timeout=" + seconds,
            "--silent");
    try {
      run(runAs.plain(command), "pg_ctl");
      return true;
    } catch (IOException | Failure e) {
      return false;
    }
  }

  private static long first(Set<Long> pids) {
    return pids.iterator().next();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Server processes that work in this directory; each PostgreSQL process makes it its own. */
  private Set<Long> running() throws IOException {
    return Platform.linux() ? workingHere() : Set.copyOf(pidFileHolder().stream().toList());
  }

  private Set<Long> workingHere() throws IOException {
    Set<Long> pids = new TreeSet<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        String pid = process.getFileName().toString();
        if (Character.isDigit(pid.charAt(0)) && worksHere(process)) {
          pids.add(Long.parseLong(pid));
        }
      }
    }
    return pids;
  }

  private boolean worksHere(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip().equals("postgres")
          && Files.readSymbolicLink(process.resolve("cwd")).equals(dir);
    } catch (IOException e) {
      // Gone meanwhile, or of another user, whose server cannot have our directory.
      return false;
    }
  }

  /** Elsewhere than Linux: the process that the pid file names, if it still is a PostgreSQL. */
  private Optional<Long> pidFileHolder() throws IOException {
    Path file = dir.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid)
        .filter(p -> p.info().command().map(c -> c.contains("postgres")).orElse(false))
        .map(ProcessHandle::pid);
  }

  /**
   * PostgreSQL refuses to start while the process that its pid file names lives, and after the
   * restart of a container that is soon a foreign one. Removed only where the process is known to
   * be no server of ours: the file also guards against leftovers that share memory.
   */
  private void deleteStalePidFile() throws IOException {
    Path file = dir.resolve("postmaster.pid");
    if (!Platform.linux() || !Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    Path process = Path.of("/proc", lines.isEmpty() ? "0" : lines.get(0).strip());
    if (Files.exists(process) && isForeign(process)) {
      Files.delete(file);
    }
  }

  private boolean isForeign(Path process) {
    try {
      return !Files.readString(process.resolve("comm")).strip().equals("postgres")
          || !Files.readSymbolicLink(process.resolve("cwd")).equals(dir);
    } catch (IOException e) {
      return false;
    }
  }

  private Path passwordPath() {
    return dataDir.resolve("postgres.password");
  }

  private static String newPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void writeSecret(Path file, String secret) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, DataDirectory.ownerOnly(fresh, "rw-------"));
    Files.writeString(fresh, secret + "\n", StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    move(fresh, file);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Runs a program to its end on this thread; its output, or a failure that says what to do. */
  private List<String> run(List<String> command, String name) throws IOException {
    Process process = process(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> output;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output = out.lines().toList();
    }
    int exit;
    try {
      exit = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    }
    if (exit != 0) {
      throw new PostgresTrouble(dataDir, binaries.home()).of(name, exit, output);
    }
    return output;
  }

  /** In a directory that its user can enter, and with nothing of the caller's that steers it. */
  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    if (Platform.windows()) {
      builder.directory(dataDir.toFile());
    }
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG"));
    return builder;
  }

  /** Throws when the start that waits has been called off. */
  interface Cancelled {
    void check();
  }
}
