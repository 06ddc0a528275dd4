package io.glasshive.check;

import io.glasshive.config.Config;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/** Opens a connection for the checks, past the product's pool. */
public final class CheckConnection {
  private CheckConnection() {}

  /** A connection to a database as {@code TestPostgres} hands it out; the caller closes it. */
  public static Connection open(Config.Database database) throws SQLException {
    return open(
        database.url().orElseThrow(),
        database.user().orElseThrow(),
        database.password().orElseThrow().value());
  }

  /** A connection to {@code postgresql://host:port/name}; the caller closes it. */
  public static Connection open(String url, String user, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return new Driver().connect(url.startsWith("jdbc:") ? url : "jdbc:" + url, login);
  }
}
