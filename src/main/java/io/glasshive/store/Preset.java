package io.glasshive.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A named set of categories to collect again.
 *
 * @param categoryIds departments and categories, in the order asked for, each once
 */
public record Preset(
    UUID id, String name, List<String> categoryIds, Instant createdAt, Instant updatedAt) {
  public Preset {
    categoryIds = List.copyOf(categoryIds);
  }
}
