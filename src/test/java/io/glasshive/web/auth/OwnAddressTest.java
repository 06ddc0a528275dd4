package io.glasshive.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class OwnAddressTest {
  private final OwnAddress own = new OwnAddress(Optional.of(URI.create("https://bees.example")));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]"})
  void knowsTheNamesOfThisMachine(String host) {
    assertTrue(OwnAddress.isLoopback(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "128.0.0.1",
        "127.0.0.1.example",
        "localhost.example",
        "",
        "a"
      })
  void knowsNoOtherNames(String host) {
    assertFalse(OwnAddress.isLoopback(host));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, true",
    "[::1]:8080, true",
    "localhost, false",
    "localhost:80, false",
    "bees.example, true",
    "bees.example:443, true",
    "bees.example:8080, false",
    "example, false"
  })
  void knowsItsHosts(String host, boolean isOwn) {
    assertEquals(isOwn, own.isOwnHost(HostAndPort.parseAuthority(host, -1), 8080));
  }

  @Test
  void takesNoRequestWithoutAHost() {
    assertFalse(own.isOwnHost(null, 8080));
  }

  @Test
  void leavesOutThePortThatIsUnderstood() {
    assertTrue(own.isOwnHost(HostAndPort.parseAuthority("localhost", -1), 80));
    assertTrue(own.isOwnOrigin("http://localhost", 80));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, true",
    "http://[::1]:8080, true",
    "https://bees.example, true",
    "https://bees.example:443, true",
    "http://bees.example, false",
    "https://localhost:8080, false",
    "http://localhost:8081, false",
    "null, false",
    "'', false",
    "://, false"
  })
  void knowsItsOrigins(String origin, boolean isOwn) {
    assertEquals(isOwn, own.isOwnOrigin(origin, 8080));
  }
}
