package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import io.glasshive.store.ListedSeller;
import io.glasshive.store.SellerQuestion;
import io.glasshive.store.SellerQuestion.Sort;
import io.glasshive.store.SellerReader;
import io.glasshive.web.shape.SellerJson;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.Locale;

/** {@code /sellers}: list, show, and where each was seen. */
final class SellerRoutes {
  /** Longer than any name; the rest cannot match. */
  private static final int MAX_QUERY = 100;

  private final SellerReader sellers;

  SellerRoutes(SellerReader sellers) {
    this.sellers = sellers;
  }

  void mount(Api api) {
    api.get("/sellers", this::list);
    api.get("/sellers/:id", this::show);
    api.get("/sellers/:id/sightings", this::sightings);
  }

  private Future<?> list(RoutingContext context) {
    Query query = new Query(context);
    Sort sort = query.wire("sort", Sort.class);
    SellerQuestion question =
        new SellerQuestion(
            namePart(query.text("query")),
            query.uuid("run_id"),
            query.flag("flagged"),
            sort == null ? Sort.NEWEST : sort);
    return sellers
        .list(question, query.cursor(), query.limit())
        .compose(page -> Api.list(context, page, SellerJson::of));
  }

  private Future<?> show(RoutingContext context) {
    return find(Query.sellerId(context))
        .compose(seller -> Api.json(context, 200, SellerJson.of(seller)));
  }

  private Future<?> sightings(RoutingContext context) {
    long id = Query.sellerId(context);
    Query query = new Query(context);
    return find(id)
        .compose(seller -> sellers.sightings(id, query.cursor(), query.limit()))
        .compose(page -> Api.list(context, page, SellerJson::of));
  }

  private Future<ListedSeller> find(long id) {
    return sellers
        .find(id)
        .map(
            found ->
                found.orElseThrow(
                    () -> Failure.Rejected.notFound("There is no seller " + id + ".")));
  }

  /** What was typed, in the form of a normalised name. */
  private static String namePart(String typed) {
    if (typed == null || typed.isBlank()) {
      return null;
    }
    String stripped = Text.bounded(typed, MAX_QUERY).strip();
    return Normalizer.normalize(stripped, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
