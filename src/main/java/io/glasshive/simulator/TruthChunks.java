package io.glasshive.simulator;

import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.simulator.Truth.Gap;
import io.glasshive.simulator.Truth.Part;
import io.glasshive.simulator.Truth.Sighting;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The JSON of {@code GET /truth}, piece by piece, so that a truth of any size takes little memory.
 * Sightings are computed as they are written. One thread at a time; not for an event loop.
 */
final class TruthChunks implements Iterator<Buffer> {
  private static final int CHUNK_CHARS = 128 << 10;

  private record Section(Part part, Iterator<String> items) {}

  private final Iterator<Section> sections;
  private final StringBuilder pending = new StringBuilder();
  private Iterator<String> items = List.<String>of().iterator();
  private String separator = "";
  private boolean isOpen;
  private boolean isDone;

  TruthChunks(Truth truth, long seed) {
    List<Section> asked = new ArrayList<>();
    for (Part part : truth.question().parts()) {
      asked.add(new Section(part, items(truth, part)));
    }
    this.sections = asked.iterator();
    pending.append("{\"seed\":").append(seed);
  }

  @Override
  public boolean hasNext() {
    return !isDone;
  }

  /** About 128 KB of JSON, the last one less. */
  @Override
  public Buffer next() {
    while (!isDone && pending.length() < CHUNK_CHARS) {
      step();
    }
    Buffer chunk = Buffer.buffer(pending.toString());
    pending.setLength(0);
    return chunk;
  }

  private void step() {
    if (items.hasNext()) {
      pending.append(separator).append(items.next());
      separator = ",";
      return;
    }
    if (isOpen) {
      pending.append(']');
      isOpen = false;
    }
    if (sections.hasNext()) {
      Section section = sections.next();
      pending.append(",\"").append(section.part().wire()).append("\":[");
      items = section.items();
      separator = "";
      isOpen = true;
    } else {
      pending.append('}');
      isDone = true;
    }
  }

  private static Iterator<String> items(Truth truth, Part part) {
    return switch (part) {
      case PRODUCTS -> each(truth.products(), TruthChunks::product);
      case SELLERS -> each(truth.sellers(), TruthChunks::seller);
      case SIGHTINGS ->
          truth.products().stream()
              .map(product -> sightings(truth.sightings(product)))
              .filter(text -> !text.isEmpty())
              .iterator();
      case GAPS -> each(truth.gaps(), TruthChunks::gap);
    };
  }

  private static <T> Iterator<String> each(List<T> values, Function<T, String> json) {
    return values.stream().map(json).iterator();
  }

  private static String product(Product product) {
    JsonObject json = new JsonObject().put("asin", product.asin()).put("title", product.title());
    Money price = product.price();
    if (price != null) {
      json.put("price_cents", price.cents()).put("currency", price.currency());
    }
    return json.encode();
  }

  private static String seller(Shop shop) {
    return new JsonObject()
        .put("normalized_name", shop.name().normalized())
        .put("display_name", shop.name().display())
        .put("feedback_percent", shop.feedback().percent())
        .put("feedback_count", shop.feedback().count())
        .put("feedback_count_approximate", shop.feedback().approximate())
        .put("times_seen", 1)
        .encode();
  }

  /** All sightings of a product; ASIN and name have no character that JSON escapes. */
  private static String sightings(List<Sighting> sightings) {
    StringBuilder json = new StringBuilder(sightings.size() * 100);
    for (Sighting sighting : sightings) {
      json.append(json.isEmpty() ? "" : ",");
      json.append("{\"asin\":\"").append(sighting.asin());
      json.append("\",\"listing_id\":\"").append(sighting.listingId());
      json.append("\",\"normalized_name\":\"").append(sighting.normalizedName());
      json.append("\",\"page\":").append(sighting.page()).append('}');
    }
    return json.toString();
  }

  private static String gap(Gap gap) {
    return new JsonObject()
        .put("unit", gap.unit().value())
        .put("page", gap.page())
        .put("error_type", gap.errorType().wire())
        .encode();
  }
}
