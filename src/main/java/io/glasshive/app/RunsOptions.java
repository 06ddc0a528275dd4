package io.glasshive.app;

import io.glasshive.config.Config;
import io.glasshive.domain.Failure;
import java.net.URI;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command about runs takes: which server is asked, and what standard output gets. */
final class RunsOptions {

  private final Shell shell;
  private final ConfigOptions options;

  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = ServerAddress.class,
      description =
          "Ask the server at this address, such as http://127.0.0.1:8080, instead of the one that"
              + " holds the data directory.")
  private URI server;

  @Mixin private OutputOption output;

  /** Reads the address of a server: loopback, because a server listens on nothing else. */
  static final class ServerAddress implements ITypeConverter<URI> {
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

    @Override
    public URI convert(String text) {
      try {
        URI uri = URI.create(text);
        boolean root = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if ("http".equals(uri.getScheme())
            && root
            && isLoopback(uri.getHost())
            && uri.getRawQuery() == null
            && uri.getRawUserInfo() == null) {
          return uri;
        }
      } catch (IllegalArgumentException | NullPointerException e) {
        // Said below.
      }
      throw new TypeConversionException(
          "'"
              + text
              + "' is not the address of a server on this machine, such as"
              + " http://127.0.0.1:8080");
    }

    private static boolean isLoopback(String host) {
      return LOOPBACK.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
    }
  }

  RunsOptions(Shell shell, ConfigOptions options) {
    this.shell = shell;
    this.options = options;
  }

  boolean json() {
    return output.json();
  }

  /**
   * The runs of the server that is meant.
   *
   * @throws Failure.Unavailable when none answers; says how to start one
   */
  RunsAccess access() {
    Config config = options.load(shell);
    if (server != null) {
      return new RunsAccess(new ApiClient(server), Invocation.of(shell, server));
    }
    Invocation invocation = Invocation.of(shell, config);
    return ApiClient.ofDirectory(config.data().dir())
        .map(api -> new RunsAccess(api, invocation))
        .orElseThrow(
            () ->
                new Failure.Unavailable(
                    "no_server",
                    "No server runs on the data directory "
                        + config.data().dir()
                        + ": start one with "
                        + invocation.of("serve")
                        + ", or name another directory (--set data.dir=DIR) or server (--server"
                        + " URL).",
                    null));
  }
}
