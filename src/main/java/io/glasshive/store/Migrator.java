package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the version that this build knows: {@code db/migration/V001__….sql} and on,
 * forward only, each in a transaction, by Flyway over JDBC on a worker thread. Two servers at once
 * wait for each other. A schema that is newer than this build is refused untouched.
 */
public final class Migrator {

  private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);
  private static final String LOCATION = "classpath:db/migration";

  /**
   * How a database stands to this build.
   *
   * @param found version of its schema; empty: there is none yet
   * @param known the version that this build brings it to
   */
  public record Schema(String found, String known) {}

  private final Vertx vertx;
  private final String location;

  public Migrator(Vertx vertx) {
    this(vertx, LOCATION);
  }

  Migrator(Vertx vertx, String location) {
    this.vertx = vertx;
    this.location = location;
  }

  /**
   * Applies what is missing (two migrations about 1 s, none 0.1 s).
   *
   * @return the version of the schema, as in {@code V001}: {@code 001}; or {@link Failure.Rejected}
   *     ({@code schema_newer}, {@code schema_foreign}, {@code schema_changed}), {@link
   *     Failure.Unavailable} when the database does not answer, {@link Failure.Fault} when a
   *     migration is wrong
   */
  public Future<String> migrate(Database database) {
    // Not ordered: it takes seconds, and nothing else of the caller's context waits for it.
    return vertx.executeBlocking(() -> migrate(database.jdbc()), false);
  }

  /**
   * The version of the schema, which is left as it is.
   *
   * @return or the failures of {@link #migrate}, as far as they can be told without writing
   */
  public Future<Schema> look(Database database) {
    return vertx.executeBlocking(() -> look(database.jdbc()), false);
  }

  private Schema look(Database.Jdbc jdbc) {
    try {
      MigrationInfoService info = flyway(jdbc).info();
      return new Schema(version(info), requireKnown(info).toString());
    } catch (FlywayException e) {
      throw failure(e);
    }
  }

  private String migrate(Database.Jdbc jdbc) {
    try {
      Flyway flyway = flyway(jdbc);
      MigrationInfoService before = flyway.info();
      requireKnown(before);
      int count = flyway.migrate().migrationsExecuted;
      String version = version(flyway.info());
      if (count > 0) {
        LOG.info("The database schema is now at version {}", version);
      }
      return version;
    } catch (FlywayException e) {
      throw failure(e);
    }
  }

  private Flyway flyway(Database.Jdbc jdbc) {
    return Flyway.configure(Migrator.class.getClassLoader())
        .loggers(FlywayLog.class.getName())
        .dataSource(jdbc.url(), jdbc.user(), jdbc.password().value())
        .locations(location)
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .placeholderReplacement(false)
        .cleanDisabled(true)
        .load();
  }

  /** The newest version of this build; refused when the schema's is newer. */
  private static MigrationVersion requireKnown(MigrationInfoService info) {
    MigrationVersion known = MigrationVersion.EMPTY;
    MigrationVersion found = MigrationVersion.EMPTY;
    for (MigrationInfo migration : info.all()) {
      MigrationVersion version = migration.getVersion();
      if (version != null && migration.getState().isResolved() && version.compareTo(known) > 0) {
        known = version;
      }
      if (version != null && migration.getState().isApplied() && version.compareTo(found) > 0) {
        found = version;
      }
    }
    if (found.compareTo(known) > 0) {
      throw new Failure.Rejected(
          "schema_newer",
          "The database was last used by a newer Glasshive (its schema is at version "
              + found
              + ", this one knows "
              + known
              + "): start that version again, or use another database (data.dir or"
              + " database.url).");
    }
    return known;
  }

  private static String version(MigrationInfoService info) {
    MigrationInfo current = info.current();
    return current == null || current.getVersion() == null ? "" : current.getVersion().toString();
  }

  private static Failure failure(FlywayException e) {
    if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return new Failure.Rejected(
          "schema_foreign",
          "The database of database.url holds tables that are not Glasshive's: create an empty"
              + " database for it, and name that.");
    }
    if (isValidation(e)) {
      LOG.warn("The schema history does not match this build", e);
      return new Failure.Rejected(
          "schema_changed",
          "The database was made by a Glasshive whose migrations differ from this one's: use that"
              + " build, or an empty database (data.dir or database.url).");
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return ofSql(e, sql);
      }
    }
    return new Failure.Fault("The database schema could not be brought up to date.", e);
  }

  private static boolean isValidation(FlywayException e) {
    return e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR
        || e.getErrorCode() == CoreErrorCode.CHECKSUM_MISMATCH
        || e instanceof FlywayValidateException;
  }

  private static Failure ofSql(FlywayException e, SQLException sql) {
    if ("42501".equals(sql.getSQLState())) {
      return new Failure.Rejected(
          "database_rights",
          "The user of database.user may not create tables: make it the owner of the database.");
    }
    return switch (SqlErrors.sort(sql)) {
      case RETRY_SAME, LOST_ANSWER, WAIT -> SqlErrors.failure(sql);
      case ROW, BUG -> new Failure.Fault("The database schema could not be brought up to date.", e);
    };
  }
}
