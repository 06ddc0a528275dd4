package io.glasshive.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A database's address, parted from the credentials that may have been written into it, so that the
 * address can be shown.
 *
 * @param url without user and password
 */
record DatabaseUrl(String url, Optional<String> user, Optional<Config.Secret> password) {

  /**
   * Reads {@code postgresql://[user[:password]@]host[:port]/database[?…]}.
   *
   * @throws IllegalArgumentException for anything else, also for credentials in the query
   */
  static DatabaseUrl parse(String text) {
    URI uri = URI.create(text);
    Kind.require("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()));
    Kind.require(uri.getHost() != null && uri.getRawFragment() == null);
    Kind.require(uri.getRawPath() != null && uri.getRawPath().length() > 1);
    String query = uri.getRawQuery();
    Kind.require(query == null || !query.toLowerCase(Locale.ROOT).contains("password"));
    String[] credentials =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    return new DatabaseUrl(
        "postgresql://"
            + uri.getHost()
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + uri.getRawPath()
            + (query == null ? "" : "?" + query),
        credentials.length > 0 ? Optional.of(decoded(credentials[0])) : Optional.empty(),
        credentials.length > 1
            ? Optional.of(new Config.Secret(decoded(credentials[1])))
            : Optional.empty());
  }

  private static String decoded(String text) {
    // URLDecoder is made for forms, where a plus is a space; here it is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
