package io.glasshive.source.oxylabs;

import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.source.BestSellers;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.page.BestSellersContent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** Best sellers by the source {@code amazon_bestsellers}, which answers with parsed pages. */
public final class OxylabsBestSellers implements BestSellers {
  private final OxylabsClient client;

  public OxylabsBestSellers(OxylabsClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  @Override
  public String address(Category category, BestSellersQuery query) {
    return "https://www.amazon.com/gp/bestsellers/"
        + category.departmentId()
        + "/"
        + query.nodeId()
        + "?pg="
        + query.page();
  }

  @Override
  public Future<SourceAnswer<BestSellersPage>> fetch(BestSellersQuery query) {
    // A ZIP is all that geo_location may be here; none is right for the whole country.
    JsonObject body =
        new JsonObject()
            .put("source", "amazon_bestsellers")
            .put("domain", "com")
            .put("query", query.nodeId())
            .put("parse", true)
            .put("start_page", query.page())
            .put("pages", 1);
    return client.query(
        body,
        ErrorStage.PRODUCT_EXTRACTION,
        content -> BestSellersContent.read(content, query.page()));
  }

  @Override
  public void close() {
    client.close();
  }
}
