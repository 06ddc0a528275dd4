package io.glasshive.app;

/** The program: one command a process, and its exit code. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name; see {@code --help}. */
  public static void main(String[] args) {
    StopSignal stop = StopSignal.ofProcess();
    int exitCode = Commands.commandLine(Shell.ofProcess(stop)).execute(args);
    stop.finished();
    System.exit(exitCode);
  }
}
