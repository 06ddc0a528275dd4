package io.glasshive.source;

import io.glasshive.domain.ApiParams.SellerQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses of eBay's search pages. */
public final class EbaySearchAddress {
  private static final String PAGE = "https://www.ebay.com/sch/i.html";
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  private EbaySearchAddress() {}

  /**
   * The address of the page that a query asks for: the words form-encoded with white space
   * collapsed, the filters that the query sets, price bounds in dollars with two decimals, always
   * in list view.
   */
  public static String of(SellerQuery query) {
    StringBuilder address = new StringBuilder(PAGE).append("?_nkw=").append(words(query.query()));
    if (query.condition().equals("new")) {
      address.append("&LH_ItemCondition=1000");
    }
    if (query.freeShipping()) {
      address.append("&LH_Free=1");
    }
    if (query.usOnly()) {
      address.append("&LH_PrefLoc=1");
    }
    return address
        .append("&_udlo=")
        .append(dollars(query.priceMin()))
        .append("&_udhi=")
        .append(dollars(query.priceMax()))
        .append("&_ipg=")
        .append(query.itemsPerPage())
        .append("&_pgn=")
        .append(query.page())
        .append("&_dmd=1")
        .toString();
  }

  private static String words(String query) {
    return URLEncoder.encode(SPACES.matcher(query).replaceAll(" ").strip(), StandardCharsets.UTF_8);
  }

  private static String dollars(long cents) {
    long rest = cents % 100;
    return cents / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}
