package io.glasshive.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which browser is taken, and what is tried when there is none. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class BrowserInstallTest {
  private static final Path DEBIAN = Path.of("/usr/bin/chromium");
  private static final Path FETCHED = Path.of("/cache/chromium");

  private final FakeMachine machine = new FakeMachine();

  @Test
  void takesTheBrowserThatTheEnvironmentNames() {
    machine.environment.put("CHROMIUM", "/opt/mine/chrome");
    machine.programs.addAll(Set.of(Path.of("/opt/mine/chrome"), DEBIAN));

    assertEquals(Path.of("/opt/mine/chrome"), install().executable());
  }

  @Test
  void refusesToReplaceANamedBrowserThatDoesNotRun() {
    machine.environment.put("CHROMIUM", "/opt/mine/chrome");
    machine.programs.add(DEBIAN);

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> install().executable());

    assertTrue(refused.getMessage().startsWith("CHROMIUM names /opt/mine/chrome"));
  }

  @Test
  void findsABrowserOnThePathAndThenInTheUsualPlaces() {
    machine.environment.put("PATH", "/first:/second");
    machine.programs.addAll(Set.of(Path.of("/second/google-chrome"), DEBIAN));
    assertEquals(Path.of("/second/google-chrome"), install().executable());

    machine.programs.remove(Path.of("/second/google-chrome"));
    assertEquals(DEBIAN, install().executable());

    assertEquals(0, machine.fetches);
  }

  @Test
  void passesOverABrowserThatIsThereButDoesNotRun() {
    machine.programs.add(DEBIAN);
    machine.broken.add(DEBIAN);
    machine.fetched = FETCHED;

    assertEquals(FETCHED, install().executable());
  }

  @Test
  void installsThePackageWhenPlaywrightCannotFetch() {
    machine.apt = true;

    assertEquals(DEBIAN, install().executable());

    assertEquals(1, machine.fetches);
    assertEquals(
        List.of("apt-get update", "apt-get install -y -o DPkg::Lock::Timeout=300 chromium"),
        machine.commands.stream().filter(c -> c.startsWith("apt-get")).toList());
  }

  @Test
  void installsThePackageWhenWhatPlaywrightFetchedDoesNotRun() {
    machine.fetched = FETCHED;
    machine.broken.add(FETCHED);
    machine.apt = true;

    assertEquals(DEBIAN, install().executable());
  }

  @Test
  void saysWhatToInstallWhenNothingHelps() {
    IllegalStateException none =
        assertThrows(IllegalStateException.class, () -> install().executable());

    assertTrue(none.getMessage().contains("apt-get install chromium"), none::getMessage);
    assertTrue(none.getMessage().contains("CHROMIUM"), none::getMessage);
  }

  private BrowserInstall install() {
    return new BrowserInstall(machine);
  }

  private static final class FakeMachine implements Machine {
    private final Map<String, String> environment = new HashMap<>();
    private final Set<Path> programs = new HashSet<>();
    private final Set<Path> broken = new HashSet<>();
    private final List<String> commands = new ArrayList<>();
    private Path fetched;
    private boolean apt;
    private int fetches;

    @Override
    public Map<String, String> environment() {
      return environment;
    }

    @Override
    public boolean isExecutable(Path program) {
      return programs.contains(program);
    }

    @Override
    public boolean hasApt() {
      return apt;
    }

    @Override
    public boolean run(Duration limit, String... command) {
      commands.add(String.join(" ", command));
      if (command[0].equals("apt-get") && command[1].equals("install")) {
        programs.add(DEBIAN);
      }
      return !broken.contains(Path.of(command[0]));
    }

    @Override
    public Path fetchByPlaywright() throws IOException {
      fetches++;
      if (fetched == null) {
        throw new IOException("no network");
      }
      programs.add(fetched);
      return fetched;
    }

    @Override
    public void say(String what) {
      commands.add("say: " + what);
    }
  }
}
