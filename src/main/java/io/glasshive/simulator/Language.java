package io.glasshive.simulator;

import java.math.BigDecimal;

/** A language of result pages: how it writes feedback and the heading with the count. */
enum Language {
  ENGLISH("en-US", "positive", '.') {
    @Override
    String countHeading(int count, String query) {
      return bold(Digits.grouped(count, ',')) + " results for " + bold(query);
    }
  },
  SPANISH("es-US", "positivo", ',') {
    @Override
    String countHeading(int count, String query) {
      return bold(Digits.grouped(count, '.')) + " resultados para " + bold(query);
    }
  },
  JAPANESE("ja-JP", "ポジティブ", '.') {
    @Override
    String countHeading(int count, String query) {
      return bold(query) + "の検索結果 " + bold(Digits.grouped(count, ',')) + "件";
    }
  };

  private static final double IN_SPANISH = 0.07;
  private static final double IN_JAPANESE = 0.05;

  private final String tag;
  private final String positive;
  private final char decimalMark;

  Language(String tag, String positive, char decimalMark) {
    this.tag = tag;
    this.positive = positive;
    this.decimalMark = decimalMark;
  }

  static Language of(Draw draw) {
    double u = draw.unit();
    if (u < IN_SPANISH) {
      return SPANISH;
    }
    return u < IN_SPANISH + IN_JAPANESE ? JAPANESE : ENGLISH;
  }

  /** The inner HTML of the heading; {@code query} is escaped. */
  abstract String countHeading(int count, String query);

  /** For the page's {@code lang}. */
  String tag() {
    return tag;
  }

  /** {@code 96.2% positive (1.1K)}. */
  String feedback(Shop shop, boolean isRounded) {
    return percent(shop.percent()) + " " + positive + " (" + count(shop, isRounded) + ")";
  }

  /** As older pages have it: {@code (132,409) 98.7%}. */
  String olderFeedback(Shop shop, boolean isRounded) {
    return "(" + count(shop, isRounded) + ") " + percent(shop.percent());
  }

  private String percent(BigDecimal percent) {
    return percent.toPlainString().replace('.', decimalMark) + "%";
  }

  /** Thousands are set apart by a comma everywhere, as eBay does. */
  private String count(Shop shop, boolean isRounded) {
    return isRounded
        ? FeedbackCount.written(shop.count()).replace('.', decimalMark)
        : Digits.grouped(shop.count(), ',');
  }

  private static String bold(String text) {
    return "<span class=\"BOLD\">" + text + "</span>";
  }
}
