package io.glasshive.store;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The embedded PostgreSQL of a data directory, looked at from outside without changing it. Blocking
 * (up to 4 s where the programs are not unpacked yet).
 */
public final class EmbeddedInspection {

  /** Lines of {@code postmaster.pid}: the pid is the first, the port the fourth. */
  private static final int PORT_LINE = 3;

  private final Path dataDir;

  /**
   * @param dataDir need not exist
   */
  public EmbeddedInspection(Path dataDir) {
    this.dataDir = dataDir;
  }

  /**
   * The version of the programs, after one was executed. Where they are not unpacked yet that is
   * done in a directory beside the data directory, which is removed again.
   *
   * @param beside an existing directory on the same disk
   * @throws Failure the one that a start would end with
   */
  public String programs(Path beside) {
    Path programs = dataDir.resolve("postgres-bin");
    try {
      RunAs runAs = RunAs.detect();
      Optional<PostgresBinaries> found = PostgresBinaries.unpacked(programs);
      if (found.isPresent()) {
        new PostgresCluster(dataDir, found.get(), runAs).checkPrograms();
      } else {
        tryOut(beside, runAs);
      }
      return PostgresBinaries.VERSION;
    } catch (IOException e) {
      throw new PostgresTrouble(dataDir, programs.resolve(PostgresBinaries.VERSION)).of(e);
    }
  }

  private static void tryOut(Path beside, RunAs runAs) throws IOException {
    Path scratch = Files.createTempDirectory(beside, ".glasshive-doctor-");
    try {
      Unix.permit(scratch, "rwxr-xr-x");
      PostgresBinaries binaries = PostgresBinaries.in(scratch.resolve("postgres-bin"), () -> {});
      new PostgresCluster(scratch, binaries, runAs).checkPrograms();
    } finally {
      Unix.deleteTree(scratch);
    }
  }

  /** Whether a database was made there. */
  public boolean exists() {
    return Files.exists(dataDir.resolve("postgres/PG_VERSION"));
  }

  /** How to reach the server that runs there; empty when none does. */
  public Optional<Config.Database> running() {
    try {
      List<String> lines = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"));
      long pid = Long.parseLong(lines.get(0).strip());
      int port = Integer.parseInt(lines.get(PORT_LINE).strip());
      String password = Files.readString(dataDir.resolve("postgres.password")).strip();
      return ProcessHandle.of(pid)
          .map(
              process ->
                  new Config.Database(
                      Optional.of("postgresql://127.0.0.1:" + port + "/glasshive"),
                      Optional.of(PostgresCluster.USER),
                      Optional.of(new Config.Secret(password)),
                      1));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty(); // none, or one that is just starting
    }
  }
}
