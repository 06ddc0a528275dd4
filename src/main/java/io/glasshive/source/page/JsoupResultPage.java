package io.glasshive.source.page;

import io.glasshive.domain.Card;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Money;
import io.glasshive.domain.RowError;
import io.glasshive.domain.Text;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.NodeVisitor;

/**
 * Reads eBay's result pages from the whole document tree. What counts is a direct child of {@code
 * ul.srp-results}; cards elsewhere and the "Shop on eBay" placeholders do not.
 *
 * <p>Source: pages captured from 2021 to 2026. A page of 2.6 MB and 240 cards took some 350 ms,
 * warm, on a busy machine of two cores.
 */
public final class JsoupResultPage implements EbayResultPage {
  private static final String LIST = "srp-results";
  private static final String BREAK = "srp-river-answer--REWRITE_START";
  private static final String SELLER_ROWS =
      ".s-card__attribute-row, .s-item__seller-info-text, .s-item__seller-info,"
          + " .s-item__detail--secondary";
  private static final String PLACEHOLDER_LISTING = "123456";

  /** A page has at most 240 cards; far more are no page of results. */
  private static final int MAX_CARDS = 2_000;

  private static final Pattern LISTING =
      Pattern.compile("/itm/(?:[^/?#]{1,300}/)?(\\d{1,30})(?!\\d)");
  private static final Pattern PLACEHOLDER_TITLE =
      Pattern.compile("(?i)shop on ebay(?: opens in a new window or tab)?");
  private static final Pattern NO_RESULTS = Pattern.compile("\\D*0(?![\\d.,]).*|.*(?<!\\d)0 ?件.*");
  private static final Pattern NO_RESULTS_TEXT =
      Pattern.compile(
          "(?iu)(?:0|no) ?(?:results?|resultados?|ergebnis|r[ée]sultats?|risultat|resultaten|wynik"
              + "|результат|件).*");

  /** "No exact matches found" and what it is elsewhere. */
  private static final Pattern NO_EXACT_MATCHES =
      Pattern.compile(
          "(?iu)no exact match|coincidencias? exactas?|correspond[êe]ncias? exatas?"
              + "|(?:genaue|exakte)n? (?:treffer|übereinstimmung)|(?:correspondance|r[ée]sultat)s? exacte?s?"
              + "|corrispondenz[ae] esatt[ae]|exacte (?:match|overeenkomst|resultaten)"
              + "|完全に?一致|точн\\S+ совпадени|dokładnych wyników");

  private final boolean keepsInexact;

  /**
   * @param keepInexact whether cards count that eBay itself calls inexact matches
   */
  public JsoupResultPage(boolean keepInexact) {
    this.keepsInexact = keepInexact;
  }

  @Override
  public SourceAnswer<SellerPage> read(String html, int page) {
    try {
      return read(Jsoup.parse(html), page);
    } catch (RuntimeException | StackOverflowError e) {
      return unreadable("The page could not be read (" + e.getClass().getSimpleName() + ").");
    }
  }

  private SourceAnswer<SellerPage> read(Document document, int page) {
    Outline outline = Outline.of(document);
    if (outline.listCount == 0) {
      return BlockedPage.is(document) ? blocked(document) : withoutList(document);
    }
    if (outline.cards.size() > MAX_CARDS) {
      return unreadable("The list has more than " + MAX_CARDS + " cards.");
    }
    boolean allInexact = outline.breakBefore && tellsOfNoExactMatch(document);
    Reading reading = new Reading(page, keepsInexact);
    for (Outline.Entry entry : outline.cards) {
      reading.take(entry.element(), allInexact || entry.inexact());
    }
    if (reading.cardCount == 0) {
      return empty(document, outline.entryCount, hasNext(document));
    }
    if (reading.sellerCount == 0) {
      return unreadable(
          "layout without sellers: " + reading.cardCount + " cards and no seller on any of them.");
    }
    return new SourceAnswer.Read<>(
        new SellerPage(reading.cards, reading.rowErrors, hasNext(document)));
  }

  /** Lists, cards and breaks in the order of the document, from one pass over it. */
  private static final class Outline implements NodeVisitor {
    private final List<Entry> cards = new ArrayList<>();
    private int listCount;
    private int entryCount;
    private boolean breakBefore;
    private boolean breakSince;

    /** A card of a list, and whether a break stands between the list's start and it. */
    private record Entry(Element element, boolean inexact) {}

    static Outline of(Document document) {
      Outline outline = new Outline();
      document.traverse(outline);
      return outline;
    }

    @Override
    public void head(Node node, int depth) {
      if (!(node instanceof Element element)) {
        return;
      }
      if (isList(element)) {
        listCount++;
      }
      if (element.hasClass(BREAK)) {
        breakBefore |= listCount == 0;
        breakSince |= listCount > 0;
      }
      if (element.parent() != null && isList(element.parent())) {
        entryCount++;
        if (isCard(element)) {
          cards.add(new Entry(element, breakSince));
        }
      }
    }

    private static boolean isList(Element element) {
      return element.normalName().equals("ul") && element.hasClass(LIST);
    }
  }

  /** What is gathered card by card. */
  private static final class Reading {
    private final int page;
    private final boolean keepsInexact;
    private final List<Card> cards = new ArrayList<>();
    private final List<RowError> rowErrors = new ArrayList<>();
    private int cardCount;
    private int sellerCount;

    Reading(int page, boolean keepsInexact) {
      this.page = page;
      this.keepsInexact = keepsInexact;
    }

    void take(Element card, boolean inexact) {
      String listing = listing(card);
      if (isPlaceholder(card, listing)) {
        return;
      }
      cardCount++;
      SellerText seller = seller(card);
      if (seller == null) {
        return;
      }
      sellerCount++;
      if (inexact && !keepsInexact) {
        return;
      }
      if (seller.feedback() == null) {
        // Without the name: messages hold none.
        rowErrors.add(
            new RowError(
                ErrorStage.SELLER_EXTRACTION,
                "Card " + cardCount + ": the seller's feedback is no possible one."));
        return;
      }
      cards.add(
          new Card(
              listing != null ? listing : "p" + page + "-" + cardCount,
              seller.name(),
              seller.feedback(),
              price(card)));
    }
  }

  private static boolean isCard(Element element) {
    return element.hasClass("s-card") || element.hasClass("s-item");
  }

  private static boolean isPlaceholder(Element card, String listing) {
    if (PLACEHOLDER_LISTING.equals(listing)) {
      return true;
    }
    Element title = card.selectFirst(".s-card__title, .s-item__title");
    return title != null && PLACEHOLDER_TITLE.matcher(PageText.plain(title.text())).matches();
  }

  private static String listing(Element card) {
    for (Element link : card.select("a[href*=/itm/]")) {
      Matcher listing = LISTING.matcher(link.attr("href"));
      if (listing.find()) {
        return listing.group(1);
      }
    }
    return null;
  }

  private static SellerText seller(Element card) {
    for (Element row : card.select(SELLER_ROWS)) {
      SellerText seller = SellerText.in(row);
      if (seller != null) {
        return seller;
      }
    }
    return null;
  }

  private static Money price(Element card) {
    for (Element price : card.select(".s-card__price, .s-item__price")) {
      boolean former =
          price.closest("s, del, .strikethrough, .STRIKETHROUGH") != null
              || price.selectFirst("s, del, .strikethrough, .STRIKETHROUGH") != null;
      if (!former && !price.text().isBlank()) {
        return MoneyText.read(price.text());
      }
    }
    return null;
  }

  /**
   * Whether the page says, outside of cards, that nothing matched exactly. Beside a break before
   * the list it makes the whole list inexact; without it that break tells of a corrected spelling.
   */
  private static boolean tellsOfNoExactMatch(Document document) {
    if (hasNullSearchHeading(document)) {
      return true;
    }
    StringBuilder text = new StringBuilder();
    document
        .body()
        .filter(
            (node, depth) -> {
              if (node instanceof TextNode words) {
                text.append(words.getWholeText()).append(' ');
              }
              return node instanceof Element element && (isCard(element) || isChoice(element))
                  ? FilterResult.SKIP_ENTIRELY
                  : FilterResult.CONTINUE;
            });
    return NO_EXACT_MATCHES.matcher(PageText.plain(text.toString())).find();
  }

  /** The class of that note's heading is the same in every language. */
  private static boolean hasNullSearchHeading(Document document) {
    return document.selectFirst(".srp-save-null-search__heading:matches(\\S)") != null;
  }

  private static boolean isChoice(Element element) {
    return element.normalName().matches("button|select|option");
  }

  /** A next control leads somewhere when it is a link with an address. */
  private static boolean hasNext(Document document) {
    for (Element next : document.select("a.pagination__next[href]")) {
      String href = next.attr("href").strip();
      if (!href.isEmpty() && !href.startsWith("#") && !href.startsWith("javascript:")) {
        return true;
      }
    }
    return false;
  }

  /** A list without cards: an answer when the page says 0 results, else a layout unknown to us. */
  private static SourceAnswer<SellerPage> empty(
      Document document, int entryCount, boolean hasNext) {
    if (saysNoResults(document)) {
      return new SourceAnswer.Read<>(new SellerPage(List.of(), List.of(), hasNext));
    }
    return unreadable(
        "A list of results with no card that could be read among "
            + entryCount
            + " entries, and no word of 0 results.");
  }

  private static boolean saysNoResults(Document document) {
    Element count = document.selectFirst("[class*=srp-controls__count-heading]");
    if (count != null) {
      return NO_RESULTS.matcher(PageText.plain(count.text())).matches();
    }
    if (hasNullSearchHeading(document)) {
      return true;
    }
    for (Element heading : document.select("h1, h2, h3, [role=heading]")) {
      if (NO_RESULTS_TEXT.matcher(PageText.plain(heading.text())).matches()
          || NO_EXACT_MATCHES.matcher(PageText.plain(heading.text())).find()) {
        return true;
      }
    }
    return false;
  }

  private static SourceAnswer<SellerPage> blocked(Document document) {
    return new SourceAnswer.Failed<>(
        new SourceFailure(
            ErrorType.API_ERROR,
            ErrorStage.API,
            "blocked by eBay" + titled(document),
            Verdict.RETRY,
            null));
  }

  private static SourceAnswer<SellerPage> withoutList(Document document) {
    return unreadable("Neither a list of results nor a known block page" + titled(document));
  }

  private static String titled(Document document) {
    String title = PageText.plain(document.title());
    return title.isEmpty() ? "." : ": \"" + Text.cut(title, 80) + "\".";
  }

  private static SourceAnswer<SellerPage> unreadable(String message) {
    return new SourceAnswer.Failed<>(
        new SourceFailure(
            ErrorType.PARSE_ERROR, ErrorStage.SELLER_EXTRACTION, message, Verdict.RETRY, null));
  }
}
