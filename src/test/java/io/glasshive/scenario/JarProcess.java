package io.glasshive.scenario;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The product's jar as a child process, with what it prints. Closing it ends it and every process
 * that it started.
 *
 * <p>Its working directory is one of the test's own, so that no configuration file of this project
 * is read. Blocking; for the test's own thread.
 */
final class JarProcess implements AutoCloseable {
  static final int EXIT_SIGINT = 130;
  static final int EXIT_SIGTERM = 143;

  /**
   * Little memory; and short-lived, so that optimising would cost more than it saves. A benchmark
   * sets others.
   */
  private static final List<String> JVM =
      List.of(
          System.getProperty("glasshive.jvm", "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
              .split(" "));

  private static final Duration END = Duration.ofSeconds(120);
  private static final Duration READ = Duration.ofSeconds(10);

  private final Process process;
  private final Output out;
  private final Output err;
  private final List<ProcessHandle> children = new ArrayList<>();

  /** One stream of the child, read to its end on a thread of its own. */
  private static final class Output extends Thread {
    private final List<String> lines = new ArrayList<>();
    private final InputStream stream;

    Output(InputStream stream, String name) {
      super(name);
      this.stream = stream;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          synchronized (lines) {
            lines.add(line);
          }
        }
      } catch (IOException e) {
        // The child was ended while it wrote.
      }
    }

    List<String> lines() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }
  }

  private JarProcess(Process process) {
    this.process = process;
    this.out = new Output(process.getInputStream(), "child-out");
    this.err = new Output(process.getErrorStream(), "child-err");
  }

  /** Starts {@code java -jar glasshive.jar args…} in {@code directory}. */
  static JarProcess start(Path directory, List<String> args) {
    return start(List.of(), jar(), directory, args);
  }

  /**
   * Starts it behind another program.
   *
   * @param prefix that program and its arguments; it must put itself in the child's place
   */
  static JarProcess start(List<String> prefix, Path jar, Path directory, List<String> args) {
    List<String> command = new ArrayList<>(signalsAsUsual());
    command.addAll(prefix);
    command.add(java());
    command.addAll(JVM);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GLASSHIVE_"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new JarProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that was built. */
  static Path jar() {
    String jar = System.getProperty("glasshive.jar");
    if (jar == null) {
      throw new IllegalStateException("set the system property glasshive.jar to the built jar");
    }
    return Path.of(jar);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A build in the background of a shell ignores Ctrl-C, and hands that on to its children. */
  private static List<String> signalsAsUsual() {
    return Env.RESETS_SIGNALS ? List.of("env", "--default-signal=INT") : List.of();
  }

  private static final class Env {
    static final boolean RESETS_SIGNALS = works("env", "--default-signal=INT", "true");
  }

  /** Whether a command can be executed here and succeeds. */
  static boolean works(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Standard output so far, or whole after {@link #awaitExit}. */
  List<String> out() {
    return out.lines();
  }

  /** Standard error so far, or whole after {@link #awaitExit}. */
  List<String> err() {
    return err.lines();
  }

  /** Everything it printed, for messages and searches. */
  String output() {
    return String.join("\n", out()) + "\n--- standard error:\n" + String.join("\n", err());
  }

  /** What follows {@code start} on the first line of standard output that begins with it. */
  String awaitLine(String start) {
    await("a line that begins with " + start)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> line(start).isPresent() || !process.isAlive());
    return line(start)
        .orElseThrow(() -> new AssertionError("it ended with " + awaitExit() + ":\n" + output()));
  }

  private Optional<String> line(String start) {
    return out().stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  /** Waits for its end: the exit code. */
  int awaitExit() {
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end in " + END + ":\n" + output());
      }
      out.join(READ.toMillis());
      err.join(READ.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code kill -9}: it gets no chance to put anything in order. */
  void kill9() {
    noteChildren();
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks it to end, as a service manager does; the exit code. */
  int sigterm() {
    noteChildren();
    process.destroy();
    return awaitExit();
  }

  /** Ctrl-C. */
  void sigint() {
    noteChildren();
    if (!works("kill", "-INT", Long.toString(process.pid()))) {
      throw new AssertionError("there is no process " + process.pid());
    }
  }

  /** Processes that it started, also after its own end. */
  List<ProcessHandle> children() {
    noteChildren();
    return List.copyOf(children);
  }

  private void noteChildren() {
    process.descendants().filter(child -> !children.contains(child)).forEach(children::add);
  }

  @Override
  public void close() {
    noteChildren();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
      for (ProcessHandle child : children) {
        child.onExit().completeOnTimeout(child, 10, TimeUnit.SECONDS).join();
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
