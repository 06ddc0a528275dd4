package io.glasshive.web.shape;

import io.glasshive.catalogue.Catalogue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The answer of {@code /categories}. */
public final class CatalogueJson {
  private CatalogueJson() {}

  public static JsonObject of(Catalogue catalogue) {
    JsonArray departments = new JsonArray();
    for (Catalogue.Department department : catalogue.departments()) {
      JsonArray categories = new JsonArray();
      for (Catalogue.Entry entry : department.categories()) {
        categories.add(
            new JsonObject()
                .put("id", entry.node())
                .put("name", entry.name())
                .put("node", entry.node())
                .put("verified", entry.verified()));
      }
      departments.add(
          new JsonObject()
              .put("id", department.id())
              .put("name", department.name())
              .put("node", department.node())
              .put("categories", categories));
    }
    return new JsonObject().put("departments", departments);
  }
}
