package io.glasshive.source.oxylabs;

import io.glasshive.domain.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Takes credentials out of texts that others wrote: a server may echo what it was sent. */
final class Redaction {
  private static final String STARS = "****";

  private final List<String> secrets;

  Redaction(Endpoint endpoint) {
    String password = endpoint.password().value();
    // Longest first, so that no rest of a longer one remains.
    this.secrets =
        Stream.of(endpoint.token(), password, endpoint.username())
            .flatMap(secret -> Stream.of(secret, encoded(secret), escaped(secret)))
            .filter(secret -> !secret.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** {@code text} on one line, without credentials, at most {@code max} characters. */
  String line(String text, int max) {
    String line = Objects.requireNonNullElse(text, "");
    for (String secret : secrets) {
      line = line.replace(secret, STARS);
    }
    return Text.bounded(line.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), max);
  }

  private static String encoded(String secret) {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8);
  }

  private static String escaped(String secret) {
    return secret.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
