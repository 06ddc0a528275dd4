package io.glasshive.store;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The database that everything is kept in: a pool of the reactive client, checked when it is
 * opened, and where Flyway finds it. Use the {@link #pool()} directly ({@code withTransaction}, …).
 *
 * <p>While the server restarts, statements wait for a connection (about 1.5 s of tries each time a
 * connection is made) and then fail with an error that {@link SqlErrors} sorts.
 */
public final class Database {

  private static final Sql SQL = Sql.load("database");

  /** unnest upserts, {@code on conflict}, generated columns and the rest that the SQL uses. */
  static final int MIN_MAJOR = 14;

  private static final int CONNECT_MILLIS = 5_000;
  private static final int POOL_WAIT_SECONDS = 10;

  /** Waiting callers beyond this are told so: a bound where the default has none. */
  private static final int MAX_POOL_WAITERS = 1_000;

  /** A peer that answers nothing for this long is gone (Linux, native transport). */
  private static final int SILENCE_MILLIS = 30_000;

  /** No statement of ours takes seconds; a transaction left open would hold a run's row. */
  private static final String STATEMENT_TIMEOUT_MILLIS = "120000";

  private static final String IDLE_IN_TRANSACTION_MILLIS = "60000";

  /** Where JDBC finds the database, for Flyway. */
  public record Jdbc(String url, String user, Config.Secret password) {}

  private final Vertx vertx;
  private final PgConnectOptions connectOptions;
  private final Jdbc jdbc;
  private final Pool pool;

  private Database(Vertx vertx, PgConnectOptions connectOptions, Jdbc jdbc, Pool pool) {
    this.vertx = vertx;
    this.connectOptions = connectOptions;
    this.jdbc = jdbc;
    this.pool = pool;
  }

  /**
   * Opens a pool and checks what is at its other end: PostgreSQL 14 or newer, in UTF-8, writable.
   *
   * @param config with a url: of {@code database.*}, or {@link EmbeddedPostgres#settings}
   * @return the database; or {@link Failure.Rejected} ({@code database_url}, {@code
   *     database_login}, {@code database_missing}, {@code database_version}, {@code
   *     database_encoding}) or {@link Failure.Unavailable} ({@code database_unreachable}), whose
   *     text names the setting and never holds the password
   */
  public static Future<Database> open(Vertx vertx, Config.Database config) {
    PgConnectOptions options;
    Pool pool;
    Database database;
    try {
      options = connectOptions(config);
      pool = newPool(vertx, options, "database", config.poolSize());
      database = new Database(vertx, options, jdbc(options), pool);
    } catch (Failure e) {
      return Future.failedFuture(e);
    }
    return database.check().recover(e -> pool.close().transform(x -> Future.failedFuture(e)));
  }

  /** The pool; its connections live on the event loops that ask for them. */
  public Pool pool() {
    return pool;
  }

  /** Where JDBC finds it. */
  public Jdbc jdbc() {
    return jdbc;
  }

  /** Ends the pool's connections. */
  public Future<Void> close() {
    return pool.close();
  }

  /** A pool of one connection beside the others, under its own name in pg_stat_activity. */
  Pool single(String applicationName) {
    PgConnectOptions own = new PgConnectOptions(connectOptions);
    own.addProperty("application_name", applicationName);
    // Lost and regained is for its owner to see and to time.
    own.setReconnectAttempts(0);
    return newPool(vertx, own, "lock", 1);
  }

  Vertx vertx() {
    return vertx;
  }

  private static Pool newPool(Vertx vertx, PgConnectOptions options, String name, int size) {
    PoolOptions limits =
        new PoolOptions()
            .setName(name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(MAX_POOL_WAITERS)
            .setConnectionTimeout(POOL_WAIT_SECONDS)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setTcpKeepAlive(true)
            .setTcpUserTimeout(SILENCE_MILLIS);
    return PgBuilder.pool().with(limits).with(net).connectingTo(options).using(vertx).build();
  }

  private Future<Database> check() {
    return pool.query(SQL.get("what_is_there"))
        .execute()
        .map(rows -> check(rows.iterator().next()))
        .recover(e -> Future.failedFuture(refused(e)));
  }

  private Database check(Row row) {
    requireVersion(row.getInteger("version"));
    if (!row.getString("encoding").equals("UTF8")) {
      throw new Failure.Rejected(
          "database_encoding",
          "The database of database.url is in "
              + row.getString("encoding")
              + ": create it with encoding 'UTF8'.");
    }
    if (row.getBoolean("standby")) {
      throw new Failure.Rejected(
          "database_standby",
          "The PostgreSQL of database.url is a standby that takes no writes: name its primary.");
    }
    return this;
  }

  static void requireVersion(int serverVersionNum) {
    int major = serverVersionNum / 10_000;
    if (major < MIN_MAJOR) {
      throw new Failure.Rejected(
          "database_version",
          "The PostgreSQL of database.url is version "
              + major
              + ": Glasshive needs "
              + MIN_MAJOR
              + " or newer.");
    }
  }

  private Failure refused(Throwable error) {
    if (error instanceof Failure failure) {
      return failure;
    }
    String where = connectOptions.getHost() + ":" + connectOptions.getPort();
    String state = error instanceof PgException pg ? pg.getSqlState() : "";
    return switch (state) {
      case "28P01", "28000" ->
          new Failure.Rejected(
              "database_login",
              "PostgreSQL at "
                  + where
                  + " refuses the user "
                  + connectOptions.getUser()
                  + ": check database.user and database.password.");
      case "3D000" ->
          new Failure.Rejected(
              "database_missing",
              "PostgreSQL at "
                  + where
                  + " has no database "
                  + connectOptions.getDatabase()
                  + ": create it, or change database.url.");
      case "42501" ->
          new Failure.Rejected(
              "database_login",
              "The user "
                  + connectOptions.getUser()
                  + " may not connect to the database: grant it the right, or change"
                  + " database.user.");
      default -> unreachable(where, error);
    };
  }

  private Failure unreachable(String where, Throwable error) {
    if (connectOptions.getPassword().isEmpty() && !(error instanceof PgException)) {
      // The client fails in its own way when the server asks for a password that there is not.
      return new Failure.Unavailable(
          "database_unreachable",
          "PostgreSQL at "
              + where
              + " could not be opened without a password: set database.password, or check that"
              + " database.url is right and the server runs.",
          error);
    }
    return new Failure.Unavailable(
        "database_unreachable",
        "PostgreSQL at " + where + " does not answer: start it, or correct database.url.",
        error);
  }

  // ---- database.* into what the two drivers want

  private static PgConnectOptions connectOptions(Config.Database config) {
    String url =
        config
            .url()
            .orElseThrow(() -> new Failure.Rejected("database_url", "database.url is not set."));
    URI uri = address(url);
    PgConnectOptions options = parse(uri);
    Optional<String[]> login = login(uri);
    String user =
        config
            .user()
            .or(() -> login.map(l -> l[0]))
            .or(() -> has(uri, "user") ? Optional.of(options.getUser()) : Optional.empty())
            .orElseThrow(
                () ->
                    new Failure.Rejected("database_user", "Set database.user: the url has none."));
    // Both set in any case: the client's own defaults are a login that nobody meant.
    String password =
        config
            .password()
            .map(Config.Secret::value)
            .or(() -> login.map(l -> l[1]))
            .or(() -> has(uri, "password") ? Optional.of(options.getPassword()) : Optional.empty())
            .orElse("");
    options.setUser(user).setPassword(password);
    options
        .setReconnectAttempts(5)
        .setReconnectInterval(300)
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(256);
    Map<String, String> properties = new HashMap<>(PgConnectOptions.DEFAULT_PROPERTIES);
    properties.put("application_name", "glasshive");
    properties.put("statement_timeout", STATEMENT_TIMEOUT_MILLIS);
    properties.put("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_MILLIS);
    options.getProperties().entrySet().stream()
        .filter(
            own -> !own.getValue().equals(PgConnectOptions.DEFAULT_PROPERTIES.get(own.getKey())))
        .forEach(own -> properties.put(own.getKey(), own.getValue()));
    options.setProperties(properties);
    return encrypt(options);
  }

  private static URI address(String url) {
    try {
      URI uri = new URI(url);
      boolean postgres = Set.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()));
      if (postgres && uri.getHost() != null && uri.getPath().length() > 1) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below: the exception's own words quote the address, with a password that is in it.
    }
    throw badUrl();
  }

  /** Without the login: the client's parser refuses some of the characters that may stand in it. */
  private static PgConnectOptions parse(URI uri) {
    try {
      String authority = uri.getRawAuthority();
      String plain = authority.substring(authority.lastIndexOf('@') + 1);
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return PgConnectOptions.fromUri("postgresql://" + plain + uri.getRawPath() + query);
    } catch (RuntimeException e) {
      throw badUrl();
    }
  }

  private static Failure.Rejected badUrl() {
    return new Failure.Rejected(
        "database_url",
        "database.url must look like postgresql://host:5432/database (special characters as"
            + " %XX; ?sslmode=require for an encrypted connection).");
  }

  private static boolean has(URI uri, String parameter) {
    return uri.getRawQuery() != null
        && Pattern.compile("(^|&)" + parameter + "=").matcher(uri.getRawQuery()).find();
  }

  private static Optional<String[]> login(URI uri) {
    String info = uri.getRawUserInfo();
    if (info == null || info.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = info.split(":", 2);
    return Optional.of(new String[] {decode(parts[0]), parts.length > 1 ? decode(parts[1]) : ""});
  }

  /** As libpq: {@code require} encrypts without looking at the certificate, the others look. */
  private static PgConnectOptions encrypt(PgConnectOptions options) {
    SslMode mode = options.getSslMode();
    if (mode == SslMode.DISABLE) {
      return options;
    }
    ClientSSLOptions ssl = new ClientSSLOptions();
    boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    ssl.setTrustAll(!verified);
    ssl.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    return options.setSslOptions(ssl);
  }

  private static Jdbc jdbc(PgConnectOptions options) {
    String host = options.getHost();
    String url =
        "jdbc:postgresql://"
            + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
            + ":"
            + options.getPort()
            + "/"
            + URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8)
            + "?ApplicationName=glasshive-migrations&connectTimeout=5&tcpKeepAlive=true&sslmode="
            + sslMode(options.getSslMode());
    return new Jdbc(url, options.getUser(), new Config.Secret(options.getPassword()));
  }

  private static String sslMode(SslMode mode) {
    // The JVM's trust store, as the reactive client; JDBC's own default looks for ~/.postgresql.
    boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-')
        + (verified ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : "");
  }

  private static String decode(String text) {
    // A plus is a plus here, unlike in a form.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
