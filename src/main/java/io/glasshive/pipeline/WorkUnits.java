package io.glasshive.pipeline;

import io.glasshive.domain.Category;
import io.glasshive.domain.Product;
import io.glasshive.domain.WorkUnit;
import io.glasshive.store.UnitRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes what a worker gets from a unit's row. */
final class WorkUnits {
  private final Map<String, Category> categories;

  WorkUnits(Collection<Category> categories) {
    this.categories =
        categories.stream()
            .collect(Collectors.toUnmodifiableMap(Category::id, Function.identity()));
  }

  Category category(UnitRow unit) {
    return categories.get(unit.categoryId());
  }

  WorkUnit workUnit(UnitRow unit) {
    return new WorkUnit(
        unit.id(),
        category(unit),
        unit.page(),
        unit.attempts(),
        unit.failures(),
        unit.claim(),
        unit.asin() == null ? null : new Product(unit.asin(), unit.title(), unit.price()),
        unit.nextTryAt());
  }

  List<WorkUnit> workUnits(Collection<UnitRow> units) {
    return units.stream().map(this::workUnit).toList();
  }
}
