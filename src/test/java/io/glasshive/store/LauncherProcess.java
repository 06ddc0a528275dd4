package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A JVM of its own around the launcher, for tests that kill it: {@code main(data directory,
 * programs or "-")}. Prints {@code step N/M TEXT}, then {@code ready PID PORT SCHEMA} and waits for
 * a line {@code stop}; or prints {@code failed CODE TEXT} and exits with 1.
 */
public final class LauncherProcess {

  private LauncherProcess() {}

  public static void main(String[] args) throws IOException {
    Vertx vertx = Vertx.vertx();
    try (DataDirectory data = DataDirectory.open(Path.of(args[0]))) {
      EmbeddedPostgres postgres =
          TestPostgres.await(
              EmbeddedPostgres.start(vertx, data, LauncherProcess::say, options(args[1])));
      String schema = TestPostgres.await(migrate(vertx, postgres));
      System.out.println("ready " + postgres.pid() + " " + postgres.port() + " " + schema);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      if ("stop".equals(in.readLine())) {
        TestPostgres.await(postgres.stop());
      }
    } catch (Failure e) {
      System.out.println("failed " + e.code() + " " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void say(int step, int of, String what) {
    System.out.println("step " + step + "/" + of + " " + what);
  }

  private static Future<String> migrate(Vertx vertx, EmbeddedPostgres postgres) {
    return Database.open(vertx, postgres.settings(2))
        .compose(db -> new Migrator(vertx).migrate(db).eventually(db::close));
  }

  private static EmbeddedPostgres.Options options(String programs) {
    return new EmbeddedPostgres.Options(
        Optional.empty(),
        programs.equals("-") ? Optional.empty() : Optional.of(Path.of(programs)),
        Map.of());
  }
}
