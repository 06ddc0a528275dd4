package io.glasshive.browser;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The machine that the tests run on. */
final class ThisMachine implements Machine {
  /** Tells Playwright to fetch nothing by itself when it starts. */
  static final Map<String, String> FETCH_NOTHING = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private static final Duration FETCH = Duration.ofMinutes(10);

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public boolean isExecutable(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program);
  }

  @Override
  public boolean hasApt() {
    return System.getProperty("user.name").equals("root")
        && isExecutable(Path.of("/usr/bin/apt-get"));
  }

  @Override
  public boolean run(Duration limit, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    try {
      return succeeds(builder, limit);
    } catch (IOException e) {
      say(e.getMessage());
      return false;
    }
  }

  @Override
  public Path fetchByPlaywright() throws IOException {
    ProcessBuilder install = Driver.ensureDriverInstalled(Map.of(), false).createProcessBuilder();
    install.command().addAll(List.of("install", "--no-shell", "chromium"));
    if (!succeeds(install, FETCH)) {
      throw new IOException("'playwright install chromium' failed");
    }
    try (Playwright playwright =
        Playwright.create(new Playwright.CreateOptions().setEnv(FETCH_NOTHING))) {
      return Path.of(playwright.chromium().executablePath());
    }
  }

  @Override
  public void say(String what) {
    System.out.println("[browser] " + what);
  }

  /** Reads the output here: what a child writes to the JVM's own would disturb the test runner. */
  private boolean succeeds(ProcessBuilder builder, Duration limit) throws IOException {
    Path output = Files.createTempFile("glasshive-browser-", ".log");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      boolean succeeded = ended && process.exitValue() == 0;
      if (!succeeded) {
        say(
            String.join(" ", builder.command())
                + (ended ? " ended with " + process.exitValue() : " took longer than " + limit)
                + "\n"
                + Files.readString(output).strip());
      }
      return succeeded;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }
}
