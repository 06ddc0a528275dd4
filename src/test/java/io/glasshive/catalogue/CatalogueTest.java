package io.glasshive.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Category;
import io.glasshive.domain.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CatalogueTest {
  private final Catalogue catalogue = Catalogue.load();

  @Test
  void standsADepartmentForItsVerifiedCategories() {
    assertEquals(
        List.of("502394", "541966", "172541"),
        catalogue.resolve(List.of("electronics")).stream().map(Category::id).toList());
  }

  @Test
  void standsADepartmentWithoutVerifiedCategoriesForItself() {
    List<Category> resolved = catalogue.resolve(List.of("appliances"));

    assertEquals("2619526011", resolved.get(0).id());
    assertEquals("Appliances", resolved.get(0).label());
    assertEquals(1, resolved.size());
  }

  @Test
  void namesAnyListedNodeAlsoAnUnverifiedOne() {
    assertEquals("Appliances > Cooktops", catalogue.resolve(List.of("3741261")).get(0).label());
  }

  @Test
  void placesANodeListedTwiceWhereTheRequestNamedItFirst() {
    assertEquals("electronics", place(List.of("electronics", "photo")));
    assertEquals("photo", place(List.of("photo", "electronics")));
    assertEquals("photo", place(List.of("502394", "electronics")));
    assertEquals(3, catalogue.resolve(List.of("photo", "electronics")).size());
  }

  @Test
  void namesAnUnknownId() {
    Failure.Rejected refusal =
        assertThrows(Failure.Rejected.class, () -> catalogue.resolve(List.of("books", "nope")));

    assertTrue(refusal.getMessage().contains("'nope'"));
    assertThrows(Failure.Rejected.class, () -> catalogue.resolve(List.of()));
  }

  private String place(List<String> ids) {
    return catalogue.resolve(ids).stream()
        .filter(c -> c.id().equals("502394"))
        .findFirst()
        .orElseThrow()
        .departmentId();
  }
}
