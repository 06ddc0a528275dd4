package io.glasshive.pipeline;

import io.glasshive.store.RunRow;
import io.glasshive.store.RunTables.CategoryChange;
import java.util.HashMap;
import java.util.Map;

/** What one transaction adds to the figures of a run and of its categories. */
final class Tally {
  long products;
  long sightings;
  long sellersFound;
  long sellersNew;
  long sellersKnown;
  long requests;
  long errors;
  final Map<String, CategoryChange> categories = new HashMap<>();

  /** What the run has stored with what this transaction adds. */
  Kept kept(RunRow row) {
    return new Kept(
        row.products() + products,
        row.sightings() + sightings,
        row.sellersNew() + sellersNew,
        row.sellersKnown() + sellersKnown);
  }

  void newProduct(String categoryId) {
    products++;
    categories.merge(categoryId, new CategoryChange(1, 0), CategoryChange::plus);
  }

  void newSellers(String categoryId, int count) {
    if (count > 0) {
      sellersNew += count;
      categories.merge(categoryId, new CategoryChange(0, count), CategoryChange::plus);
    }
  }
}
