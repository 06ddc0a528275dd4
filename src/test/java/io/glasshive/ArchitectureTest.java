package io.glasshive;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pins the arrows of {@code docs/architecture.md} and a few habits of the house. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ArchitectureTest {
  private static final String ROOT = "io.glasshive";

  /** Each package and those it may import, besides itself; sub-packages included. */
  private static final Map<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("domain", List.of()),
              Map.entry("bus", List.of("domain")),
              Map.entry("config", List.of("domain")),
              Map.entry("metrics", List.of("domain")),
              Map.entry("catalogue", List.of("domain")),
              Map.entry("source", List.of("domain", "config")),
              Map.entry("store", List.of("domain", "config")),
              Map.entry("journal", List.of("store", "bus", "domain", "metrics")),
              Map.entry("worker", List.of("source", "bus", "domain", "config", "metrics")),
              Map.entry("run", List.of("bus", "domain", "config")),
              Map.entry("pipeline", List.of("store", "bus", "domain", "config", "metrics")),
              Map.entry(
                  "web",
                  List.of("store", "journal", "bus", "domain", "config", "catalogue", "metrics")),
              Map.entry("simulator", List.of("domain", "catalogue", "config"))));

  /** Where waiting is allowed: the process's own start and stop, and the database server's. */
  private static final DescribedPredicate<JavaClass> MAY_WAIT =
      resideInAnyPackage(ROOT + ".app..", ROOT + ".store..");

  /** The one that may wait by the clock: it watches a server process that is nobody's child. */
  private static final Set<String> MAY_POLL = Set.of(ROOT + ".store.PostgresCluster");

  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  private static JavaClasses house;
  private static JavaClasses tests;

  @BeforeAll
  static void readClasses() {
    house = new ClassFileImporter().importPath(MODULE.resolve("target/classes"));
    tests = new ClassFileImporter().importPath(MODULE.resolve("target/test-classes"));
  }

  @Test
  void everyArrowPointsAsDrawn() {
    ARROWS.forEach(
        (name, allowed) -> {
          String[] packages =
              Stream.concat(Stream.of(name), allowed.stream())
                  .map(ArchitectureTest::inside)
                  .toArray(String[]::new);
          check(
              classes()
                  .that()
                  .resideInAPackage(inside(name))
                  .should()
                  .onlyDependOnClassesThat(
                      resideInAnyPackage(packages).or(not(resideInAPackage(ROOT + ".."))))
                  .as(name + " imports nothing of the house but " + allowed));
        });
  }

  @Test
  void everyPackageIsInTheDrawing() {
    Set<String> drawn = new TreeSet<>(ARROWS.keySet());
    drawn.add("app");

    List<String> unknown =
        house.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
            .distinct()
            .filter(name -> !drawn.contains(name))
            .toList();

    assertEquals(List.of(), unknown);
  }

  @Test
  void workerRunPipelineAndWebMeetOnlyOnTheBus() {
    List<String> strangers = List.of("worker", "run", "pipeline", "web");
    for (String one : strangers) {
      String[] others =
          strangers.stream()
              .filter(other -> !other.equals(one))
              .map(ArchitectureTest::inside)
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage(inside(one))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others));
    }
  }

  @Test
  void onlyAppImportsApp() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(inside("app"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(inside("app")));
  }

  @Test
  void onlyTheBusAndTheBridgeTouchTheEventBus() {
    // A topic hands out MessageConsumer, so that whoever listens can stop.
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(inside("bus"), inside("web.bridge"))
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.vertx.core.eventbus..")
                    .and(
                        describe(
                            "are not MessageConsumer",
                            (JavaClass c) -> !c.isEquivalentTo(MessageConsumer.class)))));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Common|Base|Impl)(\\$.*)?"));
  }

  @Test
  void nobodySleeps() {
    ArchRule rule =
        noClasses()
            .that(describe("may not poll", c -> !MAY_POLL.contains(c.getName())))
            .should()
            .callMethodWhere(
                named("sleep of a thread", Thread.class, "sleep")
                    .or(named("sleep of a unit of time", TimeUnit.class, "sleep")));

    check(rule);
    rule.allowEmptyShould(true).check(tests);
  }

  @Test
  void nobodyBlocksAThread() {
    check(
        noClasses()
            .that(not(MAY_WAIT))
            .should()
            .callMethodWhere(
                named("await", io.vertx.core.Future.class, "await")
                    .or(named("join", CompletableFuture.class, "join"))
                    .or(named("get", CompletableFuture.class, "get"))
                    .or(named("get", java.util.concurrent.Future.class, "get"))
                    .or(named("await", CountDownLatch.class, "await"))));
  }

  @Test
  void everyPackageSaysWhatItOwns() throws IOException {
    Path sources = MODULE.resolve("src/main/java");
    try (Stream<Path> all = Files.walk(sources)) {
      List<Path> silent =
          all.filter(Files::isDirectory)
              .filter(ArchitectureTest::holdsClasses)
              .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
              .map(sources::relativize)
              .toList();

      assertEquals(List.of(), silent);
    }
    assertTrue(Files.isDirectory(sources.resolve("io")), sources::toString);
  }

  private static boolean holdsClasses(Path directory) {
    String[] files = directory.toFile().list((d, name) -> name.endsWith(".java"));
    return files != null && Arrays.stream(files).anyMatch(f -> !f.equals("package-info.java"));
  }

  private static DescribedPredicate<JavaCall<?>> named(
      String description, Class<?> owner, String method) {
    return describe(
        description,
        call -> {
          AccessTarget target = call.getTarget();
          return target.getName().equals(method) && target.getOwner().isAssignableTo(owner);
        });
  }

  private static String inside(String name) {
    return ROOT + "." + name + "..";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(house);
  }
}
