package io.glasshive.domain;

import java.util.List;
import java.util.Objects;

/**
 * A run that was asked for.
 *
 * @param name null for a name made from the categories and the time
 * @param categories what to collect, each node once, in the order asked for
 * @param start whether to start it at once
 * @param actor who asked: {@code page}, {@code api}, {@code cli}
 */
public record NewRun(
    String name,
    List<Category> categories,
    int workers,
    String amazonSource,
    String ebaySource,
    RunSettings settings,
    boolean start,
    String actor) {
  public NewRun {
    categories = List.copyOf(categories);
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(actor, "actor");
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("no categories");
    }
  }
}
