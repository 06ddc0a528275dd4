package io.glasshive.web.auth;

import io.glasshive.domain.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses by which this server is reached: names of this machine's loopback with our port,
 * and {@code http.public_url} where it is set.
 */
public final class OwnAddress {
  private static final Pattern IPV4_LOOPBACK =
      Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Optional<URI> publicUrl;

  public OwnAddress(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * Refuses to listen where others than this machine could ask: there is no access control yet.
   *
   * @throws Failure.Rejected {@code not_loopback}, naming {@code http.host}
   */
  public static void requireLoopback(String host) {
    if (!isLoopback(host)) {
      throw new Failure.Rejected(
          "not_loopback",
          "http.host is "
              + host
              + ": only this machine may reach Glasshive in this version. Set http.host to"
              + " 127.0.0.1, ::1 or localhost.");
    }
  }

  /** Whether {@code host} names this machine's loopback, without asking any name server. */
  public static boolean isLoopback(String host) {
    String name = bare(host);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || IPV4_LOOPBACK.matcher(name).matches();
  }

  /** Whether a request to {@code authority} is meant for the server at {@code localPort}. */
  boolean isOwnHost(HostAndPort authority, int localPort) {
    if (authority == null) {
      return false;
    }
    int port = authority.port();
    if (isLoopback(authority.host()) && (port == -1 ? HTTP_PORT : port) == localPort) {
      return true;
    }
    return publicUrl
        .filter(url -> bare(url.getHost()).equals(bare(authority.host())))
        .filter(url -> port(url) == (port == -1 ? defaultPort(url) : port))
        .isPresent();
  }

  /** Whether a request names no origin, or ours only. */
  boolean isOwnOrigin(HttpServerRequest request) {
    int port = request.localAddress().port();
    return request.headers().getAll(HttpHeaders.ORIGIN).stream()
        .allMatch(origin -> isOwnOrigin(origin, port));
  }

  /** Whether a page of {@code origin} came from the server at {@code localPort}. */
  boolean isOwnOrigin(String origin, int localPort) {
    URI uri;
    try {
      uri = new URI(origin);
    } catch (URISyntaxException e) {
      return false;
    }
    if (uri.getScheme() == null || uri.getHost() == null) {
      return false;
    }
    if (uri.getScheme().equals("http") && isLoopback(uri.getHost()) && port(uri) == localPort) {
      return true;
    }
    return publicUrl
        .filter(url -> url.getScheme().equals(uri.getScheme()))
        .filter(url -> bare(url.getHost()).equals(bare(uri.getHost())) && port(url) == port(uri))
        .isPresent();
  }

  private static int port(URI uri) {
    return uri.getPort() == -1 ? defaultPort(uri) : uri.getPort();
  }

  private static int defaultPort(URI uri) {
    return "https".equals(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
