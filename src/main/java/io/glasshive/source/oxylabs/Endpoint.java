package io.glasshive.source.oxylabs;

import io.glasshive.config.Config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/**
 * Where and as whom the protocol is spoken.
 *
 * @param name for messages: {@code Oxylabs}, {@code The simulator}
 * @param baseUrl scheme, host, port and an optional path; user information in it is ignored
 * @param requestTimeout from the call to the last byte of the answer
 * @param settings the settings to look at when the credentials are refused, for messages
 */
public record Endpoint(
    String name,
    URI baseUrl,
    String username,
    Secret password,
    Duration requestTimeout,
    String settings) {
  public Endpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(settings, "settings");
    String scheme = baseUrl.getScheme();
    if (baseUrl.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("the base address needs http or https and a host");
    }
    if (requestTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("requestTimeout: " + requestTimeout);
    }
  }

  /** Without the brackets of an IPv6 address. */
  String host() {
    return baseUrl.getHost().replaceAll("^\\[|]$", "");
  }

  boolean secure() {
    return baseUrl.getScheme().equals("https");
  }

  int port() {
    return baseUrl.getPort() > 0 ? baseUrl.getPort() : secure() ? 443 : 80;
  }

  /** Path of realtime queries. */
  String path() {
    String base = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath().replaceFirst("/+$", "");
    return base + "/v1/queries";
  }

  String authorization() {
    return "Basic " + token();
  }

  /** The credentials as they travel. */
  String token() {
    byte[] pair = (username + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  /** Without credentials. */
  @Override
  public String toString() {
    return name + " at " + baseUrl.getScheme() + "://" + baseUrl.getHost() + ":" + port();
  }
}
