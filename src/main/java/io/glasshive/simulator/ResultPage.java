package io.glasshive.simulator;

import io.glasshive.simulator.Market.Offer;
import io.glasshive.simulator.Market.Results;
import java.util.List;

/**
 * Writes eBay result pages, after {@code formats/ebay-search-page.md}: every layout, language, note
 * and next control, as seed, search and page have it. Around the list stands what a reader must not
 * take for results. Safe from any thread.
 */
final class ResultPage {
  private static final String BREAK_CLASSES = "srp-river-answer srp-river-answer--REWRITE_START";
  private static final int CAROUSEL_AFTER = 3;

  private final Draw draw;

  ResultPage(long seed) {
    this.draw = Draw.of(seed).on("result page");
  }

  /**
   * A result page.
   *
   * @param results what the search brings
   * @param search what was asked, with the page
   * @param grid whether to write layout 6, which names no seller
   * @param minBytes the page is made at least this heavy
   */
  String html(Results results, Search search, boolean grid, int minBytes) {
    Writing light = new Writing(results, search, grid, Ballast.none());
    String html = light.write(0);
    if (html.length() >= minBytes) {
      return html;
    }
    Ballast ballast = Ballast.of(minBytes - html.length(), light.placeCount());
    return new Writing(results, search, grid, ballast).write(minBytes);
  }

  /** One page being written. */
  private final class Writing {
    private final Results results;
    private final Search search;
    private final List<Offer> offers;
    private final Draw page;
    private final PageStyle style;
    private final Bystanders bystanders;
    private final Ballast ballast;
    private final StringBuilder html = new StringBuilder(1 << 17);

    Writing(Results results, Search search, boolean grid, Ballast ballast) {
      this.results = results;
      this.search = search;
      this.offers = results.cards(search.page());
      this.page = draw.on(search.query()).on(search.page());
      this.style = grid ? PageStyle.grid() : PageStyle.of(page, results.rewrite());
      this.bystanders = new Bystanders(page);
      this.ballast = ballast;
    }

    /** Where ballast is added: above and below the list, in and behind each card. */
    int placeCount() {
      return 2 + 2 * offers.size();
    }

    String write(int minChars) {
      head();
      boolean hasResults = results.count() > 0;
      if (hasResults && page.on("placeholders").chance(0.9)) {
        bystanders.placeholders(html);
      }
      if (page.on("above").chance(0.2)) {
        bystanders.carouselAbove(html);
      }
      ballast.inside(html);
      noteAboveTheList();
      list();
      if (hasResults) {
        NextControl.write(html, search, results.hasNext(search.page()), page.on("next"));
      }
      if (page.on("below").chance(0.2)) {
        bystanders.carouselBelow(html);
      }
      ballast.inside(html);
      Ballast.upTo(html, minChars);
      return html.append("</div></body></html>\n").toString();
    }

    private void head() {
      String query = Html.escaped(search.query());
      html.append("<!DOCTYPE html>\n<html lang=\"").append(style.language().tag());
      html.append("\"><head><meta charset=\"UTF-8\"><title>").append(query);
      html.append(" for sale | eBay</title>\n<style>.s-card{display:flex}.pagination__next[href]");
      html.append("{color:#333}.srp-results{margin:0}</style>\n<script>var $T={next:'<a class=");
      html.append("\"pagination__next\" href=\"/sch/i.html?_pgn=2\"></a>',none:'No exact matches");
      html.append(
          " found',list:'<ul class=\"srp-results\">'};</script></head>\n<body class=\"srp--");
      html.append(
          "list-view\"><div id=\"mainContent\">\n<h1 class=\"srp-controls__count-heading\">");
      html.append(style.language().countHeading(results.count(), query)).append("</h1>\n");
    }

    private void noteAboveTheList() {
      if (results.rewrite() == Rewrite.SPELLING) {
        html.append("<div class=\"").append(BREAK_CLASSES).append("\"><span>Showing results for");
        html.append(" the corrected spelling. Search instead for what was typed.</span></div>\n");
      } else if (results.rewrite() == Rewrite.NO_EXACT_MATCH) {
        html.append("<section class=\"srp-save-null-search\"><h3 class=\"srp-save-null-search__");
        html.append("heading\">No exact matches found</h3></section>\n<div class=\"");
        html.append(BREAK_CLASSES).append("\"><h3>Results matching fewer words</h3></div>\n");
      }
    }

    private void list() {
      boolean items = style.form() == PageStyle.Form.ITEMS;
      html.append("<div id=\"srp-river-results\"><ul class=\"srp-results srp-");
      html.append(style.form() == PageStyle.Form.GRID ? "grid" : "list").append(" clearfix\">\n");
      if (items && results.count() > 0 && page.on("placeholder item").chance(0.5)) {
        bystanders.placeholderItem(html);
      }
      ResultCard card = new ResultCard(style, Html.escaped(search.query()), ballast);
      boolean exact = true;
      for (int i = 0; i < offers.size(); i++) {
        if (exact && offers.get(i).inexact()) {
          exact = false;
          breakInTheList();
        }
        card.write(html, offers.get(i), page.on(i));
        ballast.betweenCards(html);
        if (i == CAROUSEL_AFTER && page.on("carousel").chance(0.25)) {
          bystanders.carouselInList(html);
        }
      }
      html.append("</ul></div>\n");
    }

    private void breakInTheList() {
      if (results.rewrite() == Rewrite.FEWER_WORDS) {
        html.append("<li class=\"")
            .append(BREAK_CLASSES)
            .append("\"><div class=\"srp-river-answer");
        html.append("__title\"><h3>Results matching fewer words</h3></div></li>\n");
      }
    }
  }
}
