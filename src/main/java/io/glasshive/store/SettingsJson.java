package io.glasshive.store;

import io.glasshive.domain.RunSettings;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;

/** {@link RunSettings} as the column {@code runs.settings} holds them. */
final class SettingsJson {
  private SettingsJson() {}

  static JsonObject encode(RunSettings s) {
    JsonObject json =
        new JsonObject()
            .put("amazon_pages", s.amazonPages())
            .put("ebay_pages", s.ebayPages())
            .put("items_per_page", s.itemsPerPage())
            .put("price_low", s.priceLow().toPlainString())
            .put("price_high", s.priceHigh().toPlainString())
            .put("keep_inexact", s.keepInexact());
    if (s.requestsPerSecond() != null) {
      json.put("requests_per_second", s.requestsPerSecond().toPlainString());
    }
    if (s.concurrency() != null) {
      json.put("concurrency", s.concurrency());
    }
    if (s.maxCalls() != null) {
      json.put("max_calls", s.maxCalls());
    }
    return json;
  }

  static RunSettings decode(JsonObject json) {
    String perSecond = json.getString("requests_per_second");
    return new RunSettings(
        json.getInteger("amazon_pages"),
        json.getInteger("ebay_pages"),
        json.getInteger("items_per_page"),
        new BigDecimal(json.getString("price_low")),
        new BigDecimal(json.getString("price_high")),
        json.getBoolean("keep_inexact"),
        perSecond == null ? null : new BigDecimal(perSecond),
        json.getInteger("concurrency"),
        json.getInteger("max_calls"));
  }
}
