package io.glasshive.bench;

import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.page.EbayResultPage;
import io.glasshive.source.page.JsoupResultPage;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Reading a result page of 60 cards, beside the bare parse that it stands on. */
public class ResultPageBenchmark extends BenchmarkSettings {
  /** Size of the page: real ones have 400 to 3,000 KB. */
  @Param({"100", "400"})
  private int kilobytes;

  private final EbayResultPage pages = new JsoupResultPage(false);
  private String html;

  /** Makes a page of the most common layout, padded with script as real ones are. */
  @Setup
  public void makePage() {
    StringBuilder page = new StringBuilder("<html><head><title>Lamp | eBay</title></head><body>");
    page.append("<ul class=\"srp-results srp-list\">");
    for (int i = 1; i <= 60; i++) {
      page.append("<li class=\"s-card\"><a href=\"https://www.ebay.com/itm/1000")
          .append(i)
          .append("\">Lamp</a><span class=\"s-card__price\">$39.99</span>")
          .append("<div class=\"s-card__attribute-row\"><span>seller")
          .append(i)
          .append(" </span><span>99.1% positive (1.1K)</span></div></li>");
    }
    page.append("</ul>");
    while (page.length() < kilobytes * 1024) {
      page.append("<div class=\"pad\"><p>Lorem ipsum</p><script>var a = 1;</script></div>");
    }
    html = page.append("</body></html>").toString();
  }

  @Benchmark
  public SourceAnswer<SellerPage> read() {
    return pages.read(html, 1);
  }

  @Benchmark
  public Document parseOnly() {
    return Jsoup.parse(html);
  }
}
