package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.glasshive.store.PostgresBinaries.Platform;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what to change when PostgreSQL's programs, or the disk under them, refuse.
 *
 * @param dataDir what {@code data.dir} names
 * @param programs where the programs and their libraries are unpacked
 */
record PostgresTrouble(Path dataDir, Path programs) {

  private static final Pattern LIBRARY =
      Pattern.compile("error while loading shared libraries: ([^:]+):");

  /** Of a file operation or of starting a program. */
  Failure of(IOException e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof AccessDeniedException) {
      text = "Permission denied: " + text;
    }
    return of(text, List.of(text), e);
  }

  /** Of a program that ended with an error. */
  Failure of(String program, int exitCode, List<String> output) {
    return of(program + " ended with code " + exitCode, output, null);
  }

  private Failure of(String what, List<String> output, Throwable cause) {
    String all = String.join("\n", output);
    if (all.contains("No space left on device") || all.contains("Disk quota exceeded")) {
      return new Failure.Unavailable(
          "disk_full",
          "The disk that holds "
              + dataDir
              + " is full: free space on it, or set data.dir to a directory on another.",
          cause);
    }
    if (all.contains("Read-only file system")) {
      return rejected("data_dir", dataDir + " is on a read-only file system: set data.dir.");
    }
    Matcher library = LIBRARY.matcher(all);
    boolean libraryMissing = library.find();
    if (libraryMissing && Files.exists(programs.resolve("lib").resolve(library.group(1)))) {
      // It is there, but not for PostgreSQL's user: the loader says "no such file" all the same.
      return forbidden();
    }
    if (libraryMissing) {
      return unsupported("lacks the library " + library.group(1), "install it, or set");
    }
    if (all.contains("Exec format error") || all.contains("error=2,")) {
      return unsupported("cannot run the PostgreSQL of this build", "set");
    }
    if (all.contains("could not look up effective user ID")) {
      return unsupported(
          "has no account for the user that PostgreSQL runs as", "add it to /etc/passwd, or set");
    }
    if (all.contains("Permission denied") || all.contains("error=13,")) {
      return forbidden();
    }
    if (all.contains("Cannot allocate memory") || all.contains("could not map anonymous")) {
      return new Failure.Unavailable(
          "memory", "There is too little memory to start PostgreSQL: free some.", cause);
    }
    return new Failure.Unavailable(
        "embedded_database",
        "The embedded PostgreSQL failed ("
            + what
            + lastWord(output)
            + "): see "
            + dataDir.resolve(EmbeddedPostgres.LOG_FILE)
            + ", or set database.url to a PostgreSQL of your own.",
        cause);
  }

  private Failure forbidden() {
    return rejected(
        "data_dir",
        "PostgreSQL may not use "
            + dataDir
            + ": let its user enter each directory above it, see that the file system is not"
            + " mounted noexec, or set data.dir to another directory.");
  }

  private static String lastWord(List<String> output) {
    return output.stream()
        .filter(
            line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
        .reduce((first, second) -> second)
        .map(line -> ": " + line.strip())
        .orElse("");
  }

  private static Failure rejected(String code, String text) {
    return new Failure.Rejected(code, text);
  }

  private static Failure unsupported(String lacks, String remedy) {
    return rejected(
        "platform_unsupported",
        "This machine ("
            + Platform.name()
            + ") "
            + lacks
            + ": "
            + remedy
            + " database.url to a PostgreSQL 14 or newer.");
  }
}
