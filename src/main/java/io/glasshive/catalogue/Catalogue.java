package io.glasshive.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasshive.domain.Category;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The catalogue of Amazon US best-seller nodes, in the order of {@code catalogue/amazon-us.json}.
 *
 * <p>A department's id is its slug, a category's its node. A node may stand in several places.
 */
public final class Catalogue {

  /**
   * A department.
   *
   * @param id its slug
   * @param node its own node
   */
  public record Department(String id, String name, String node, List<Entry> categories) {
    public Department {
      categories = List.copyOf(categories);
    }

    private Category itself() {
      return new Category(node, name, id, name);
    }

    /** What the department stands for: its verified categories, or its own node. */
    List<Category> standsFor() {
      List<Category> verified =
          categories.stream().filter(Entry::verified).map(e -> category(e)).toList();
      return verified.isEmpty() ? List.of(itself()) : verified;
    }

    private Category category(Entry entry) {
      return new Category(entry.node(), entry.name(), id, name);
    }
  }

  /**
   * A category of a department.
   *
   * @param verified whether the node was seen in a second public list
   */
  public record Entry(String name, String node, boolean verified) {}

  private final List<Department> departments;
  private final Map<String, List<Category>> byId;

  private Catalogue(List<Department> departments) {
    this.departments = List.copyOf(departments);
    this.byId = index(departments);
  }

  /** The catalogue inside the jar. */
  public static Catalogue load() {
    try (InputStream in = Catalogue.class.getResourceAsStream("/catalogue/amazon-us.json")) {
      List<Department> departments = new ArrayList<>();
      for (JsonNode d : new ObjectMapper().readTree(in).get("departments")) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode c : d.get("categories")) {
          entries.add(
              new Entry(
                  c.get("name").asText(), c.get("node").asText(), c.get("verified").asBoolean()));
        }
        departments.add(
            new Department(
                d.get("slug").asText(), d.get("name").asText(), d.get("node").asText(), entries));
      }
      return new Catalogue(departments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Department> departments() {
    return departments;
  }

  /**
   * The categories that {@code ids} stand for, each node once, at the place named first: of a node
   * named by itself the first in the catalogue, of a department the department's own.
   *
   * @param ids departments' slugs and nodes, also of unverified categories
   * @throws Failure.Rejected naming an unknown id, or when there is none
   */
  public List<Category> resolve(Collection<String> ids) {
    Map<String, Category> resolved = new LinkedHashMap<>();
    for (String id : ids) {
      List<Category> named = byId.get(id);
      if (named == null) {
        throw new Failure.Rejected(
            "unknown_category",
            "There is no department or category '"
                + Text.bounded(id, 80)
                + "'. The page and GET /api/v1/categories list them.");
      }
      named.forEach(category -> resolved.putIfAbsent(category.id(), category));
    }
    if (resolved.isEmpty()) {
      throw noCategories();
    }
    return List.copyOf(resolved.values());
  }

  /** The refusal of an order that names no category. */
  public static Failure.Rejected noCategories() {
    return new Failure.Rejected(
        "no_categories",
        "Name at least one department or category in category_ids. GET /api/v1/categories lists"
            + " them.");
  }

  private static Map<String, List<Category>> index(List<Department> departments) {
    Map<String, List<Category>> index = new LinkedHashMap<>();
    for (Department department : departments) {
      index.put(department.id(), department.standsFor());
      index.putIfAbsent(department.node(), List.of(department.itself()));
      for (Entry entry : department.categories()) {
        index.putIfAbsent(entry.node(), List.of(department.category(entry)));
      }
    }
    return index;
  }
}
