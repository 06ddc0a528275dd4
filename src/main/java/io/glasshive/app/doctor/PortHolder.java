package io.glasshive.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that listens on a port, as far as Linux lets this user see it in {@code /proc}: a
 * table of sockets with their numbers, and each process's open files.
 */
final class PortHolder {

  private static final Path PROC = Path.of("/proc");

  /** The fourth column of the tables: a socket that listens. */
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** {@code process 12 (nginx)}; empty where it cannot be told. */
  static Optional<String> of(int port) {
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(PROC.resolve("net").resolve(table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 9 && columns[3].equals(LISTENING))
        .filter(columns -> columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
        .map(columns -> "socket:[" + columns[9] + "]")
        .findFirst()
        .flatMap(PortHolder::holderOf);
  }

  private static Optional<String> holderOf(String socket) {
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> holds(process, socket))
          .map(process -> "process " + process.getFileName() + " (" + name(process) + ")")
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean holds(Path process, String socket) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.anyMatch(file -> target(file).equals(socket));
    } catch (IOException e) {
      return false; // gone, or another user's
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String name(Path process) {
    List<String> lines = lines(process.resolve("comm"));
    return lines.isEmpty() ? "unknown" : lines.get(0);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
