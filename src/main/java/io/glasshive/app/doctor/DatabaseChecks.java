package io.glasshive.app.doctor;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.glasshive.store.Database;
import io.glasshive.store.DatabaseInspection;
import io.glasshive.store.EmbeddedInspection;
import io.glasshive.store.Migrator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The database, embedded or not, and this machine's clock beside its. */
final class DatabaseChecks {

  private static final String CHECK = "database";

  /** More than a refused connection takes with all its tries. */
  private static final long ANSWER_SECONDS = 30;

  /** Times of events come from here and from the database: more than this confuses a reader. */
  private static final Duration GOOD_SKEW = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Subject subject;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  DatabaseChecks(Vertx vertx, Subject subject, InstantSource clock) {
    this.vertx = vertx;
    this.subject = subject;
    this.clock = clock;
  }

  List<Finding> all() {
    Config.Database database = subject.config().database();
    if (database.url().isPresent()) {
      inspect(database);
    } else {
      embedded(subject.config().data().dir());
    }
    return findings;
  }

  private void embedded(Path dir) {
    EmbeddedInspection embedded = new EmbeddedInspection(dir);
    try {
      String version = embedded.programs(DirectoryChecks.existing(dir));
      findings.add(
          Finding.ok("postgresql", "the embedded PostgreSQL " + version + " can be executed"));
    } catch (Failure e) {
      findings.add(Finding.failed("postgresql", e));
    }
    Optional<Config.Database> running = embedded.running();
    if (running.isPresent()) {
      inspect(running.get());
    } else {
      findings.add(
          Finding.ok(
              CHECK,
              embedded.exists()
                  ? "embedded; not running now"
                  : "embedded; made at the first start"));
    }
  }

  private void inspect(Config.Database config) {
    try {
      Instant before = clock.instant();
      DatabaseInspection found =
          Database.open(vertx, config)
              .compose(
                  database -> DatabaseInspection.of(vertx, database).eventually(database::close))
              .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
              .recover(DatabaseChecks::inWords)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      findings.add(Finding.ok(CHECK, "PostgreSQL " + found.version() + " answers"));
      findings.add(schema(found.schema()));
      findings.add(rights(found));
      findings.add(lock(found.holder()));
      findings.add(skew("the database's", found.now(), before, clock.instant()));
    } catch (CompletionException e) {
      findings.add(Finding.failed(CHECK, e.getCause()));
    }
  }

  private static Future<DatabaseInspection> inWords(Throwable cause) {
    return Future.failedFuture(
        cause instanceof Failure
            ? cause
            : new Failure.Unavailable(
                "database_unreachable",
                "The database does not answer in " + ANSWER_SECONDS + " s: look at its log.",
                cause));
  }

  private static Finding schema(Migrator.Schema schema) {
    if (schema.found().isEmpty()) {
      return Finding.ok("schema", "none yet; made at the first start");
    }
    return Finding.ok(
        "schema",
        schema.found().equals(schema.known())
            ? "version " + schema.found() + ", which this build knows"
            : "version " + schema.found() + "; the next start brings it to " + schema.known());
  }

  private static Finding rights(DatabaseInspection found) {
    if (!found.mayCreate() || !found.mayWrite()) {
      return Finding.fail(
          "rights",
          "the user may not " + (found.mayCreate() ? "read and write all tables" : "create tables"),
          "make it the owner of the database");
    }
    return Finding.ok("rights", "the user may create, read and write tables");
  }

  private Finding lock(Optional<String> holder) {
    boolean ours =
        subject
            .server()
            .filter(server -> holder.orElse("").endsWith("process " + server.pid()))
            .isPresent();
    if (holder.isEmpty()) {
      return Finding.ok("server lock", "free");
    }
    return ours
        ? Finding.ok("server lock", "held by the server that runs (" + holder.get() + ")")
        : Finding.warn(
            "server lock",
            "held by another server (" + holder.get() + ")",
            "stop that one before a start here, or set database.url to another database");
  }

  /**
   * Compares a clock with ours.
   *
   * @param before our time when the other was asked
   * @param after our time when it had answered
   */
  static Finding skew(String whose, Instant theirs, Instant before, Instant after) {
    Duration behind = Duration.between(theirs, before);
    Duration ahead = Duration.between(after, theirs);
    Duration worst = behind.compareTo(ahead) > 0 ? behind : ahead;
    return worst.compareTo(GOOD_SKEW) > 0
        ? Finding.warn(
            "clock",
            "this machine's and " + whose + " differ by " + worst.toSeconds() + " s",
            "set the clock: timedatectl set-ntp true")
        : Finding.ok("clock", "this machine's agrees with " + whose);
  }
}
