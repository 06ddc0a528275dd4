package io.glasshive.simulator;

/** Whether and how a page leads on: a link with an address, or one of the forms without any. */
final class NextControl {
  private NextControl() {}

  /**
   * Writes the row of page numbers; without {@code hasNext} the control has no address or is none.
   */
  static void write(StringBuilder html, Search search, boolean hasNext, Draw draw) {
    int page = search.page();
    html.append("<nav class=\"pagination\" aria-label=\"Pagination\">");
    if (page > 1) {
      html.append("<a class=\"pagination__previous icon-link\" href=\"");
      html.append(Html.escaped(search.onPage(page - 1).url())).append("\">Previous</a>");
    }
    html.append("<ol class=\"pagination__items\"><li><a class=\"pagination__item\" href=\"");
    html.append(Html.escaped(search.onPage(1).url())).append("\">1</a></li></ol>");
    if (hasNext) {
      html.append("<a type=\"next\" class=\"pagination__next icon-link\" href=\"");
      html.append(Html.escaped(search.onPage(page + 1).url())).append("\">Next</a>");
    } else {
      html.append(end(draw.unit()));
    }
    html.append("</nav>\n");
  }

  private static String end(double u) {
    if (u < 0.25) {
      return "<button class=\"pagination__next\" type=\"button\" aria-disabled=\"true\">Next</button>";
    }
    if (u < 0.4) {
      return "<button class=\"pagination__next icon-btn\" disabled>Next</button>";
    }
    if (u < 0.65) {
      return "<a class=\"pagination__next icon-link\" aria-disabled=\"true\">Next</a>";
    }
    return u < 0.8 ? "<a type=\"next\" class=\"pagination__next icon-link\">Next</a>" : "";
  }
}
