package io.glasshive.store;

import io.glasshive.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;

/**
 * One real PostgreSQL for all tests of a JVM, started at first use (about 2 s; 5 s when {@code
 * target} is new) and removed with the JVM. Each test takes a database of its own:
 *
 * <pre>
 *   Config.Database config = TestPostgres.newDatabase();          // migrated, about 50 ms
 *   Database.open(vertx, config).compose(db -> db.pool()…)
 * </pre>
 *
 * <p>Blocking: call it from the test's own thread, never from an event loop. The server syncs
 * nothing to disk and allows 200 connections; tests of durability start their own.
 */
public final class TestPostgres {

  private static final int POOL_SIZE = 4;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** A fresh database with the whole schema, and nothing in it. */
  public static Config.Database newDatabase() {
    return create("template_migrated");
  }

  /** A fresh database without any table. */
  public static Config.Database newEmptyDatabase() {
    return create("template1");
  }

  /** The programs that the tests of the launcher share, so that each need not unpack them. */
  static Path programs() {
    String base = System.getProperty("basedir", System.getProperty("user.dir"));
    return Path.of(base, "target", "postgres-bin").toAbsolutePath();
  }

  /** Runs statements as the owner of everything, outside any transaction. */
  public static void execute(Config.Database database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A JDBC connection, for a test that stands outside the reactive client; the caller closes it.
   */
  public static Connection connect(Config.Database database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", database.user().orElseThrow());
    login.setProperty("password", database.password().orElseThrow().value());
    return new Driver().connect("jdbc:" + database.url().orElseThrow(), login);
  }

  private static Config.Database create(String template) {
    String name = "test_" + DATABASES.incrementAndGet();
    Config.Database admin = Server.ONE.admin;
    synchronized (Server.ONE) {
      execute(admin, "create database " + name + " template " + template);
    }
    return named(admin, name);
  }

  private static Config.Database named(Config.Database admin, String name) {
    String url = admin.url().orElseThrow();
    return new Config.Database(
        Optional.of(url.substring(0, url.lastIndexOf('/') + 1) + name),
        admin.user(),
        admin.password(),
        POOL_SIZE);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private static final class Server {

    private static final Server ONE = new Server();

    private final Vertx vertx = Vertx.vertx();
    private final Config.Database admin;

    private Server() {
      try {
        Path dir = Files.createTempDirectory("glasshive-test-postgres-");
        DataDirectory data = DataDirectory.open(dir);
        EmbeddedPostgres postgres =
            await(EmbeddedPostgres.start(vertx, data, Progress.none(), options()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(postgres, data)));
        admin = postgres.settings(POOL_SIZE);
        execute(admin, "create database template_migrated");
        Database template = await(Database.open(vertx, named(admin, "template_migrated")));
        await(new Migrator(vertx).migrate(template));
        await(template.close());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static EmbeddedPostgres.Options options() {
      return new EmbeddedPostgres.Options(
          Optional.empty(),
          Optional.of(programs()),
          Map.of(
              "fsync", "off",
              "synchronous_commit", "off",
              "full_page_writes", "off",
              "max_connections", "200"));
    }

    private static void remove(EmbeddedPostgres postgres, DataDirectory data) {
      await(postgres.stop());
      data.close();
      try {
        Unix.deleteTree(data.path());
      } catch (IOException e) {
        // The directory for temporary files is cleared by others, too.
      }
    }
  }
}
