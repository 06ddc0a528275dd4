package io.glasshive.web.shape;

import io.glasshive.store.Preset;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code Preset} of the API. */
public final class PresetJson {
  private PresetJson() {}

  public static JsonObject of(Preset preset) {
    return new Fields()
        .put("id", preset.id().toString())
        .put("name", preset.name())
        .put("category_ids", new JsonArray(preset.categoryIds()))
        .put("created_at", preset.createdAt())
        .put("updated_at", preset.updatedAt())
        .json();
  }
}
