package io.glasshive.source.page;

import io.glasshive.domain.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Amounts as pages write them: {@code $9.99}, {@code US $1,234.56}, {@code EUR 9,99}, {@code 2,137
 * 円}; of a range the first. Decimal arithmetic, rounded half up to hundredths of the unit.
 *
 * <p>A comma is decimal only when it is last and one or two digits follow; a point is decimal
 * unless it groups thousands: a comma is decimal after it, there are several, or three digits
 * follow in a currency that writes a decimal comma.
 */
final class MoneyText {
  /** Longest text looked at; a price is far shorter. */
  private static final int MAX_LENGTH = 200;

  /** In units. Beyond it a number on a card is no price, whatever the currency. */
  private static final BigDecimal MAX_UNITS = new BigDecimal("10000000000");

  private static final String CURRENCY =
      "(?<![A-Za-z])(?:US|CA|AU|NZ|HK|NT|SG|MX|C|S|R|[A-Z]{3}) ?\\$"
          + "|[$\\u20AC\\u00A3\\u00A5\\u5186\\u20B9\\u20A9\\u20AA\\u20BD\\u20BA\\u0E3F\\u20AB\\u20B1]"
          + "|z\\u0142|K\\u010D"
          + "|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])";
  private static final String AMOUNT =
      "\\d{1,3}(?:[ ']\\d{3}(?!\\d))++(?:[.,]\\d{1,2}(?!\\d))?|\\d[\\d.,]{0,40}+";
  private static final Pattern MARKED =
      Pattern.compile(
          "(-? ?)(?<before>"
              + CURRENCY
              + ") ?(?<first>-?(?:"
              + AMOUNT
              + "))"
              + "|(?<![\\d.,])(?<second>-?(?:"
              + AMOUNT
              + ")) ?(?<after>"
              + CURRENCY
              + ")");
  private static final Pattern BARE =
      Pattern.compile("-?(?:" + AMOUNT + ")(?: ?-.{0,40})?", Pattern.DOTALL);
  private static final Pattern GROUPED_BY_POINTS = Pattern.compile("\\d{1,3}(?:\\.\\d{3})+");

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("$", "USD"),
          Map.entry("US", "USD"),
          Map.entry("C", "CAD"),
          Map.entry("CA", "CAD"),
          Map.entry("AU", "AUD"),
          Map.entry("NZ", "NZD"),
          Map.entry("HK", "HKD"),
          Map.entry("NT", "TWD"),
          Map.entry("S", "SGD"),
          Map.entry("SG", "SGD"),
          Map.entry("MX", "MXN"),
          Map.entry("R", "BRL"),
          Map.entry("\u20AC", "EUR"),
          Map.entry("\u00A3", "GBP"),
          Map.entry("\u00A5", "JPY"),
          Map.entry("\u5186", "JPY"),
          Map.entry("\u20B9", "INR"),
          Map.entry("\u20A9", "KRW"),
          Map.entry("\u20AA", "ILS"),
          Map.entry("\u20BD", "RUB"),
          Map.entry("\u20BA", "TRY"),
          Map.entry("\u0E3F", "THB"),
          Map.entry("\u20AB", "VND"),
          Map.entry("\u20B1", "PHP"),
          Map.entry("z\u0142", "PLN"),
          Map.entry("K\u010D", "CZK"));

  /** Currencies written with a decimal point, where three decimals are rounded, not grouped. */
  private static final Set<String> DECIMAL_POINT =
      Set.of("USD", "GBP", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "INR", "ILS", "TWD");

  private static final Set<String> ISO =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private MoneyText() {}

  /** The first amount of {@code text} that names its currency, or null. Never 0. */
  static Money read(String text) {
    String plain = plain(text);
    Matcher marked = MARKED.matcher(plain);
    while (marked.find()) {
      boolean before = marked.group("before") != null;
      String currency = currency(marked.group(before ? "before" : "after"));
      if (currency != null) {
        boolean minus = before && marked.group(1).startsWith("-") && !rangeBefore(plain, marked);
        return minus ? null : money(marked.group(before ? "first" : "second"), currency);
      }
    }
    return null;
  }

  /** As {@link #read(String)}; a bare number is in {@code currency}, a three-letter code. */
  static Money read(String text, String currency) {
    String plain = plain(text);
    return BARE.matcher(plain).matches()
        ? money(plain.replaceFirst("(?<=[\\d.,]) ?-.*", ""), currency)
        : read(plain);
  }

  /** {@code units} of a currency, or null where that is no price: 0, negative, absurd. */
  static Money of(BigDecimal units, String currency, BigDecimal maxUnits) {
    // An exponent of a billion must be refused before any arithmetic on it.
    if (units.signum() <= 0
        || Math.abs((long) units.scale()) > 100
        || units.compareTo(maxUnits) > 0) {
      return null;
    }
    long hundredths = units.movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact();
    return hundredths == 0 ? null : new Money(hundredths, currency);
  }

  /** The ISO code that a code or sign stands for, or null. */
  static String currency(String sign) {
    String bare = sign.strip();
    if (!bare.equals("$") && bare.endsWith("$")) {
      bare = bare.substring(0, bare.length() - 1).strip();
    }
    String known = SIGNS.get(bare);
    return known != null ? known : ISO.contains(bare) ? bare : null;
  }

  private static Money money(String amount, String currency) {
    String digits = decimal(amount.replaceAll("[ ']", "").replaceFirst("[.,]+$", ""), currency);
    return digits == null ? null : of(new BigDecimal(digits), currency, MAX_UNITS);
  }

  /** {@code written} with a decimal point only, or null. */
  private static String decimal(String written, String currency) {
    int comma = written.lastIndexOf(',');
    int point = written.lastIndexOf('.');
    int afterComma = written.length() - comma - 1;
    if (comma > point && afterComma <= 2) {
      String units = written.substring(0, comma).replaceAll("[.,]", "");
      return units + "." + written.substring(comma + 1);
    }
    String ungrouped = written.replace(",", "");
    if (written.indexOf('.') != point || (point >= 0 && comma > point)) {
      return GROUPED_BY_POINTS.matcher(ungrouped).matches() ? ungrouped.replace(".", "") : null;
    }
    boolean grouping =
        comma < 0
            && !DECIMAL_POINT.contains(currency)
            && GROUPED_BY_POINTS.matcher(ungrouped).matches();
    return grouping ? ungrouped.replace(".", "") : ungrouped;
  }

  /** Whether the dash before a match stands between two amounts rather than for a minus. */
  private static boolean rangeBefore(String plain, Matcher marked) {
    return !plain.substring(0, marked.start()).isBlank();
  }

  private static String plain(String text) {
    return PageText.plain(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
  }
}
