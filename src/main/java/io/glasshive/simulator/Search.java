package io.glasshive.simulator;

import io.glasshive.domain.Product;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the address of an eBay result page asks for.
 *
 * @param query {@code _nkw}, decoded
 * @param lowCents {@code _udlo}, null when it is absent or no amount of whole cents
 * @param highCents {@code _udhi}, likewise
 * @param newOnly {@code LH_ItemCondition=1000}
 * @param freeShipping {@code LH_Free=1}
 * @param domestic {@code LH_PrefLoc=1}
 * @param listView {@code _dmd=1}
 * @param itemsPerPage {@code _ipg}: 60, 120 or 240; anything else counts as 60, as on eBay
 * @param page {@code _pgn}, 1 or more
 */
record Search(
    String query,
    Long lowCents,
    Long highCents,
    boolean newOnly,
    boolean freeShipping,
    boolean domestic,
    boolean listView,
    int itemsPerPage,
    int page) {

  private static final Set<Integer> SIZES = Set.of(60, 120, 240);

  /** The right search for a product with a price. */
  static Search wanted(Product product, TruthDefaults settings, int page) {
    long price = product.price().cents();
    return new Search(
        product.title(),
        settings.lowCents(price),
        settings.highCents(price),
        true,
        true,
        true,
        true,
        size(settings.itemsPerPage()),
        page);
  }

  /** The search that {@code url} asks for; null when it is no address of an eBay result page. */
  static Search parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return null;
    }
    boolean ebay = "www.ebay.com".equals(uri.getHost()) || "ebay.com".equals(uri.getHost());
    if (!ebay || !"/sch/i.html".equals(uri.getPath()) || uri.getRawQuery() == null) {
      return null;
    }
    Map<String, String> given = parameters(uri.getRawQuery());
    return new Search(
        given.getOrDefault("_nkw", ""),
        cents(given.get("_udlo")),
        cents(given.get("_udhi")),
        "1000".equals(given.get("LH_ItemCondition")),
        "1".equals(given.get("LH_Free")),
        "1".equals(given.get("LH_PrefLoc")),
        "1".equals(given.get("_dmd")),
        size(number(given.get("_ipg"))),
        Math.max(1, number(given.get("_pgn"))));
  }

  /** Whether both ask for the same things, page and page size aside. */
  boolean asksLike(Search other) {
    return onPage(1).sized(60).equals(other.onPage(1).sized(60));
  }

  Search onPage(int otherPage) {
    return new Search(
        query,
        lowCents,
        highCents,
        newOnly,
        freeShipping,
        domestic,
        listView,
        itemsPerPage,
        otherPage);
  }

  Search withQuery(String otherQuery) {
    return new Search(
        otherQuery,
        lowCents,
        highCents,
        newOnly,
        freeShipping,
        domestic,
        listView,
        itemsPerPage,
        page);
  }

  /** The address that asks for this. */
  String url() {
    StringBuilder url = new StringBuilder("https://www.ebay.com/sch/i.html?_nkw=");
    url.append(URLEncoder.encode(query, StandardCharsets.UTF_8));
    if (newOnly) {
      url.append("&LH_ItemCondition=1000");
    }
    if (freeShipping) {
      url.append("&LH_Free=1");
    }
    if (domestic) {
      url.append("&LH_PrefLoc=1");
    }
    if (lowCents != null) {
      url.append("&_udlo=").append(BigDecimal.valueOf(lowCents, 2).toPlainString());
    }
    if (highCents != null) {
      url.append("&_udhi=").append(BigDecimal.valueOf(highCents, 2).toPlainString());
    }
    if (listView) {
      url.append("&_dmd=1");
    }
    return url.append("&_ipg=").append(itemsPerPage).append("&_pgn=").append(page).toString();
  }

  private Search sized(int size) {
    return new Search(
        query, lowCents, highCents, newOnly, freeShipping, domestic, listView, size, page);
  }

  private static int size(int asked) {
    return SIZES.contains(asked) ? asked : 60;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static int number(String text) {
    return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Long cents(String text) {
    return text != null && text.matches("\\d{1,9}(\\.\\d{1,2})?")
        ? new BigDecimal(text).movePointRight(2).longValueExact()
        : null;
  }
}
