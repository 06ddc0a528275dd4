package io.glasshive.domain;

import java.util.Objects;

/**
 * A category of a run, at the place in the catalogue it belongs to.
 *
 * @param id the category's node, digits only
 * @param name the category's own name; the department's where it stands for itself
 * @param departmentId the department's slug
 * @param departmentName the department's name
 */
public record Category(String id, String name, String departmentId, String departmentName) {
  public Category {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(departmentId, "departmentId");
    Objects.requireNonNull(departmentName, "departmentName");
  }

  /** {@code Department > Category}, or the department's name alone where it stands for itself. */
  public String label() {
    return standsForDepartment() ? departmentName : departmentName + " > " + name;
  }

  /** Whether this is a department's own node. */
  public boolean standsForDepartment() {
    return name.equals(departmentName);
  }
}
