package io.glasshive.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A started {@link LauncherProcess}, seen from the test. */
final class LauncherChild implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;
  private final List<String> said = new ArrayList<>();

  private LauncherChild(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static LauncherChild start(Path data, Optional<Path> programs) throws IOException {
    return start(List.of(), System.getProperty("java.class.path"), data, programs);
  }

  static LauncherChild start(
      List<String> prefix, String classPath, Path data, Optional<Path> programs)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            LauncherProcess.class.getName(),
            data.toString(),
            programs.map(Path::toString).orElse("-")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    return new LauncherChild(builder.start());
  }

  /** Reads on to the line that says how the start went. */
  Ready ready() throws IOException {
    String[] words = outcome("ready ").split(" ");
    return new Ready(Long.parseLong(words[1]), Integer.parseInt(words[2]), words[3]);
  }

  /** The code and the text of a start that failed. */
  String failure() throws IOException {
    return outcome("failed ");
  }

  List<String> said() {
    return List.copyOf(said);
  }

  long pid() {
    return process.pid();
  }

  void stop() throws IOException, InterruptedException {
    process.getOutputStream().write("stop\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child does not stop");
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String outcome(String wanted) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith(wanted)) {
        return line;
      }
    }
    throw new IllegalStateException("the child ended without '" + wanted + "': " + said);
  }

  /** What a child says once its server runs. */
  record Ready(long postgresPid, int port, String schema) {}
}
