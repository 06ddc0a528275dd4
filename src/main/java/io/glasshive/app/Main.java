package io.glasshive.app;

import java.util.List;

/** The program: one command a process, and its exit code. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name; see {@code --help}. */
  public static void main(String[] args) {
    if (Commands.startsServer(List.of(args))) {
      Preload.begin();
    }
    StopSignal stop = StopSignal.ofProcess();
    int exitCode = Commands.commandLine(Shell.ofProcess(stop), List.of(args)).execute(args);
    stop.finished();
    System.exit(exitCode);
  }
}
