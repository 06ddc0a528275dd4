package io.glasshive.web.shape;

import io.glasshive.store.ListedSeller;
import io.glasshive.store.Sighting;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;

/** {@code Seller} of the API, and an item of its sightings. */
public final class SellerJson {
  private SellerJson() {}

  public static JsonObject of(ListedSeller seller) {
    return new Fields()
        .put("id", seller.id())
        .put("source", seller.source())
        .put("normalized_name", seller.normalizedName())
        .put("display_name", seller.displayName())
        .put("profile_url", seller.profileUrl())
        .put("feedback_percent", plain(seller.feedbackPercent()))
        .put("feedback_count", seller.feedbackCount())
        .put("feedback_count_approximate", seller.feedbackCountApproximate())
        .put("times_seen", seller.timesSeen())
        .put("first_seen_at", seller.firstSeenAt())
        .put("last_seen_at", seller.lastSeenAt())
        .put("first_run_id", seller.firstRunId().toString())
        .put("last_run_id", seller.lastRunId().toString())
        .put("flagged", seller.flagged())
        .json();
  }

  public static JsonObject of(Sighting sighting) {
    return new Fields()
        .put("run_id", sighting.runId().toString())
        .put("seq", sighting.seq())
        .put("asin", sighting.asin())
        .put("title", sighting.title())
        .put("category_id", sighting.categoryId())
        .put("page", sighting.page())
        .put("listing_id", sighting.listingId())
        .put("price_cents", sighting.priceCents())
        .put("currency", sighting.currency())
        .put("price_min", sighting.priceMin())
        .put("price_max", sighting.priceMax())
        .put("seen_at", sighting.seenAt())
        .json();
  }

  /** 96.2 rather than 96.200, and 100 rather than 1E+2. */
  private static BigDecimal plain(BigDecimal percent) {
    if (percent == null) {
      return null;
    }
    BigDecimal stripped = percent.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
