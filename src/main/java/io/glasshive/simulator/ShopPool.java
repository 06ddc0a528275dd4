package io.glasshive.simulator;

import io.glasshive.domain.SellerName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * All sellers of a seed: {@value #REGULAR_COUNT} who answer a right search, few of them with most
 * of the offers, and {@value #STRAY_COUNT} others who show up in wrong searches only (a filter left
 * out, another price window), so that a wrong request shows as sellers outside the truth. Names are
 * unique once normalised. Immutable.
 */
final class ShopPool {
  static final int REGULAR_COUNT = 12_000;
  static final int STRAY_COUNT = 400;

  /**
   * How skewed the offers are: rank = count × u^{@value}. The largest seller then has about 1.4
   * percent of all offers; real result pages showed 889 names on 1,351 rows, which this resembles.
   */
  private static final double SKEW = 2.2;

  /** Share of shops of 1,000 and more whose cards write the whole count. */
  private static final double IN_FULL = 0.25;

  private static final double TOP_RATED = 0.3;

  private final List<Shop> shops = new ArrayList<>(REGULAR_COUNT + STRAY_COUNT);

  ShopPool(long seed) {
    Draw draw = Draw.of(seed).on("shops");
    Set<String> taken = new HashSet<>();
    for (int number = 0; number < REGULAR_COUNT + STRAY_COUNT; number++) {
      shops.add(shop(draw.on(number), number, taken));
    }
  }

  Shop get(int number) {
    return shops.get(number);
  }

  /** One of those who answer a right search. */
  Shop regular(Draw draw) {
    return shops.get((int) (REGULAR_COUNT * Math.pow(draw.unit(), SKEW)));
  }

  /** One of those who answer wrong searches only. */
  Shop stray(Draw draw) {
    return shops.get(REGULAR_COUNT + draw.below(STRAY_COUNT));
  }

  private static Shop shop(Draw draw, int number, Set<String> taken) {
    SellerName name = SellerName.of(name(draw.on("name").on(0)));
    for (int again = 1; !taken.add(name.normalized()); again++) {
      name = SellerName.of(name(draw.on("name").on(again)));
    }
    BigDecimal percent = percent(draw.on("percent"));
    long count = (long) Math.exp(draw.on("count").unit() * Math.log(2_000_000));
    if (percent.signum() == 0) {
      count = 1;
    }
    boolean inFull = count < FeedbackCount.LEAST_ROUNDED || draw.on("in full").chance(IN_FULL);
    return new Shop(number, name, percent, count, inFull, draw.on("top").chance(TOP_RATED));
  }

  private static String name(Draw draw) {
    String head = draw.on("head").pick(Words.NAME_HEADS);
    String tail = draw.on("tail").pick(Words.NAME_TAILS);
    int digits = draw.on("digits").below(1_000);
    double form = draw.on("form").unit();
    if (form < 0.30) {
      return head + tail + digits;
    }
    if (form < 0.50) {
      return head + "_" + tail + "_" + digits;
    }
    if (form < 0.65) {
      return head + "-" + tail + digits % 100;
    }
    if (form < 0.78) {
      return digits + "." + head + "." + tail;
    }
    if (form < 0.90) {
      return head + digits + tail;
    }
    if (form < 0.93) {
      return capitalised(head) + capitalised(tail) + "_" + digits;
    }
    if (form < 0.96) {
      return head + tail + digits + "*";
    }
    if (form < 0.98) {
      return head.charAt(0) + "***" + tail.charAt(0) + digits;
    }
    return Integer.toString(draw.on("short").below(36 * 36 * 36) + 36, 36);
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static BigDecimal percent(Draw draw) {
    double u = draw.unit();
    int tenths;
    if (u < 0.35) {
      tenths = 1_000;
    } else if (u < 0.90) {
      tenths = draw.on("high").between(960, 999);
    } else if (u < 0.99) {
      tenths = draw.on("low").between(600, 959);
    } else {
      tenths = 0;
    }
    return tenths % 10 == 0 ? BigDecimal.valueOf(tenths / 10) : BigDecimal.valueOf(tenths, 1);
  }
}
