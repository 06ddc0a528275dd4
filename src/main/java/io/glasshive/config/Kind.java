package io.glasshive.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of value: how its text is read, and what is allowed, in words that follow "give".
 *
 * @param parser throws {@link IllegalArgumentException} for a text that is not allowed
 */
record Kind<T>(String allowed, Function<String, T> parser) {

  /** Longer numbers are refused before anything is computed from them. */
  private static final int MAX_DIGITS = 18;

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1," + MAX_DIGITS + "}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1," + MAX_DIGITS + "})(ms|s|m|h)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1," + MAX_DIGITS + "})(B|KiB|MiB|GiB)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  static Kind<Integer> integer(int min, int max) {
    return new Kind<>(
        "a whole number from " + min + " to " + max,
        text -> Math.toIntExact(within(wholeNumber(text), min, max)));
  }

  static Kind<Long> anyInteger() {
    return new Kind<>("a whole number of at most " + MAX_DIGITS + " digits", Kind::wholeNumber);
  }

  /** A decimal number; {@code min} itself is allowed only when {@code withMin}. */
  static Kind<BigDecimal> decimal(String min, boolean withMin, String max) {
    BigDecimal least = new BigDecimal(min);
    BigDecimal most = new BigDecimal(max);
    return new Kind<>(
        withMin
            ? "a number from " + min + " to " + max
            : "a number greater than " + min + ", at most " + max,
        text -> {
          require(DECIMAL.matcher(text).matches());
          BigDecimal value = new BigDecimal(text);
          require(withMin ? value.compareTo(least) >= 0 : value.compareTo(least) > 0);
          require(value.compareTo(most) <= 0);
          return value;
        });
  }

  static Kind<Boolean> bool() {
    return new Kind<>(
        "true or false",
        text -> {
          require(text.equals("true") || text.equals("false"));
          return text.equals("true");
        });
  }

  static <T> Kind<T> oneOf(Map<String, T> values) {
    Map<String, T> sorted = new TreeMap<>(values);
    return new Kind<>(
        String.join(" or ", sorted.keySet()),
        text -> {
          require(sorted.containsKey(text));
          return sorted.get(text);
        });
  }

  static Kind<Integer> oneOfIntegers(int a, int b, int c) {
    return new Kind<>(
        a + ", " + b + " or " + c,
        text -> {
          long value = wholeNumber(text);
          require(value == a || value == b || value == c);
          return (int) value;
        });
  }

  static Kind<Duration> duration(String min, String max) {
    long least = quantity(DURATION, MILLIS, min);
    long most = quantity(DURATION, MILLIS, max);
    return new Kind<>(
        "a duration from " + min + " to " + max + ", such as 500ms, 30s, 10m or 1h",
        text -> Duration.ofMillis(within(quantity(DURATION, MILLIS, text), least, most)));
  }

  static Kind<Long> size(String min, String max) {
    long least = quantity(SIZE, BYTES, min);
    long most = quantity(SIZE, BYTES, max);
    return new Kind<>(
        "a size from " + min + " to " + max + ", such as 512KiB or 16MiB",
        text -> within(quantity(SIZE, BYTES, text), least, most));
  }

  /** Letters, digits, {@code _} and {@code -}. */
  static Kind<String> name() {
    return new Kind<>(
        "a name of letters, digits, _ and -",
        text -> {
          require(NAME.matcher(text).matches());
          return text;
        });
  }

  /** The user of HTTP Basic: RFC 7617 allows no colon in it. */
  static Kind<String> user() {
    return new Kind<>(
        "a name without a colon",
        text -> {
          require(text.indexOf(':') < 0 && text.chars().noneMatch(Character::isISOControl));
          return text;
        });
  }

  static Kind<Config.Secret> secret() {
    return new Kind<>("the secret itself", Config.Secret::new);
  }

  /** A path as it was written; {@link ConfigLoader} makes it absolute. */
  static Kind<String> path() {
    return new Kind<>(
        "a path; ~ is the home directory",
        text -> {
          Path.of(text); // throws for what the file system cannot name
          return text;
        });
  }

  /** A host that only this machine can reach. No name but {@code localhost} is looked up. */
  static Kind<String> loopbackHost() {
    return new Kind<>(
        "localhost, ::1 or an address in 127.0.0.0/8 (any other is refused until access control"
            + " exists)",
        text -> {
          String host =
              text.startsWith("[") && text.endsWith("]")
                  ? text.substring(1, text.length() - 1)
                  : text;
          require(
              host.equals("localhost")
                  || LOOPBACK_V4.matcher(host).matches()
                  || isLoopbackV6(host));
          return host;
        });
  }

  /** An address without credentials, query or fragment. */
  static Kind<URI> httpUrl() {
    return new Kind<>(
        "an http or https address such as https://example.org, without user, query or fragment",
        text -> {
          URI uri = URI.create(text);
          require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
          require(uri.getHost() != null && uri.getRawUserInfo() == null);
          require(uri.getRawQuery() == null && uri.getRawFragment() == null);
          return uri;
        });
  }

  static Kind<DatabaseUrl> databaseUrl() {
    return new Kind<>("postgresql://host:port/database", DatabaseUrl::parse);
  }

  private static boolean isLoopbackV6(String host) {
    try {
      // With a colon it is a literal: nothing is looked up.
      return host.indexOf(':') >= 0 && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static long wholeNumber(String text) {
    require(INTEGER.matcher(text).matches());
    return Long.parseLong(text);
  }

  private static long quantity(Pattern pattern, Map<String, Long> units, String text) {
    Matcher matcher = pattern.matcher(text);
    require(matcher.matches());
    BigInteger value =
        new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(units.get(matcher.group(2))));
    require(value.bitLength() < Long.SIZE);
    return value.longValue();
  }

  private static long within(long value, long min, long max) {
    require(value >= min && value <= max);
    return value;
  }

  static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException("not allowed");
    }
  }
}
