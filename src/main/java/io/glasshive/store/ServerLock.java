package io.glasshive.store;

import io.glasshive.domain.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server a database: an advisory lock on a connection of its own, whose {@code
 * application_name} says {@code glasshive HOST PID} to whoever finds it taken. When the connection
 * is lost, so is the lock: {@link #onLost} is called, and it is tried for until it is back. What
 * happens between the loss and its notice (at most 10 s) the epochs of the runs fence.
 *
 * <p>All state belongs to the context that called {@link #acquire}; handlers are called on it.
 */
public final class ServerLock {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLock.class);
  private static final Sql SQL = Sql.load("server_lock");

  /** "Glas", and 1 for this lock: a key of two numbers that nobody has by chance. */
  private static final Tuple KEY = Tuple.of(0x476c6173, 1);

  private static final Pattern HOLDER = Pattern.compile("glasshive (\\S+) (\\d{1,18})");

  private static final long TRY_MILLIS = 500;

  /** 15 s: longer than a killed server's connections live, short for a person who waits. */
  private static final long PATIENCE_MILLIS = 15_000;

  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final long ANSWER_MILLIS = 5_000;
  private static final long MIN_BACKOFF_MILLIS = 200;
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  /** PostgreSQL cuts an application_name at 63 bytes. */
  private static final int HOST_MAX_CHARS = 30;

  private final Database database;
  private final String name;
  private final Vertx vertx;
  private final Context context;
  private final List<Handler<Void>> lostHandlers = new ArrayList<>();
  private final List<Handler<Void>> regainedHandlers = new ArrayList<>();

  // Of the context alone, but for reads of `held`.
  private volatile boolean held;
  private boolean released;
  private Pool pool;
  private SqlConnection connection;
  private int backend;
  private long heartbeat = -1;

  private ServerLock(Database database, String host, long pid) {
    this.database = database;
    this.vertx = database.vertx();
    this.context = vertx.getOrCreateContext();
    this.name = "glasshive " + label(host) + " " + pid;
  }

  /**
   * Takes the lock, trying for 15 s.
   *
   * @param host this machine's name, and
   * @param pid this process: what another server will say of this one
   * @return the held lock; or {@link Failure.Conflict} {@code server_running} naming the holder's
   *     host and pid, also as details; or {@link Failure.Unavailable}
   */
  public static Future<ServerLock> acquire(Database database, String host, long pid) {
    return acquire(database, host, pid, PATIENCE_MILLIS);
  }

  /** Who holds the lock, for a person: {@code host HOST, process PID}; nothing is taken. */
  public static Future<Optional<String>> holder(Database database) {
    return database
        .pool()
        .preparedQuery(SQL.get("holder"))
        .execute(KEY)
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(holder(rows.iterator().next().getString("application_name"))));
  }

  private static String holder(String applicationName) {
    Matcher label = HOLDER.matcher(String.valueOf(applicationName));
    return label.matches()
        ? "host " + label.group(1) + ", process " + label.group(2)
        : "an unknown process";
  }

  static Future<ServerLock> acquire(Database database, String host, long pid, long patienceMillis) {
    ServerLock lock = new ServerLock(database, host, pid);
    Promise<ServerLock> acquired = Promise.promise();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    lock.context.runOnContext(
        ignored -> lock.attempt(deadline).map(held -> lock).onComplete(acquired));
    return acquired.future();
  }

  /** Whether the lock is held, as far as is known. */
  public boolean held() {
    return held;
  }

  /** Told each time the lock is lost; nothing more may be handed out until it is regained. */
  public ServerLock onLost(Handler<Void> handler) {
    context.runOnContext(ignored -> lostHandlers.add(handler));
    return this;
  }

  /** Told each time the lock is held again after {@link #onLost}. */
  public ServerLock onRegained(Handler<Void> handler) {
    context.runOnContext(ignored -> regainedHandlers.add(handler));
    return this;
  }

  /** Gives the lock back, for good. Never fails: a lock that cannot be given back is gone. */
  public Future<Void> release() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ignored -> giveBack().onComplete(done));
    return done.future();
  }

  // ---- taking it

  private Future<Void> attempt(long deadlineNanos) {
    return tryOnce()
        .recover(
            error ->
                System.nanoTime() - deadlineNanos < 0 && worthAnotherTry(error)
                    ? attemptLater(deadlineNanos)
                    : Future.failedFuture(SqlErrors.failure(error)));
  }

  private Future<Void> attemptLater(long deadlineNanos) {
    return vertx
        .timer(TRY_MILLIS, TimeUnit.MILLISECONDS)
        .compose(ignored -> attempt(deadlineNanos));
  }

  private static boolean worthAnotherTry(Throwable error) {
    return error instanceof Failure.Conflict || SqlErrors.sort(error) != SqlErrors.Kind.BUG;
  }

  /** A fresh connection each time: whatever was wrong with the last one is gone with it. */
  private Future<Void> tryOnce() {
    Pool own = database.single(name);
    return own.getConnection()
        .compose(fresh -> lockOn(own, fresh))
        .recover(error -> close(own).transform(x -> Future.failedFuture(error)));
  }

  private Future<Void> lockOn(Pool own, SqlConnection fresh) {
    fresh.exceptionHandler(error -> LOG.debug("The server lock's connection failed", error));
    return fresh
        .query(SQL.get("watch_the_peer"))
        .execute()
        .compose(x -> fresh.preparedQuery(SQL.get("try_lock")).execute(KEY))
        .compose(rows -> taken(own, fresh, rows.iterator().next()))
        .timeout(2 * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Future<Void> taken(Pool own, SqlConnection fresh, Row answer) {
    if (!answer.getBoolean("locked")) {
      return fresh.preparedQuery(SQL.get("holder")).execute(KEY).compose(r -> heldBy(fresh, r));
    }
    if (released) {
      return Future.failedFuture(new Failure.Unavailable("stopping", "Being stopped.", null));
    }
    pool = own;
    connection = fresh;
    backend = answer.getInteger("backend");
    held = true;
    fresh.closeHandler(x -> context.runOnContext(y -> lost(fresh)));
    heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, x -> beat(fresh));
    return Future.succeededFuture();
  }

  private Future<Void> heldBy(SqlConnection fresh, RowSet<Row> rows) {
    if (rows.size() == 0) {
      // Given back between the two questions.
      return Future.failedFuture(conflict("", ""));
    }
    Row holder = rows.iterator().next();
    if (backend != 0 && holder.getInteger("backend") == backend) {
      // Our own session of before, which the server has not yet missed.
      return fresh
          .preparedQuery(SQL.get("end_backend"))
          .execute(Tuple.of(backend))
          .compose(x -> Future.failedFuture(conflict("", "")));
    }
    Matcher label = HOLDER.matcher(String.valueOf(holder.getString("application_name")));
    return Future.failedFuture(
        label.matches() ? conflict(label.group(1), label.group(2)) : conflict("", ""));
  }

  private static Failure.Conflict conflict(String host, String pid) {
    boolean known = !pid.isEmpty();
    return new Failure.Conflict(
        "server_running",
        "Another Glasshive server"
            + (known ? " (host " + host + ", process " + pid + ")" : "")
            + " uses this database: stop it, or set database.url to another database.",
        known ? Map.of("host", host, "pid", Long.parseLong(pid)) : Map.of());
  }

  // ---- keeping it

  private void beat(SqlConnection beating) {
    beating
        .query(SQL.get("still_there"))
        .execute()
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(error -> lost(beating));
  }

  private void lost(SqlConnection gone) {
    if (gone != connection) {
      return;
    }
    Pool old = forget();
    LOG.warn("The server lock is lost; nothing is handed out until it is regained");
    lostHandlers.forEach(handler -> handler.handle(null));
    close(old)
        .onFailure(error -> LOG.debug("The lost connection could not be closed", error))
        .onComplete(x -> regain(MIN_BACKOFF_MILLIS, ""));
  }

  /** Drops what belongs to the held lock; the connection is the caller's to end. */
  private Pool forget() {
    Pool old = pool;
    vertx.cancelTimer(heartbeat);
    held = false;
    pool = null;
    connection = null;
    return old;
  }

  /** In bounded time: a peer that answers nothing would not answer a farewell either. */
  private static Future<Void> close(Pool pool) {
    return pool.close().timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void regain(long backoffMillis, String lastReason) {
    if (released) {
      return;
    }
    tryOnce()
        .onSuccess(x -> regained())
        .onFailure(error -> regainLater(error, backoffMillis, lastReason));
  }

  private void regained() {
    LOG.info("The server lock is held again");
    regainedHandlers.forEach(handler -> handler.handle(null));
  }

  private void regainLater(Throwable error, long backoffMillis, String lastReason) {
    String reason = SqlErrors.failure(error).getMessage();
    if (!reason.equals(lastReason)) {
      LOG.warn("The server lock is not held: {}", reason);
    }
    long next = Math.min(2 * backoffMillis, MAX_BACKOFF_MILLIS);
    vertx.setTimer(backoffMillis, x -> regain(next, reason));
  }

  private Future<Void> giveBack() {
    released = true;
    if (!held) {
      return Future.succeededFuture();
    }
    SqlConnection last = connection;
    Pool old = forget();
    return last.preparedQuery(SQL.get("unlock"))
        .execute(KEY)
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .eventually(() -> close(old))
        .transform(x -> Future.succeededFuture());
  }

  /** A host as one word of plain letters, because others parse it. */
  private static String label(String host) {
    String plain = host.replaceAll("[^A-Za-z0-9._-]", "_");
    String word = plain.isEmpty() ? "unknown" : plain;
    return word.substring(0, Math.min(word.length(), HOST_MAX_CHARS));
  }
}
