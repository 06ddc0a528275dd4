package io.glasshive.source.oxylabs;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.source.EbaySearchAddress;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.source.page.EbayResultPage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Objects;

/** Sellers on eBay's search pages, fetched rendered by a source that takes any address. */
public final class OxylabsSellerSearch implements SellerSearch {
  private final OxylabsClient client;
  private final String source;
  private final EbayResultPage reader;

  /**
   * @param source {@code universal}, on older accounts {@code universal_ecommerce}
   */
  public OxylabsSellerSearch(OxylabsClient client, String source, EbayResultPage reader) {
    this.client = Objects.requireNonNull(client, "client");
    this.source = Objects.requireNonNull(source, "source");
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  @Override
  public String sellerSource() {
    return "ebay_web";
  }

  @Override
  public String address(SellerQuery query) {
    return EbaySearchAddress.of(query);
  }

  @Override
  public Future<SourceAnswer<SellerPage>> search(SellerQuery query) {
    JsonObject body =
        new JsonObject()
            .put("source", source)
            .put("url", address(query))
            .put("geo_location", "United States")
            .put("user_agent_type", "desktop")
            .put("render", "html");
    return client.query(body, ErrorStage.SELLER_EXTRACTION, content -> read(content, query.page()));
  }

  private SourceAnswer<SellerPage> read(JsonNode content, int page) {
    if (content.isTextual()) {
      return reader.read(content.textValue(), page);
    }
    return new SourceAnswer.Failed<>(
        new SourceFailure(
            ErrorType.PARSE_ERROR,
            ErrorStage.SELLER_EXTRACTION,
            "The page of the search came as something other than HTML.",
            Verdict.RETRY,
            null));
  }

  @Override
  public void close() {
    client.close();
  }
}
