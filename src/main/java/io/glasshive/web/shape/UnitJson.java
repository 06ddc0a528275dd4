package io.glasshive.web.shape;

import io.glasshive.store.ListedUnit;
import io.vertx.core.json.JsonObject;

/** An item of {@code /units}. */
public final class UnitJson {
  private UnitJson() {}

  public static JsonObject of(ListedUnit unit) {
    return new Fields()
        .put("unit", unit.unit())
        .put("phase", unit.phase())
        .put("status", unit.status())
        .put("reason", unit.reason())
        .put("category_id", unit.categoryId())
        .put("asin", unit.asin())
        .put("title", unit.title())
        .put("page", unit.page())
        .put("attempts", unit.attempts())
        .put("last_error", unit.lastError() == null ? null : lastError(unit.lastError()))
        .put("next_try_at", unit.nextTryAt())
        .json();
  }

  private static JsonObject lastError(ListedUnit.LastError error) {
    return new Fields()
        .put("error_type", error.type())
        .put("error_stage", error.stage())
        .put("message", error.message())
        .put("at", error.at())
        .json();
  }
}
