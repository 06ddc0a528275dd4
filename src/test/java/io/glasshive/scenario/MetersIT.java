package io.glasshive.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The meters of the built jar, of which {@code docs/metrics.md} tells. */
@Timeout(120)
class MetersIT {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");

  @TempDir Path dir;

  @Test
  void showsAfterARunEveryMeterOfTheGuideAndNoOtherOfItsOwn() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            dir,
            TestPostgres.newDatabase(),
            "ebay.pages=1",
            "simulator.seed=1",
            "simulator.transient.http_500=0.1")) {
      server.api().awaitEnd(server.api().startRun(4, "289935"));

      Set<String> shown = meters(server.api().answer("/metrics").body());
      // A second scrape reads every gauge again.
      assertEquals(shown, meters(server.api().answer("/metrics").body()));

      Set<String> guide = guide();
      for (String meter : guide) {
        assertTrue(shown.stream().anyMatch(name -> matches(name, meter)), meter + " " + shown);
      }
      for (String name : shown) {
        assertTrue(guide.stream().anyMatch(meter -> matches(name, meter)), name);
      }
      List<String> complaints =
          server.process().err().stream()
              .filter(line -> line.matches(".*(WARN|ERROR|Exception|\tat ).*"))
              .toList();
      assertEquals(List.of(), complaints);
    }
  }

  private static boolean matches(String name, String meter) {
    return meter.endsWith("*")
        ? name.startsWith(meter.substring(0, meter.length() - 1))
        : name.equals(meter) || name.equals(meter + "_max");
  }

  private static Set<String> meters(String text) {
    Set<String> meters = new TreeSet<>();
    Matcher type = TYPE.matcher(text);
    while (type.find()) {
      meters.add(type.group(1));
    }
    return meters;
  }

  /** The first column of the table of meters. */
  private static Set<String> guide() throws IOException {
    String guide =
        Files.readString(Path.of(System.getProperty("basedir", ""), "docs", "metrics.md"));
    String table = guide.substring(guide.indexOf("| meter | type |")).split("\n\n", 2)[0];
    Set<String> meters = new TreeSet<>();
    for (String row : table.lines().skip(2).toList()) {
      Matcher name = Pattern.compile("`([^`]+)`").matcher(row.split("\\|")[1]);
      while (name.find()) {
        meters.add(name.group(1));
      }
    }
    return meters;
  }
}
