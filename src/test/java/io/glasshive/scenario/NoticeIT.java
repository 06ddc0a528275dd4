package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar carries its licence, and NOTICE names whose work it carries. */
@Timeout(30)
class NoticeIT {
  private static final Pattern WORK = Pattern.compile("META-INF/maven/([^/]+)/[^/]+/");

  /** Works that carry no such directory, by a class of theirs. */
  private static final List<List<String>> UNMARKED =
      List.of(
          List.of("info.picocli", "picocli/CommandLine.class"),
          List.of("io.micrometer", "io/micrometer/core/instrument/Meter.class"),
          List.of("io.prometheus", "io/prometheus/metrics/model/registry/Collector.class"),
          List.of("org.hdrhistogram", "org/HdrHistogram/Histogram.class"),
          List.of("org.latencyutils", "org/LatencyUtils/LatencyStats.class"),
          List.of("org.postgresql", "org/postgresql/Driver.class"),
          List.of("org.tukaani", "org/tukaani/xz/XZInputStream.class"),
          List.of(
              "org.checkerframework", "org/checkerframework/checker/nullness/qual/Nullable.class"));

  @Test
  void namesEveryWorkThatTheJarCarries() throws IOException {
    try (JarFile jar = new JarFile(JarProcess.jar().toFile())) {
      String notice = text(jar, "META-INF/glasshive/NOTICE");
      Set<String> carried = new TreeSet<>();
      jar.stream()
          .map(entry -> WORK.matcher(entry.getName()))
          .filter(Matcher::matches)
          .map(match -> match.group(1))
          .filter(group -> !group.equals("io.glasshive"))
          .forEach(carried::add);
      for (List<String> work : UNMARKED) {
        assertNotNull(jar.getEntry(work.get(1)), () -> "no longer carried: " + work);
        carried.add(work.get(0));
      }

      carried.removeIf(notice::contains);

      assertEquals(Set.of(), carried);
      assertTrue(text(jar, "META-INF/glasshive/LICENSE").contains("Apache License"));
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    assertNotNull(jar.getEntry(name), name);
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
