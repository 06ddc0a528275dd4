package io.glasshive.web;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.domain.Category;
import io.glasshive.domain.Failure;
import io.glasshive.domain.NewRun;
import io.glasshive.domain.RunSettings;
import io.glasshive.domain.Text;
import io.glasshive.store.Preset;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The body of {@code POST /runs}, checked, with what it leaves open taken from the settings. */
final class RunOrder {
  private static final Set<String> KNOWN =
      Set.of("name", "category_ids", "preset_id", "workers", "start", "limits");
  private static final Set<String> LIMITS =
      Set.of("max_calls", "amazon_pages", "ebay_pages", "requests_per_second", "concurrency");

  private static final int MAX_NAME = 200;
  private static final int MAX_WORKERS = 64;
  private static final int MAX_AMAZON_PAGES = 2;
  private static final int MAX_EBAY_PAGES = 20;
  private static final int MAX_REQUESTS_PER_SECOND = 10_000;
  private static final int MAX_CONCURRENCY = 1_000;
  private static final int MAX_CALLS = 1_000_000_000;

  private final Config config;
  private final Catalogue catalogue;
  private final Function<UUID, Future<Optional<Preset>>> presets;

  /**
   * Orders by these settings.
   *
   * @param presets finds a preset
   */
  RunOrder(Config config, Catalogue catalogue, Function<UUID, Future<Optional<Preset>>> presets) {
    this.config = config;
    this.catalogue = catalogue;
    this.presets = presets;
  }

  /**
   * The run that a body asks for; fails with or throws {@link Failure.Rejected}, naming the member
   * that is wrong.
   */
  Future<NewRun> read(Buffer body, String actor) {
    Members order = Members.of(body, KNOWN);
    return categoryIds(order).map(ids -> run(order, catalogue.resolve(ids), actor));
  }

  private NewRun run(Members order, List<Category> categories, String actor) {
    Integer workers = order.integer("workers", 1, MAX_WORKERS);
    return new NewRun(
        order.text("name", MAX_NAME),
        categories,
        workers == null ? config.run().workers() : workers,
        config.source().amazon(),
        config.source().ebay(),
        settings(order.object("limits", LIMITS)),
        !Boolean.FALSE.equals(order.flag("start")),
        actor);
  }

  private Future<List<String>> categoryIds(Members order) {
    List<String> ids = order.texts("category_ids");
    String preset = order.text("preset_id", MAX_NAME);
    if (ids != null && preset != null) {
      throw new Failure.Rejected(
          "bad_value", "Name either category_ids or preset_id, not both of them.");
    } else if (preset != null) {
      return ofPreset(preset);
    } else if (ids == null) {
      throw new Failure.Rejected(
          "no_categories",
          "Name at least one department or category in category_ids (GET /api/v1/categories lists"
              + " them), or a preset in preset_id (GET /api/v1/presets).");
    }
    return Future.succeededFuture(ids);
  }

  private Future<List<String>> ofPreset(String named) {
    Supplier<Failure.Rejected> unknown =
        () ->
            new Failure.Rejected(
                "unknown_preset",
                "preset_id: there is no preset '"
                    + Text.bounded(named, 80)
                    + "'. GET /api/v1/presets lists them.");
    UUID id = Query.uuidOf(named).orElseThrow(unknown);
    return presets.apply(id).map(found -> found.orElseThrow(unknown).categoryIds());
  }

  private RunSettings settings(Members limits) {
    Integer amazonPages = limits.integer("amazon_pages", 1, MAX_AMAZON_PAGES);
    Integer ebayPages = limits.integer("ebay_pages", 1, MAX_EBAY_PAGES);
    Config.Ebay ebay = config.ebay();
    return new RunSettings(
        amazonPages == null ? config.amazon().pages() : amazonPages,
        ebayPages == null ? ebay.pages() : ebayPages,
        ebay.itemsPerPage(),
        ebay.priceLow(),
        ebay.priceHigh(),
        ebay.inexact() == Config.Inexact.KEEP,
        limits.positive("requests_per_second", MAX_REQUESTS_PER_SECOND),
        limits.integer("concurrency", 1, MAX_CONCURRENCY),
        limits.integer("max_calls", 1, MAX_CALLS));
  }
}
