package io.glasshive.source.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import io.glasshive.domain.Text;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the parsed content of a best-seller page: {@code {"page","pages","results":[…],
 * "parse_status_code"}}. A row has {@code asin}, {@code title}, {@code price} and {@code currency};
 * everything else in it is ignored.
 *
 * <p>A price of 0, an empty one and a missing one mean unknown, never free. Numbers must have been
 * decoded as decimals, not as doubles.
 */
public final class BestSellersContent {
  private static final Logger log = LoggerFactory.getLogger(BestSellersContent.class);

  private static final int PARSED = 12_000;
  private static final Set<Integer> PARSED_IN_PART = Set.of(12_004, 12_005);
  private static final Pattern ASIN = Pattern.compile("[A-Z0-9]{10}");

  /** In units. A best seller for more is a misread number. */
  private static final BigDecimal MAX_PRICE = new BigDecimal("10000000");

  private BestSellersContent() {}

  /**
   * Reads one page. Never throws, whatever the content is.
   *
   * @param content the {@code content} of an answer
   * @param page the page asked for, from 1: past {@code content.pages} no rows are a valid end
   * @return the page, or {@code parse_error} at {@code product_extraction}, worth a retry
   */
  public static SourceAnswer<BestSellersPage> read(JsonNode content, int page) {
    if (!content.isObject()) {
      return unreadable("The page of best sellers came unparsed.");
    }
    Integer status = integer(content.get("parse_status_code"));
    boolean inPart = status != null && PARSED_IN_PART.contains(status);
    if (status != null && status != PARSED && !inPart) {
      return unreadable("The source could not parse the page (parse_status_code " + status + ").");
    }
    JsonNode rows = content.get("results");
    if (rows != null && !rows.isNull() && !rows.isArray()) {
      return unreadable("The page of best sellers has no list of rows.");
    }
    if (rows == null || rows.isEmpty()) {
      return withoutRows(content, page);
    }
    if (inPart) {
      log.warn("Page {} of best sellers was parsed only in part ({}).", page, status);
    }
    return new SourceAnswer.Read<>(rows(rows));
  }

  private static SourceAnswer<BestSellersPage> withoutRows(JsonNode content, int page) {
    Integer pages = integer(content.get("pages"));
    if (page > 1 && pages != null && page > pages) {
      return new SourceAnswer.Read<>(new BestSellersPage(List.of(), List.of()));
    }
    return unreadable("The page of best sellers has no rows: the node is unknown or blocked.");
  }

  private static SourceAnswer<BestSellersPage> unreadable(String message) {
    return new SourceAnswer.Failed<>(
        new SourceFailure(
            ErrorType.PARSE_ERROR, ErrorStage.PRODUCT_EXTRACTION, message, Verdict.RETRY, null));
  }

  private static BestSellersPage rows(JsonNode rows) {
    List<Product> products = new ArrayList<>(rows.size());
    List<RowError> errors = new ArrayList<>();
    int number = 0;
    for (JsonNode row : rows) {
      number++;
      String asin = text(row.get("asin"));
      String title = text(row.get("title"));
      if (!ASIN.matcher(asin).matches()) {
        errors.add(
            error(
                ErrorStage.PRODUCT_EXTRACTION,
                number,
                asin.isEmpty() ? "no ASIN" : "no valid ASIN: \"" + Text.cut(asin, 40) + "\"",
                title));
      } else if (title.isEmpty()) {
        errors.add(error(ErrorStage.PRODUCT_EXTRACTION, number, "no title", asin));
      } else {
        Money price = price(row);
        products.add(new Product(asin, title, price));
        if (price == null) {
          errors.add(error(ErrorStage.PRICE_PARSING, number, "no readable price", asin));
        }
      }
    }
    return new BestSellersPage(products, errors);
  }

  private static RowError error(ErrorStage stage, int number, String what, String which) {
    String known = which.isEmpty() ? "" : " (" + Text.cut(which, 80) + ")";
    return new RowError(stage, "Row " + number + known + ": " + what + ".");
  }

  private static Money price(JsonNode row) {
    JsonNode price = row.get("price");
    String currency = currency(text(row.get("currency")));
    if (price == null || currency == null) {
      return null;
    }
    if (price.isNumber()) {
      return decimal(price) == null ? null : MoneyText.of(decimal(price), currency, MAX_PRICE);
    }
    Money written = price.isTextual() ? MoneyText.read(price.textValue(), currency) : null;
    boolean absurd =
        written != null && BigDecimal.valueOf(written.cents(), 2).compareTo(MAX_PRICE) > 0;
    return absurd ? null : written;
  }

  /** NaN and the infinities have no decimal. */
  private static BigDecimal decimal(JsonNode number) {
    boolean finite = !number.isFloatingPointNumber() || number.isBigDecimal();
    if (finite) {
      return number.decimalValue();
    }
    double value = number.doubleValue();
    return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
  }

  private static String currency(String written) {
    return written.isEmpty() ? "USD" : MoneyText.currency(written.toUpperCase(Locale.ROOT));
  }

  /** A text or whole number as text, storable and stripped; anything else is empty. */
  private static String text(JsonNode node) {
    if (node == null || !(node.isTextual() || node.isIntegralNumber())) {
      return "";
    }
    return Text.storable(node.asText()).strip();
  }

  private static Integer integer(JsonNode node) {
    if (node == null) {
      return null;
    }
    if (node.isTextual()) {
      return node.textValue().strip().matches("\\d{1,9}")
          ? Integer.valueOf(node.textValue().strip())
          : null;
    }
    return node.canConvertToInt() && node.isNumber() ? node.intValue() : null;
  }
}
