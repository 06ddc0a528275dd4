package io.glasshive.store;

import io.glasshive.domain.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory that one server keeps everything in ({@code data.dir}), held by this process until
 * {@link #close()} or its death: created with mode 0700, and locked by the file {@code lock}, which
 * names the holder's pid. The kernel drops the lock with the process, so nothing stale is left.
 *
 * <p>Blocking (a few milliseconds): open it before the event loops have work, or on a worker.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String LOCK_FILE = "lock";

  /** Far behind the pid, because a locked range cannot be read by others on Windows. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * Directories this process holds. POSIX drops a process's lock when the process closes any
   * channel to the file, so a second try in this JVM must be refused before it opens the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Creates the directory where it does not exist, and takes its lock.
   *
   * @throws Failure.Conflict {@code data_dir_in_use}, naming the pid, when a process holds it
   * @throws Failure.Rejected {@code data_dir} when it cannot be created or written
   */
  public static DataDirectory open(Path dir) {
    Path real = create(dir.toAbsolutePath().normalize());
    if (!HELD.add(real)) {
      throw inUse(real, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return lock(real);
    } catch (RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  /**
   * The process that holds {@code dir}, if there is one; 0 when it cannot be told which. Nothing is
   * created or changed.
   *
   * @throws IOException when the lock cannot be read
   */
  public static Optional<Long> holder(Path dir) throws IOException {
    Path file = dir.resolve(LOCK_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (HELD.contains(dir.toRealPath())) {
      return Optional.of(ProcessHandle.current().pid());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      String text = readPid(channel);
      long pid = text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
      if (pid != 0 && ProcessHandle.of(pid).isEmpty()) {
        return Optional.empty(); // so that the lock need not be tried: a start might meet it
      }
      FileLock free = channel.tryLock(LOCKED_BYTE, 1, true);
      return free == null ? Optional.of(pid) : Optional.empty();
    }
  }

  /** Absolute, without symbolic links. */
  public Path path() {
    return path;
  }

  /** A file or directory in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Lets another process have the directory. Close what uses it first. */
  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      // A channel that cannot be closed holds no lock either; the process's end closes the rest.
    } finally {
      HELD.remove(path);
    }
  }

  private static Path create(Path dir) {
    try {
      Files.createDirectories(dir, ownerOnly(dir, "rwx------"));
      return dir.toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new Failure.Rejected(
          "data_dir", dir + " is a file, not a directory: set data.dir to a directory.");
    } catch (IOException e) {
      throw unusable(dir, e);
    }
  }

  private static DataDirectory lock(Path dir) {
    Path file = dir.resolve(LOCK_FILE);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              ownerOnly(dir, "rw-r--r--"));
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        String pid = readPid(channel);
        channel.close();
        throw inUse(dir, pid);
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      channel.force(true);
      return new DataDirectory(dir, channel, lock);
    } catch (OverlappingFileLockException e) {
      throw inUse(dir, Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      closeQuietly(channel);
      throw unusable(dir, e);
    }
  }

  private static String readPid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
  }

  private static Failure.Conflict inUse(Path dir, String pid) {
    boolean known = pid.matches("\\d{1,18}");
    return new Failure.Conflict(
        "data_dir_in_use",
        "Another Glasshive"
            + (known ? " (process " + pid + ")" : "")
            + " uses the data directory "
            + dir
            + ": stop it, or set data.dir to another directory.",
        known ? Map.of("pid", Long.parseLong(pid)) : Map.of());
  }

  private static Failure.Rejected unusable(Path dir, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Failure.Rejected(
        "data_dir",
        "The data directory "
            + dir
            + " cannot be used ("
            + why
            + "): let this user write to it, or set data.dir to another directory.");
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The failure that led here is the one that is reported.
      }
    }
  }

  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }
}
