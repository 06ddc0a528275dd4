package io.glasshive.app.doctor;

import io.glasshive.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The data directory: whether it can be used, by whom it is, and the room on its disk. */
final class DirectoryChecks {

  private static final long MIB = 1L << 20;

  /** Programs and an empty database take 100 MiB, and a start wants room beside them. */
  private static final long LEAST_FREE = 200 * MIB;

  /** A month of collections takes some hundred MiB, and the write-ahead log as much again. */
  private static final long GOOD_FREE = 1_024 * MIB;

  private final Path dir;

  DirectoryChecks(Path dir) {
    this.dir = dir;
  }

  List<Finding> all() {
    return List.of(usable(), disk(), holder());
  }

  /** The directory itself, or the nearest one above it that exists. */
  static Path existing(Path dir) {
    Path found = dir;
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }

  private Finding usable() {
    String remedy = "let this user write to it, or set data.dir to another directory";
    Path existing = existing(dir);
    if (!Files.isDirectory(existing)) {
      return Finding.fail("data directory", existing + " is a file", "set data.dir to a directory");
    }
    if (!Files.isWritable(existing) || !Files.isExecutable(existing)) {
      return Finding.fail("data directory", existing + " is not writable", remedy);
    }
    if (!existing.equals(dir)) {
      return Finding.ok("data directory", dir + " does not exist yet and can be created");
    }
    return openToOthers()
        ? Finding.warn(
            "data directory",
            dir + " can be read by other users of this machine",
            "close it: chmod 700 " + dir)
        : Finding.ok("data directory", dir + " is writable");
  }

  private boolean openToOthers() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(dir);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a file system without such permissions
    }
  }

  private Finding disk() {
    try {
      return free(Files.getFileStore(existing(dir)).getUsableSpace());
    } catch (IOException e) {
      return Finding.warn("disk", "its free space cannot be told: " + e.getMessage(), "");
    }
  }

  static Finding free(long bytes) {
    String text = bytes / MIB + " MiB are free";
    String remedy = "free space, or set data.dir to a directory on another disk";
    if (bytes < LEAST_FREE) {
      return Finding.fail("disk", text + ", " + LEAST_FREE / MIB + " are needed", remedy);
    }
    return bytes < GOOD_FREE
        ? Finding.warn("disk", text + ", little for a database that grows", remedy)
        : Finding.ok("disk", text);
  }

  private Finding holder() {
    try {
      Optional<Long> holder = DataDirectory.holder(dir);
      return holder
          .map(
              pid ->
                  Finding.ok(
                      "in use",
                      "by "
                          + (pid == 0 ? "a process" : "process " + pid)
                          + "; serve would be refused, collect and runs go to that server"))
          .orElseGet(() -> Finding.ok("in use", "by nobody"));
    } catch (IOException e) {
      return Finding.fail(
          "in use",
          "the lock in " + dir + " cannot be read: " + e.getMessage(),
          "let this user read it");
    }
  }
}
