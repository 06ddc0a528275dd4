package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.store.ListedSeller;
import io.glasshive.store.SellerFlags;
import io.glasshive.store.SellerQuestion;
import io.glasshive.store.SellerQuestion.Direction;
import io.glasshive.store.SellerQuestion.Sort;
import io.glasshive.store.SellerReader;
import io.glasshive.web.shape.SellerJson;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code /sellers}: list, export, show, flag, and where each was seen. */
final class SellerRoutes {
  private final SellerReader sellers;
  private final SellerFlags flags;
  private final SellerExport export;

  SellerRoutes(SellerReader sellers, SellerFlags flags) {
    this.sellers = sellers;
    this.flags = flags;
    this.export = new SellerExport(sellers);
  }

  void mount(Api api) {
    api.get("/sellers", this::list);
    // Before the next, which would take "export" for an id.
    api.get("/sellers/export", this::export);
    api.get("/sellers/:id", this::show);
    api.patch("/sellers/:id", this::change);
    api.get("/sellers/:id/sightings", this::sightings);
  }

  private Future<?> list(RoutingContext context) {
    Query query = new Query(context);
    return sellers
        .list(question(query), query.cursor(), query.limit())
        .compose(page -> Api.list(context, page, SellerJson::of));
  }

  private Future<?> export(RoutingContext context) {
    Query query = new Query(context);
    ExportFormat format = query.wire("format", ExportFormat.class);
    return export.answer(context, question(query), format == null ? ExportFormat.CSV : format);
  }

  private Future<?> show(RoutingContext context) {
    long id = Query.sellerId(context);
    return sellers
        .find(id)
        .map(found -> required(found, id))
        .compose(seller -> Api.json(context, 200, SellerJson.of(seller)));
  }

  private Future<?> change(RoutingContext context) {
    long id = Query.sellerId(context);
    Boolean flagged = Members.of(context.body().buffer(), Set.of("flagged")).flag("flagged");
    if (flagged == null) {
      throw new Failure.Rejected("bad_value", "Name flagged: true or false.");
    }
    return flags
        .set(id, flagged)
        .map(found -> required(found, id))
        .compose(seller -> Api.json(context, 200, SellerJson.of(seller)));
  }

  private Future<?> sightings(RoutingContext context) {
    long id = Query.sellerId(context);
    Query query = new Query(context);
    return sellers
        .find(id)
        .map(found -> required(found, id))
        .compose(seller -> sellers.sightings(id, query.cursor(), query.limit()))
        .compose(page -> Api.list(context, page, SellerJson::of));
  }

  private static ListedSeller required(Optional<ListedSeller> found, long id) {
    return found.orElseThrow(() -> Failure.Rejected.notFound("There is no seller " + id + "."));
  }

  private static SellerQuestion question(Query query) {
    Sort named = query.wire("sort", Sort.class);
    Sort sort = named == null ? Sort.FIRST_SEEN : named;
    Direction direction = query.wire("order", Direction.class);
    return new SellerQuestion(
        namePart(query.line("query")),
        query.uuid("run_id"),
        query.flag("flagged"),
        sort,
        direction == null ? sort.usual() : direction);
  }

  /** What was typed, in the form of a normalised name. */
  private static String namePart(String typed) {
    return typed == null
        ? null
        : Normalizer.normalize(typed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
