package io.glasshive.store;

import static io.glasshive.store.TestPostgres.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DatabaseIT {

  private static final String SECRET = "se-cret+word";

  @Test
  void opensAPoolThatUsesTheDatabase(Vertx vertx) {
    Database database = await(Database.open(vertx, TestPostgres.newDatabase()));

    int rows = await(database.pool().query("select 1 from runs").execute()).size();

    assertEquals(0, rows);
    await(database.close());
  }

  @Test
  void takesTheLoginFromTheUrlAndTheSettingsBeforeIt(Vertx vertx) {
    Config.Database config = TestPostgres.newDatabase();
    String password = config.password().orElseThrow().value();
    String plain = config.url().orElseThrow();

    String withLogin = plain.replace("://", "://glasshive:" + password + "@");
    String withWrongLogin = plain.replace("://", "://nobody:" + SECRET + "@");

    await(await(Database.open(vertx, url(withLogin, Optional.empty(), Optional.empty()))).close());
    await(
        await(Database.open(vertx, url(withWrongLogin, config.user(), config.password()))).close());
  }

  @Test
  void namesTheSettingWhenTheLoginIsRefusedAndNeverThePassword(Vertx vertx) {
    Config.Database good = TestPostgres.newDatabase();
    Config.Database wrong =
        new Config.Database(good.url(), good.user(), Optional.of(new Config.Secret(SECRET)), 2);

    Failure.Rejected e = refused(vertx, wrong);

    assertEquals("database_login", e.code());
    assertTrue(e.getMessage().contains("database.password"), e.getMessage());
    assertFalse(e.getMessage().contains(SECRET), e.getMessage());
  }

  @Test
  void namesTheSettingWhenThereIsNoPassword(Vertx vertx) {
    Config.Database good = TestPostgres.newDatabase();

    Failure e =
        assertThrows(
            Failure.class,
            () ->
                await(Database.open(vertx, url(good.url().get(), good.user(), Optional.empty()))));

    assertTrue(e.getMessage().contains("database.password"), e.getMessage());
  }

  @Test
  void namesADatabaseThatDoesNotExist(Vertx vertx) {
    Config.Database good = TestPostgres.newDatabase();
    String url = good.url().orElseThrow().replaceAll("/test_\\d+$", "/nowhere");

    Failure.Rejected e = refused(vertx, url(url, good.user(), good.password()));

    assertEquals("database_missing", e.code());
    assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
  }

  @Test
  void saysThatNothingAnswersThere(Vertx vertx) throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Config.Database config =
        url("postgresql://127.0.0.1:" + closed + "/x", Optional.of("u"), secret());

    Failure.Unavailable e =
        assertThrows(Failure.Unavailable.class, () -> await(Database.open(vertx, config)));

    assertEquals("database_unreachable", e.code());
    assertTrue(e.getMessage().contains("127.0.0.1:" + closed), e.getMessage());
    assertTrue(e.getMessage().contains("database.url"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://h/d",
        "postgresql://host",
        "postgresql://u:" + SECRET + "@ho st/d",
        "postgresql://u:" + SECRET + "@host:port/d",
        "nonsense"
      })
  void refusesAnAddressThatIsNoneWithoutQuotingIt(String address) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Failure.Rejected e = refused(vertx, url(address, Optional.of("u"), secret()));

      assertEquals("database_url", e.code());
      assertFalse(e.getMessage().contains(SECRET), e.getMessage());
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void refusesADatabaseThatIsNotInUtf8(Vertx vertx) {
    Config.Database good = TestPostgres.newDatabase();
    TestPostgres.execute(
        good, "create database latin encoding 'LATIN1' locale 'C' template template0");
    String url = good.url().orElseThrow().replaceAll("/test_\\d+$", "/latin");

    Failure.Rejected e = refused(vertx, url(url, good.user(), good.password()));

    assertEquals("database_encoding", e.code());
  }

  @Test
  void refusesAnOldServer() {
    assertDoesNotThrow(() -> Database.requireVersion(140_000));

    Failure.Rejected e =
        assertThrows(Failure.Rejected.class, () -> Database.requireVersion(130_014));
    assertTrue(e.getMessage().contains("version 13"), e.getMessage());
  }

  @Test
  void boundsTheTimeThatAStatementMayTake(Vertx vertx) {
    Database database = await(Database.open(vertx, TestPostgres.newDatabase()));

    String timeout =
        await(database.pool().query("select current_setting('statement_timeout') t").execute())
            .iterator()
            .next()
            .getString("t");

    assertEquals("2min", timeout);
    await(database.close());
  }

  private static Failure.Rejected refused(Vertx vertx, Config.Database config) {
    return assertThrows(Failure.Rejected.class, () -> await(Database.open(vertx, config)));
  }

  private static Optional<Config.Secret> secret() {
    return Optional.of(new Config.Secret(SECRET));
  }

  private static Config.Database url(
      String url, Optional<String> user, Optional<Config.Secret> password) {
    return new Config.Database(Optional.of(url), user, password, 2);
  }
}
