package io.glasshive.source.page;

import io.glasshive.config.Config.Inexact;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * Reads eBay's result pages from the whole document tree. What counts is a direct child of {@code
 * ul.srp-results}; cards elsewhere and the "Shop on eBay" placeholders do not.
 *
 * <p>Source: pages captured from 2021 to 2026. A page takes some 30 ms per megabyte.
 */
public final class JsoupResultPage implements EbayResultPage {
  private static final String LIST = "ul.srp-results";
  private static final String BREAK = "srp-river-answer--REWRITE_START";
  private static final String SELLER_ROWS =
      ".s-card__attribute-row, .s-item__seller-info-text, .s-item__seller-info,"
          + " .s-item__detail--secondary";
  private static final String PLACEHOLDER_LISTING = "123456";

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
   * @param inexact what becomes of cards that eBay itself calls inexact matches
   */
  public JsoupResultPage(Inexact inexact) {
    this.keepsInexact = Objects.requireNonNull(inexact, "inexact") == Inexact.KEEP;
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
    Elements lists = document.select(LIST);
    if (lists.isEmpty()) {
      return BlockedPage.is(document) ? blocked(document) : withoutList(document);
    }
    Reading reading = new Reading(page, keepsInexact, allInexact(document, lists.first()));
    for (Element list : lists) {
      reading.inexact |= breaksBetween(document, lists.first(), list);
      list.children().forEach(reading::take);
    }
    if (reading.cardCount == 0) {
      return empty(document, lists, hasNext(document));
    }
    if (reading.sellerCount == 0) {
      return unreadable(
          "layout without sellers: " + reading.cardCount + " cards and no seller on any of them.");
    }
    return new SourceAnswer.Read<>(
        new SellerPage(reading.cards, reading.rowErrors, hasNext(document)));
  }

  /** What one pass over a list's children gathers. */
  private static final class Reading {
    private final int page;
    private final boolean keepsInexact;
    private final List<Card> cards = new ArrayList<>();
    private final List<RowError> rowErrors = new ArrayList<>();
    private boolean inexact;
    private int cardCount;
    private int sellerCount;

    Reading(int page, boolean keepsInexact, boolean inexact) {
      this.page = page;
      this.keepsInexact = keepsInexact;
      this.inexact = inexact;
    }

    void take(Element child) {
      if (!isCard(child)) {
        inexact |= child.hasClass(BREAK) || child.selectFirst("." + BREAK) != null;
        return;
      }
      String listing = listing(child);
      if (isPlaceholder(child, listing)) {
        return;
      }
      cardCount++;
      SellerText seller = seller(child);
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
              price(child)));
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
   * Whether the whole list is inexact: the break stands before it, beside a note that nothing
   * matched exactly. The same class before the list without the note tells of a corrected spelling.
   */
  private static boolean allInexact(Document document, Element list) {
    boolean before = false;
    for (Element mark : document.getElementsByClass(BREAK)) {
      before |= mark.closest(LIST) == null && precedes(mark, list);
    }
    return before && tellsOfNoExactMatch(document);
  }

  /** Whether the break stands between two lists of one page. */
  private static boolean breaksBetween(Document document, Element first, Element list) {
    if (first == list) {
      return false;
    }
    for (Element mark : document.getElementsByClass(BREAK)) {
      if (mark.closest(LIST) == null && precedes(first, mark) && precedes(mark, list)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tellsOfNoExactMatch(Document document) {
    Set<Element> seen = new HashSet<>();
    for (Element element : document.getElementsMatchingOwnText("\\S")) {
      // The words may be spread over an element and its children: look at short parents, too.
      Element parent = element.parent();
      if (says(element) || (parent != null && seen.add(parent) && says(parent))) {
        return true;
      }
    }
    return false;
  }

  private static boolean says(Element element) {
    if (element.childNodeSize() > 12) {
      return false;
    }
    String text = element.text();
    return text.length() <= 300
        && NO_EXACT_MATCHES.matcher(PageText.plain(text)).find()
        && element.closest(".s-card, .s-item") == null
        && !element.normalName().matches("script|style|title|head|option|a|button");
  }

  /** Whether {@code first} comes before {@code second} in the document. */
  private static boolean precedes(Element first, Element second) {
    Element common = first;
    while (common != null && common != second && !second.parents().contains(common)) {
      common = common.parent();
    }
    if (common == null || common == first || common == second) {
      return common == first;
    }
    return childTowards(common, first).elementSiblingIndex()
        < childTowards(common, second).elementSiblingIndex();
  }

  private static Element childTowards(Element ancestor, Element descendant) {
    Element child = descendant;
    while (child.parent() != ancestor) {
      child = child.parent();
    }
    return child;
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
      Document document, Elements lists, boolean hasNext) {
    if (saysNoResults(document)) {
      return new SourceAnswer.Read<>(new SellerPage(List.of(), List.of(), hasNext));
    }
    int childCount = lists.stream().mapToInt(Element::childrenSize).sum();
    return unreadable(
        "A list of results with no card that could be read among "
            + childCount
            + " entries, and no word of 0 results.");
  }

  private static boolean saysNoResults(Document document) {
    Element count = document.selectFirst("[class*=srp-controls__count-heading]");
    if (count != null) {
      return NO_RESULTS.matcher(PageText.plain(count.text())).matches();
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
