package io.glasshive.store;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own: unpacked from the jar, created once in the data directory,
 * started on a free loopback port, restarted in place on the same port when it dies, and stopped
 * with us. Also a {@code kill -9} of the JVM ends it (Linux); a start that comes while it is still
 * writing its checkpoint waits.
 *
 * <p>Everything that blocks happens on one launcher thread; futures and handlers end on the Vert.x
 * context that called {@link #start}. Why it is done this way: {@code
 * docs/decisions/0002-embedded-postgresql.md}.
 */
public final class EmbeddedPostgres {

  /** The server's own words, at most two files of 1 MiB. */
  static final String LOG_FILE = "postgres.log";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String DATABASE = "glasshive";
  private static final int STEPS = 4;
  private static final long LOG_MAX_BYTES = 1 << 20;

  /** Unpacked programs 60 MB, an empty cluster 39 MB, and room for the write-ahead log. */
  private static final long FIRST_START_BYTES = 200L << 20;

  /** A free port may be taken between our look and the server's; five in a row is another fault. */
  private static final int PORT_ATTEMPTS = 5;

  /** Recovery replays at most max_wal_size, seconds on any disk; this is for a broken one. */
  private static final long READY_MINUTES = 10;

  private static final int STOP_SECONDS = 20;
  private static final long[] BACKOFF_MILLIS = {100, 500, 1_000, 2_000, 5_000, 10_000};

  /** A server that lived this long was well: its next death begins the back-off anew. */
  private static final long WELL_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * How the server ended though nobody asked it to.
   *
   * @param code its exit code (128 + n: signal n)
   * @param lastWords its last line of output, or empty
   */
  public record Exit(int code, String lastWords) {}

  /** What tests change: programs shared between data directories, another user, less safety. */
  record Options(Optional<RunAs> runAs, Optional<Path> programs, Map<String, String> settings) {
    static final Options DEFAULT = new Options(Optional.empty(), Optional.empty(), Map.of());
  }

  private final DataDirectory data;
  private final Progress progress;
  private final Options options;
  private final Context context;
  private final BoundedLog log;
  private final ScheduledThreadPoolExecutor launcher;
  private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
  private final Promise<Void> stopped = Promise.promise();
  private final List<Handler<Exit>> exitHandlers = new CopyOnWriteArrayList<>();
  private final List<Handler<Void>> restartHandlers = new CopyOnWriteArrayList<>();

  private volatile int port;
  private volatile Config.Secret password;
  private volatile long pid;

  // Of the launcher's thread alone.
  private PostgresCluster cluster;
  private ServerProcess server;
  private long serverSince;
  private int restartAttempts;

  private EmbeddedPostgres(Vertx vertx, DataDirectory data, Progress progress, Options options) {
    this.data = data;
    this.progress = progress;
    this.options = options;
    this.context = vertx.getOrCreateContext();
    this.log = new BoundedLog(data.resolve(LOG_FILE), LOG_MAX_BYTES);
    this.launcher = new ScheduledThreadPoolExecutor(1, EmbeddedPostgres::launcherThread);
    this.launcher.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts the server in a data directory that this process holds (first time about 6 s, later 1 to
   * 2 s), creating the cluster and the database {@code glasshive} where they do not exist.
   *
   * @return the running server; or a {@link Failure} whose text says what to change: {@code
   *     platform_unsupported}, {@code program_missing}, {@code data_dir}, {@code data_dir_owner},
   *     {@code disk_full}, {@code memory}, {@code previous_server}, {@code database_version},
   *     {@code database_password_lost}, {@code embedded_database}
   */
  public static Future<EmbeddedPostgres> start(Vertx vertx, DataDirectory data, Progress progress) {
    return start(vertx, data, progress, Options.DEFAULT);
  }

  static Future<EmbeddedPostgres> start(
      Vertx vertx, DataDirectory data, Progress progress, Options options) {
    EmbeddedPostgres postgres = new EmbeddedPostgres(vertx, data, progress, options);
    Promise<EmbeddedPostgres> started = Promise.promise();
    postgres.launcher.execute(() -> postgres.begin(started));
    return started.future();
  }

  /** How to reach it, for {@link Database#open}. */
  public Config.Database settings(int poolSize) {
    return new Config.Database(
        Optional.of("postgresql://127.0.0.1:" + port + "/" + DATABASE),
        Optional.of(PostgresCluster.USER),
        Optional.of(password),
        poolSize);
  }

  /** The loopback port, the same for as long as this object lives. */
  public int port() {
    return port;
  }

  /** The process id of the server; changes when it is restarted. */
  public long pid() {
    return pid;
  }

  /** Told each time the server ends though nobody asked it to; a restart is under way by then. */
  public EmbeddedPostgres onExit(Handler<Exit> handler) {
    exitHandlers.add(handler);
    return this;
  }

  /** Told each time the server takes connections again after {@link #onExit}. */
  public EmbeddedPostgres onRestarted(Handler<Void> handler) {
    restartHandlers.add(handler);
    return this;
  }

  /**
   * Stops the server: fast (clients are disconnected), after 20 s at once. Asked twice it answers
   * twice. Never fails: what is left after all that the next start deals with.
   */
  public Future<Void> stop() {
    if (stopAsked.complete(null)) {
      launcher.execute(this::end);
    }
    return stopped.future();
  }

  private static Thread launcherThread(Runnable work) {
    Thread thread = new Thread(work, "postgres-launcher");
    thread.setDaemon(true);
    return thread;
  }

  private void begin(Promise<EmbeddedPostgres> started) {
    try {
      prepare();
      launchOnFreePort();
      progress.at(4, STEPS, "opening the database");
      verify(server);
      watch();
      LOG.info("PostgreSQL {} runs as process {} on port {}", PostgresBinaries.VERSION, pid, port);
      onContext(() -> started.complete(this));
    } catch (IOException e) {
      giveUp(started, trouble().of(e));
    } catch (Failure e) {
      giveUp(started, e);
    } catch (RuntimeException | Error e) {
      giveUp(started, new Failure.Fault("The embedded PostgreSQL could not be started.", e));
    }
  }

  private void giveUp(Promise<EmbeddedPostgres> started, Failure failure) {
    stopAsked.complete(null);
    end();
    onContext(() -> started.fail(failure));
  }

  private void prepare() throws IOException {
    RunAs runAs = options.runAs().orElseGet(RunAs::detect);
    progress.at(1, STEPS, "looking for PostgreSQL");
    requireSpace();
    PostgresBinaries binaries =
        PostgresBinaries.in(programs(), () -> progress.at(1, STEPS, "unpacking PostgreSQL"));
    cluster = new PostgresCluster(data.path(), binaries, runAs);
    cluster.checkPrograms();
    progress.at(2, STEPS, "looking for the database");
    checkStop();
    if (!cluster.exists()) {
      progress.at(2, STEPS, "creating the database");
      cluster.create();
    }
    password = cluster.open();
    progress.at(3, STEPS, "starting PostgreSQL");
    cluster.awaitPrevious(what -> progress.at(3, STEPS, what), this::checkStop);
    if (runAs == RunAs.PLAIN) {
      stopWithTheJvm();
    }
  }

  private Path programs() {
    return options.programs().orElse(data.resolve("postgres-bin"));
  }

  private PostgresTrouble trouble() {
    return new PostgresTrouble(data.path(), programs().resolve(PostgresBinaries.VERSION));
  }

  private void requireSpace() throws IOException {
    boolean first = !Files.exists(data.resolve("postgres"));
    if (first && Files.getFileStore(data.path()).getUsableSpace() < FIRST_START_BYTES) {
      throw new IOException("No space left on device");
    }
  }

  private void launchOnFreePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int free = freePort();
      try {
        launch(free);
        port = free;
        return;
      } catch (PortTaken e) {
        if (attempt == PORT_ATTEMPTS) {
          throw e.failure;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Starts the server and waits until it takes connections. */
  private void launch(int onPort) throws IOException {
    checkStop();
    ServerProcess fresh =
        ServerProcess.launch(cluster.server(onPort, options.settings()), this::heard);
    try {
      CompletableFuture.anyOf(fresh.ready(), fresh.exited(), stopAsked)
          .get(READY_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("PostgreSQL did not become ready", e);
    }
    if (fresh.ready().isDone() && !fresh.exited().isDone()) {
      server = fresh;
      serverSince = System.nanoTime();
      pid = fresh.pid();
      return;
    }
    if (!fresh.exited().isDone()) {
      end(fresh);
    }
    checkStop();
    throw notStarted(fresh);
  }

  private RuntimeException notStarted(ServerProcess fresh) {
    List<String> tail = fresh.tail();
    Failure failure = trouble().of("postgres", fresh.exited().getNow(-1), tail);
    boolean portTaken = tail.stream().anyMatch(l -> l.contains("could not create any TCP/IP"));
    return portTaken ? new PortTaken(failure) : failure;
  }

  private void heard(String line) {
    log.line(line);
    if (line.contains("automatic recovery in progress")) {
      progress.at(3, STEPS, "recovering the database after a crash");
    }
  }

  /** What answers on the port is the server of our directory; the database exists. */
  private void verify(ServerProcess fresh) {
    Properties properties = new Properties();
    properties.setProperty("user", PostgresCluster.USER);
    properties.setProperty("password", password.value());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    try (Connection connection = new Driver().connect(url, properties);
        Statement statement = connection.createStatement()) {
      requireOurs(statement);
      createDatabase(statement);
    } catch (SQLException e) {
      end(fresh);
      throw new Failure.Unavailable(
          "embedded_database",
          "The embedded PostgreSQL refuses its own password or database ("
              + e.getSQLState()
              + "): see "
              + data.resolve(LOG_FILE)
              + ".",
          e);
    }
  }

  private void requireOurs(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select current_setting('data_directory')")) {
      row.next();
      Path found = Path.of(row.getString(1));
      if (!found.equals(cluster.dir())) {
        throw new Failure.Unavailable(
            "embedded_database",
            "Another PostgreSQL (of " + found + ") answers on our port: start again.",
            null);
      }
    }
  }

  private static void createDatabase(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
      if (row.next()) {
        return;
      }
    }
    statement.execute("create database " + DATABASE);
  }

  private void watch() {
    ServerProcess watched = server;
    watched.exited().thenAccept(code -> onLauncher(() -> exited(watched, code)));
  }

  private void onLauncher(Runnable work) {
    try {
      launcher.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("PostgreSQL ended after the launcher");
    }
  }

  private void exited(ServerProcess ended, int code) {
    if (stopAsked.isDone() || ended != server) {
      return;
    }
    server = null;
    List<String> tail = ended.tail();
    Exit exit = new Exit(code, tail.isEmpty() ? "" : tail.get(tail.size() - 1));
    LOG.warn("PostgreSQL ended with code {} ({}); starting it again", code, exit.lastWords());
    exitHandlers.forEach(handler -> onContext(() -> handler.handle(exit)));
    if (System.nanoTime() - serverSince > WELL_NANOS) {
      restartAttempts = 0;
    }
    scheduleRestart();
  }

  private void scheduleRestart() {
    long millis = BACKOFF_MILLIS[Math.min(restartAttempts, BACKOFF_MILLIS.length - 1)];
    restartAttempts++;
    launcher.schedule(this::restart, millis, TimeUnit.MILLISECONDS);
  }

  private void restart() {
    if (stopAsked.isDone()) {
      return;
    }
    try {
      cluster.awaitPrevious(LOG::info, this::checkStop);
      launch(port);
      verify(server);
      watch();
      LOG.info("PostgreSQL runs again, as process {} on port {}", pid, port);
      restartHandlers.forEach(handler -> onContext(() -> handler.handle(null)));
    } catch (IOException | RuntimeException e) {
      if (server != null) {
        end(server);
        server = null;
      }
      Throwable shown = e instanceof PortTaken taken ? taken.failure : e;
      LOG.warn("PostgreSQL could not be started again: {}", shown.getMessage());
      if (!stopAsked.isDone()) {
        scheduleRestart();
      }
    }
  }

  private void end() {
    ServerProcess last = server;
    server = null;
    if (last != null) {
      end(last);
    }
    log.close();
    launcher.shutdown();
    onContext(stopped::tryComplete);
  }

  private void end(ServerProcess last) {
    if (last.exited().isDone() || cluster.stop("fast", STOP_SECONDS)) {
      awaitExit(last, 2);
    }
    if (!last.exited().isDone()) {
      LOG.warn("PostgreSQL does not stop within {} s; it is stopped at once", STOP_SECONDS);
      cluster.stop("immediate", 5);
      awaitExit(last, 2);
    }
    if (!last.exited().isDone()) {
      last.destroyForcibly();
      awaitExit(last, 2);
    }
  }

  private static void awaitExit(ServerProcess last, long seconds) {
    try {
      last.exited().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("PostgreSQL still runs", e);
    }
  }

  /** Where no signal comes with our death. Gives an orderly stop ten seconds to begin. */
  private void stopWithTheJvm() {
    Thread hook =
        new Thread(
            () -> {
              try {
                stopAsked.get(10, TimeUnit.SECONDS);
                launcher.awaitTermination(STOP_SECONDS + 10L, TimeUnit.SECONDS);
              } catch (InterruptedException | ExecutionException | TimeoutException e) {
                cluster.stop("fast", STOP_SECONDS);
              }
            },
            "postgres-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void checkStop() {
    if (stopAsked.isDone()) {
      throw new Failure.Unavailable("stopping", "The embedded PostgreSQL is being stopped.", null);
    }
  }

  private void onContext(Runnable work) {
    try {
      context.runOnContext(ignored -> work.run());
    } catch (RejectedExecutionException e) {
      // Vert.x has been closed before us; what waits for the answer must still get it.
      work.run();
    }
  }

  /** The port was free when we looked, and is not any more. */
  private static final class PortTaken extends RuntimeException {
    private final transient Failure failure;

    PortTaken(Failure failure) {
      super(failure.getMessage(), failure);
      this.failure = failure;
    }
  }
}
