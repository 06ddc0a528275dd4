package io.glasshive.web.shape;

import io.glasshive.domain.EventJson;
import io.glasshive.domain.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A JSON object under construction, from which unset fields are left out. */
final class Fields {
  private final JsonObject json = new JsonObject();

  Fields put(String name, Object value) {
    if (value != null) {
      json.put(name, value);
    }
    return this;
  }

  Fields put(String name, Wire value) {
    return put(name, value == null ? null : (Object) value.wire());
  }

  Fields put(String name, Instant value) {
    return put(name, value == null ? null : (Object) EventJson.time(value));
  }

  JsonObject json() {
    return json;
  }
}
