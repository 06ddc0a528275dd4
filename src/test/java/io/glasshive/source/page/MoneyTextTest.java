package io.glasshive.source.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.glasshive.domain.Money;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class MoneyTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$9.99 | 999 | USD",
        "$1,290.00 | 129000 | USD",
        "US $1,234.56 | 123456 | USD",
        "US $1,234.56 | 123456 | USD",
        "$10.00 to $25.00 | 1000 | USD",
        "$10.00 - $25.00 | 1000 | USD",
        "EUR 9,99 | 999 | EUR",
        "EUR 1.234,56 | 123456 | EUR",
        "EUR 1.234 | 123400 | EUR",
        "1 234,56 zł | 123456 | PLN",
        "1 234,56 zł | 123456 | PLN",
        "9,9 € | 990 | EUR",
        "£4.49 | 449 | GBP",
        "GBP 4.49 | 449 | GBP",
        "2,137 円 | 213700 | JPY",
        "￥2,137 | 213700 | JPY",
        "C $12.50 | 1250 | CAD",
        "AU $12.50 | 1250 | AUD",
        "R$ 1.234,50 | 123450 | BRL",
        "MXN $120.00 | 12000 | MXN",
        "$19.995 | 2000 | USD",
        "$120 | 12000 | USD",
        "$1,234,567 | 123456700 | USD",
        "Now $5.00 | 500 | USD",
        "10,00 EUR bis 25,00 EUR | 1000 | EUR",
        "CHF 1'234.50 | 123450 | CHF",
      })
  void readsTheFirstAmountWithItsCurrency(String text, long cents, String currency) {
    assertEquals(new Money(cents, currency), MoneyText.read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "free",
        "9.99",
        "$0.00",
        "$0",
        "$",
        "$.",
        "-$5.00",
        "$-5.00",
        "Tap item to see current price",
        "$12.34.56",
        "$99999999999999999999",
        "XQZ 12.00",
        "kr 100",
      })
  void readsNothingWhereThereIsNoPrice(String text) {
    assertNull(MoneyText.read(text));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 4_711})
  void readsBackWhateverAmountIsWritten(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      long cents = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e11));
      String comma = written(cents, ',', '.');
      String point = written(cents, '.', ',');
      long whole = Math.max(1, cents / 100) * 100;
      Map<String, Money> texts =
          Map.of(
              "$" + comma, Money.usd(cents),
              "US $" + comma, Money.usd(cents),
              "$" + comma + " to $999,999,999.99", Money.usd(cents),
              "EUR " + point, new Money(cents, "EUR"),
              point + " €", new Money(cents, "EUR"),
              "£" + comma, new Money(cents, "GBP"),
              "AU $" + comma, new Money(cents, "AUD"),
              grouped(whole / 100, ',') + " 円", new Money(whole, "JPY"));
      texts.forEach(
          (text, money) ->
              assertEquals(money, MoneyText.read(text), () -> "seed " + seed + ": " + text));
    }
  }

  private static String written(long cents, char thousands, char decimal) {
    long rest = cents % 100;
    return grouped(cents / 100, thousands) + decimal + (rest < 10 ? "0" : "") + rest;
  }

  private static String grouped(long units, char mark) {
    return String.format(Locale.ROOT, "%,d", units).replace(',', mark);
  }
}
