package io.glasshive.web;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Failure;
import io.glasshive.store.Preset;
import io.glasshive.store.Presets;
import io.glasshive.web.shape.PresetJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /presets}: sets of categories to collect again. */
final class PresetRoutes {
  private static final Set<String> KNOWN = Set.of("name", "category_ids");
  private static final int MAX_NAME = 200;

  private final Presets presets;
  private final Catalogue catalogue;
  private final InstantSource clock;

  PresetRoutes(Presets presets, Catalogue catalogue, InstantSource clock) {
    this.presets = presets;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/presets", this::list);
    api.post("/presets", this::create);
    api.get("/presets/:id", this::show);
    api.put("/presets/:id", this::replace);
    api.delete("/presets/:id", this::delete);
  }

  private Future<?> list(RoutingContext context) {
    Query query = new Query(context);
    return presets
        .list(query.cursor(), query.limit())
        .compose(page -> Api.list(context, page, PresetJson::of));
  }

  private Future<?> create(RoutingContext context) {
    Wanted wanted = wanted(context);
    return presets
        .insert(UuidCreator.getTimeOrderedEpoch(), wanted.name(), wanted.categoryIds(), now())
        .compose(preset -> created(context, preset));
  }

  private static Future<Void> created(RoutingContext context, Preset preset) {
    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/presets/" + preset.id());
    return Api.json(context, 201, PresetJson.of(preset));
  }

  private Future<?> show(RoutingContext context) {
    UUID id = Query.presetId(context);
    return presets.find(id).compose(found -> answer(context, id, found));
  }

  private Future<?> replace(RoutingContext context) {
    UUID id = Query.presetId(context);
    Wanted wanted = wanted(context);
    return presets
        .replace(id, wanted.name(), wanted.categoryIds(), now())
        .compose(found -> answer(context, id, found));
  }

  private Future<?> delete(RoutingContext context) {
    UUID id = Query.presetId(context);
    Members.of(context.body().buffer(), Set.of());
    return presets
        .delete(id)
        .compose(
            deleted ->
                deleted
                    ? context.response().setStatusCode(204).end()
                    : Future.failedFuture(notFound(id)));
  }

  private static Future<Void> answer(RoutingContext context, UUID id, Optional<Preset> found) {
    return found
        .map(preset -> Api.json(context, 200, PresetJson.of(preset)))
        .orElseGet(() -> Future.failedFuture(notFound(id)));
  }

  private record Wanted(String name, List<String> categoryIds) {}

  /** The body, checked; what it names is kept as it is, so that a department may change. */
  private Wanted wanted(RoutingContext context) {
    Members body = Members.of(context.body().buffer(), KNOWN);
    String name = body.text("name", MAX_NAME);
    List<String> ids = body.texts("category_ids");
    if (name == null) {
      throw new Failure.Rejected("bad_value", "Give the preset a name.");
    } else if (ids == null) {
      throw Catalogue.noCategories();
    }
    catalogue.resolve(ids);
    return new Wanted(name, ids.stream().distinct().toList());
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Failure.Rejected notFound(UUID id) {
    return Failure.Rejected.notFound("There is no preset " + id + ".");
  }
}
