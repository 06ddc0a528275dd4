package io.glasshive.source.page;

import static io.glasshive.domain.ErrorStage.PRICE_PARSING;
import static io.glasshive.domain.ErrorStage.PRODUCT_EXTRACTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BestSellersContentTest {

  @Test
  void readsProductsInPageOrderRepeatsIncluded() {
    BestSellersPage page =
        page(
            """
            {"page":1,"pages":2,"parse_status_code":12000,"results":[
             {"pos":1,"asin":"B0ABCDEFGH","title":" Echo Dot ","price":49.99,"price_upper":99.99,
              "price_str":"$49.99","currency":"USD","rating":0,"is_prime":true,"image":"x"},
             {"pos":2,"asin":"0123456789","title":"A book","price":"$1,234.56"},
             {"pos":3,"asin":"B0ABCDEFGH","title":"Echo Dot","price":120}]}
            """);

    assertEquals(
        List.of(
            new Product("B0ABCDEFGH", "Echo Dot", Money.usd(4_999)),
            new Product("0123456789", "A book", Money.usd(123_456)),
            new Product("B0ABCDEFGH", "Echo Dot", Money.usd(12_000))),
        page.products());
    assertEquals(List.of(), page.rowErrors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 12000 | USD",
        "120.5 | 12050 | USD",
        "19.99 | 1999 | USD",
        "19.995 | 2000 | USD",
        "19.9949999999999999999 | 1999 | USD",
        "1.5e1 | 1500 | USD",
        "0.01 | 1 | USD",
        "\"19.99\" | 1999 | USD",
        "\"$19.99\" | 1999 | USD",
        "\" $ 1,234.56 \" | 123456 | USD",
        "\"$10.00 - $20.00\" | 1000 | USD",
        "\"10.00 - 20.00\" | 1000 | USD",
        "\"1,234\" | 123400 | USD",
        "\"£5.00\" | 500 | GBP",
      })
  void readsAPriceInEachForm(String price, long cents, String currency) {
    BestSellersPage page = pageWithPrice(price);

    assertEquals(new Money(cents, currency), page.products().get(0).price());
    assertEquals(List.of(), page.rowErrors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.0",
        "0.001",
        "-1",
        "\"\"",
        "\"0\"",
        "\"$0.00\"",
        "\"unavailable\"",
        "\"-5\"",
        "null",
        "true",
        "[]",
        "{\"amount\":5}",
        "99999999999",
        "1e300",
        "1e-300",
        "1e999999999",
        "1e-999999999",
        "\"$99,999,999.00\"",
      })
  void keepsAProductWhosePriceCannotBeRead(String price) {
    BestSellersPage page = pageWithPrice(price);

    assertEquals(List.of(new Product("B0ABCDEFGH", "T", null)), page.products());
    assertEquals(
        List.of(new RowError(PRICE_PARSING, "Row 1 (B0ABCDEFGH): no readable price.")),
        page.rowErrors());
  }

  @Test
  void neverTakesTheUpperPriceOrTheWrittenOneInstead() {
    BestSellersPage page =
        page(
            "{\"results\":[{\"asin\":\"B0ABCDEFGH\",\"title\":\"T\",\"price_upper\":5,"
                + "\"price_str\":\"$5.00\"}]}");

    assertEquals(new Product("B0ABCDEFGH", "T", null), page.products().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "\"\" | USD",
        "null | USD",
        "\"usd\" | USD",
        "\"$\" | USD",
        "\"EUR\" | EUR",
        "\"???\" | none"
      })
  void takesTheCurrencyOfTheRowAndDollarsWithoutOne(String currency, String expected) {
    BestSellersPage page =
        page(
            "{\"results\":[{\"asin\":\"B0ABCDEFGH\",\"title\":\"T\",\"price\":5,\"currency\":"
                + currency
                + "}]}");

    Money price = page.products().get(0).price();
    assertEquals(expected == null ? null : new Money(500, expected), price);
  }

  @Test
  void setsRowsAsideThatHaveNoAsinOrNoTitle() {
    BestSellersPage page =
        page(
            """
            {"results":[{"title":"No asin","price":1},{"asin":"b0abcdefgh","title":"Lower","price":1},
             {"asin":"B0ABCDEFGH","title":" ","price":0},{"asin":"B0ABCDEFGH","price":1},null,"x",
             {"asin":"B0GOOD0000","title":"Good","price":1}]}
            """);

    assertEquals(List.of(new Product("B0GOOD0000", "Good", Money.usd(100))), page.products());
    assertEquals(
        List.of(
            new RowError(PRODUCT_EXTRACTION, "Row 1 (No asin): no ASIN."),
            new RowError(PRODUCT_EXTRACTION, "Row 2 (Lower): no valid ASIN: \"b0abcdefgh\"."),
            new RowError(PRODUCT_EXTRACTION, "Row 3 (B0ABCDEFGH): no title."),
            new RowError(PRODUCT_EXTRACTION, "Row 4 (B0ABCDEFGH): no title."),
            new RowError(PRODUCT_EXTRACTION, "Row 5: no ASIN."),
            new RowError(PRODUCT_EXTRACTION, "Row 6: no ASIN.")),
        page.rowErrors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"12000", "12004", "12005", "\"12004\"", "null"})
  void readsPagesParsedWhollyOrInPart(String status) {
    BestSellersPage page =
        page(
            "{\"parse_status_code\":"
                + status
                + ",\"results\":[{\"asin\":\"B0ABCDEFGH\",\"title\":\"T\",\"price\":1}]}");

    assertEquals(1, page.products().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"parse_status_code\":12002,\"results\":[{\"asin\":\"B0ABCDEFGH\",\"title\":\"T\"}]}",
        "{\"parse_status_code\":12003,\"pages\":1,\"results\":[]}",
        "{\"results\":\"none\"}",
        "{\"results\":{}}",
        "{\"pages\":2,\"results\":[]}",
        "{\"pages\":3,\"results\":[]}",
        "{\"results\":[]}",
        "{\"pages\":\"many\"}",
        "\"<html></html>\"",
        "[1]",
      })
  void isAParseErrorWorthARetryWhereNothingCanBeRead(String content) {
    SourceFailure failure = failure(read(content, 2));

    assertEquals(ErrorType.PARSE_ERROR, failure.type());
    assertEquals(PRODUCT_EXTRACTION, failure.stage());
    assertEquals(Verdict.RETRY, failure.verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pages\":1,\"results\":[]}",
        "{\"pages\":1}",
        "{\"pages\":\"1\",\"results\":null}"
      })
  void takesNoRowsForTheEndPastTheLastPageOnly(String content) {
    SourceAnswer<BestSellersPage> past = read(content, 2);
    SourceAnswer<BestSellersPage> last = read(content, 1);

    assertEquals(new SourceAnswer.Read<>(new BestSellersPage(List.of(), List.of())), past);
    assertEquals(ErrorType.PARSE_ERROR, failure(last).type());
  }

  @Test
  void doesNotTakeTheFirstPageForPastTheEnd() {
    assertEquals(PRODUCT_EXTRACTION, failure(read("{\"pages\":0,\"results\":[]}", 1)).stage());
  }

  private static BestSellersPage pageWithPrice(String price) {
    return page(
        "{\"results\":[{\"asin\":\"B0ABCDEFGH\",\"title\":\"T\",\"price\":" + price + "}]}");
  }

  @SuppressWarnings("unchecked")
  private static BestSellersPage page(String content) {
    return ((SourceAnswer.Read<BestSellersPage>)
            assertInstanceOf(SourceAnswer.Read.class, read(content, 1)))
        .page();
  }

  private static SourceFailure failure(SourceAnswer<BestSellersPage> answer) {
    return assertInstanceOf(SourceAnswer.Failed.class, answer).failure();
  }

  private static SourceAnswer<BestSellersPage> read(String content, int page) {
    try {
      JsonNode json =
          JsonMapper.builder()
              .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .build()
              .readTree(content);
      return BestSellersContent.read(json, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
