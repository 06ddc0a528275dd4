package io.glasshive.source.page;

import io.glasshive.domain.Feedback;
import io.glasshive.domain.SellerName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The seller that a row of a card names, whatever the layout and language:
 *
 * <pre>
 *   liquid05 | 96.2% positive (1.1K)          name and feedback in spans of their own
 *   comebackcomx 100% positive (5.2K) | …     both in one span, a tooltip before or after
 *   gamesgalaxyconsett (1,493) 100%           count first
 *   liquid05 | 好評率 99.7% (3.5K)             word first
 * </pre>
 *
 * <p>The row's text is taken piece by piece, since pages often have no white space between spans. A
 * name stands alone in its piece, or at the piece's start, or after a label or a longer remark;
 * where what stands there is no valid name, there is no seller.
 *
 * @param name the seller
 * @param feedback null when the numbers can be no feedback (above 100 percent, a count beyond all
 *     bounds): such a card is set aside
 */
record SellerText(SellerName name, Feedback feedback) {
  /** Longest row looked at: real ones have a few hundred characters, tooltips included. */
  private static final int MAX_ROW = 8_000;

  /** More feedback than there are people is none. */
  private static final BigDecimal MAX_COUNT = new BigDecimal("100000000000");

  /** Between the pieces of a row, which stand in elements of their own. */
  private static final char EDGE = '\u0001';

  private static final String GAP = "[\u0001 ]*+";
  private static final String NAME = "(?<![^\u0001 ])(?<name>[^\u0001 ()%]{1,100}+)";
  private static final String PERCENT =
      "(?:(?<percent>\\d{1,3}(?:[.,]\\d{1,4})?)"
          + GAP
          + "%|%"
          + GAP
          + "(?<percent2>\\d{1,3}(?:[.,]\\d{1,4})?)(?![\\d.,]))";
  private static final String COUNT =
      "\\(" + GAP + "(?<count>\\d[\\d.,' ]{0,30})(?<suffix>\\p{L}{0,5}\\.?)\\+?" + GAP + "\\)";
  private static final String DIVIDER = "(?:[·•|:-][\u0001 ]++)?";
  private static final String WORDS = "[^\u0001()%\\d]{0,60}";

  private static final Pattern WORD_FIRST =
      Pattern.compile(
          NAME
              + " *+\u0001"
              + GAP
              + "(?<lead>[^\u0001()%\\d]{1,40}?)"
              + GAP
              + PERCENT
              + GAP
              + "(?<words>"
              + WORDS
              + ")"
              + GAP
              + COUNT);
  private static final Pattern PERCENT_FIRST =
      Pattern.compile(
          NAME + "[\u0001 ]++" + DIVIDER + PERCENT + GAP + "(?<words>" + WORDS + ")" + GAP + COUNT);
  private static final Pattern COUNT_FIRST = Pattern.compile(NAME + GAP + COUNT + GAP + PERCENT);

  /** How languages say that feedback is positive. */
  private static final Pattern POSITIVE =
      Pattern.compile(
          "(?iu).*(?:positi[vf]|posit[ií]v|pozit|положит|позитив|θετικ|olumlu"
              + "|ポジティブ|肯定|高評価|好評|好评|正面|긍정|إيجابي|חיובי|บวก|tích cực).*");

  /** Words after a percentage that is a discount, not feedback. */
  private static final Pattern DISCOUNT =
      Pattern.compile(
          "(?iu).*(?:\\boff\\b|discount|coupon|cash ?back|rabat|nachlass"
              + "|descuento|desconto|menos|r[ée]duction|remise|sconto|korting|割引|オフ|скид|cotton"
              + "|sold|claimed).*");

  private static final Pattern DISCOUNT_START =
      Pattern.compile("(?i)save|saved?|extra|over|up|to|off|get|ahorra|spare|[-+].*");

  /** What may stand before a name in the same piece, besides a remark of three words or more. */
  private static final Pattern LABEL =
      Pattern.compile("(?iu).*(?:[:.!?…·|•)-]|seller|sold by|by|from|learn more|plus)\\s*");

  private static final Map<String, Long> SUFFIXES =
      Map.ofEntries(
          Map.entry("k", 1_000L),
          Map.entry("m", 1_000_000L),
          Map.entry("b", 1_000_000_000L),
          Map.entry("mil", 1_000L),
          Map.entry("mila", 1_000L),
          Map.entry("tsd", 1_000L),
          Map.entry("tys", 1_000L),
          Map.entry("тыс", 1_000L),
          Map.entry("к", 1_000L),
          Map.entry("bin", 1_000L),
          Map.entry("千", 1_000L),
          Map.entry("천", 1_000L),
          Map.entry("mio", 1_000_000L),
          Map.entry("mi", 1_000_000L),
          Map.entry("mln", 1_000_000L),
          Map.entry("млн", 1_000_000L),
          Map.entry("м", 1_000_000L),
          Map.entry("万", 10_000L),
          Map.entry("萬", 10_000L),
          Map.entry("만", 10_000L),
          Map.entry("億", 100_000_000L),
          Map.entry("亿", 100_000_000L),
          Map.entry("억", 100_000_000L));

  /** The seller that {@code row} names, or null. */
  static SellerText in(Element row) {
    String shown = pieces(row);
    String text = PageText.folded(shown);
    if (text.indexOf('%') < 0 || text.indexOf('(') < 0) {
      return null;
    }
    SellerText seller = first(WORD_FIRST.matcher(text), shown, text);
    if (seller == null) {
      seller = first(PERCENT_FIRST.matcher(text), shown, text);
    }
    return seller != null ? seller : first(COUNT_FIRST.matcher(text), shown, text);
  }

  private static SellerText first(Matcher matcher, String shown, String text) {
    int from = 0;
    while (matcher.find(from)) {
      SellerText seller = accepted(matcher, shown, text);
      if (seller != null) {
        return seller;
      }
      from = matcher.end("name");
    }
    return null;
  }

  private static SellerText accepted(Matcher matcher, String shown, String text) {
    SellerName name = SellerName.of(shown.substring(matcher.start("name"), matcher.end("name")));
    BigDecimal count = count(matcher.group("count"), matcher.group("suffix"));
    if (name == null || count == null || !wellPlaced(matcher, text) || !wellWorded(matcher, text)) {
      return null;
    }
    String number = matcher.group("percent");
    BigDecimal percent =
        new BigDecimal((number != null ? number : matcher.group("percent2")).replace(',', '.'));
    boolean possible =
        percent.compareTo(BigDecimal.valueOf(100)) <= 0 && count.compareTo(MAX_COUNT) <= 0;
    boolean approximate = !matcher.group("suffix").isEmpty() || matcher.group().contains("+");
    return new SellerText(
        name,
        possible ? new Feedback(plainly(percent), count.longValueExact(), approximate) : null);
  }

  /**
   * Whether the name stands where a name may: nothing but a label or a longer remark before it in
   * its piece. Two words before a percentage are a name that no seller can have.
   */
  private static boolean wellPlaced(Matcher matcher, String text) {
    String before = before(matcher, text);
    boolean alone = text.startsWith("\u0001", skipSpaces(text, matcher.end("name")));
    return before.isEmpty()
        || LABEL.matcher(before).matches()
        || (!alone && before.split(" +").length >= 3);
  }

  private static boolean wellWorded(Matcher matcher, String text) {
    if (matcher.pattern() == COUNT_FIRST) {
      return !DISCOUNT.matcher(rest(text, matcher.end())).matches();
    }
    String words = matcher.group("words");
    if (matcher.pattern() == WORD_FIRST) {
      String lead = matcher.group("lead");
      return POSITIVE.matcher(lead).matches() && !POSITIVE.matcher(words).matches();
    }
    if (POSITIVE.matcher(words).matches()) {
      return true;
    }
    // A word nobody told us: then the rest must look the part.
    return before(matcher, text).isEmpty()
        && !DISCOUNT.matcher(words).matches()
        && !DISCOUNT_START.matcher(matcher.group("name")).matches()
        && rest(text, matcher.end()).isBlank();
  }

  /** What stands before the name in its piece. */
  private static String before(Matcher matcher, String text) {
    int name = matcher.start("name");
    return text.substring(text.lastIndexOf(EDGE, name) + 1, name).strip();
  }

  /** What follows {@code end} in its piece. */
  private static String rest(String text, int end) {
    int edge = text.indexOf(EDGE, end);
    return text.substring(end, edge < 0 ? text.length() : edge);
  }

  private static int skipSpaces(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  /** A count such as {@code 1,493}, {@code 1.1K}, {@code 4,6 mil}, or null. */
  private static BigDecimal count(String written, String suffix) {
    String number = written.strip().replaceAll("[ ']", "");
    String unit = suffix.replace(".", "").toLowerCase(Locale.ROOT);
    if (unit.isEmpty()) {
      return number.matches("\\d+|\\d{1,3}(?:[.,]\\d{2,3})*[.,]\\d{3}")
          ? new BigDecimal(number.replaceAll("[.,]", ""))
          : null;
    }
    Long times = SUFFIXES.get(unit);
    if (times == null) {
      return null;
    }
    String decimal =
        number.matches("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?")
            ? number.replace(",", "")
            : number.replace(',', '.');
    return decimal.matches("\\d+(?:\\.\\d+)?")
        ? new BigDecimal(decimal)
            .multiply(BigDecimal.valueOf(times))
            .setScale(0, RoundingMode.HALF_UP)
        : null;
  }

  private static BigDecimal plainly(BigDecimal percent) {
    BigDecimal stripped = percent.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** The row's text, an edge between pieces; comments and {@code wbr} divide nothing. */
  private static String pieces(Element row) {
    StringBuilder pieces = new StringBuilder();
    row.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (pieces.length() >= MAX_ROW) {
              return;
            }
            if (node instanceof TextNode text) {
              pieces.append(PageText.visible(text.getWholeText()));
            } else {
              edge(node);
            }
          }

          @Override
          public void tail(Node node, int depth) {
            edge(node);
          }

          private void edge(Node node) {
            boolean divides =
                node instanceof Element element && !element.normalName().equals("wbr");
            if (divides && (pieces.isEmpty() || pieces.charAt(pieces.length() - 1) != EDGE)) {
              pieces.append(EDGE);
            }
          }
        });
    return pieces.length() > MAX_ROW ? pieces.substring(0, MAX_ROW) : pieces.toString();
  }
}
