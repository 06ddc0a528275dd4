package io.glasshive.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processor time and memory as Linux tells them under {@code /proc}.
 *
 * @param parts processor seconds, of a JVM by kind of thread
 * @param peakMegabytes the most that was resident, summed over processes
 */
record ProcessFigures(Map<String, Double> parts, long peakMegabytes) {
  private static final double TICKS_PER_SECOND = 100; // as on every Linux that runs a JVM

  /** Of one process, its threads grouped by what they are for. */
  static ProcessFigures ofThreads(long pid) throws IOException {
    Map<String, Double> parts = new TreeMap<>();
    for (Path task : list(Path.of("/proc", Long.toString(pid), "task"))) {
      try {
        String stat = Files.readString(task.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        parts.merge(kind(name), ticks(stat, 11) / TICKS_PER_SECOND, Double::sum);
      } catch (IOException e) {
        // It has ended meanwhile; what it used is lost to this sum.
      }
    }
    return new ProcessFigures(parts, peak(pid));
  }

  /** Of several processes together, with their children that have ended. */
  static ProcessFigures ofTree(List<ProcessHandle> processes) throws IOException {
    double seconds = 0;
    long peak = 0;
    for (ProcessHandle process : processes) {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        seconds += (ticks(stat, 11) + ticks(stat, 13)) / TICKS_PER_SECOND;
        peak += peak(process.pid());
      } catch (IOException e) {
        // It has ended; its parent has its time.
      }
    }
    return new ProcessFigures(Map.of("processes", seconds), peak);
  }

  private static String kind(String thread) {
    if (thread.startsWith("vert.x-eventloo")) {
      return "event loops";
    }
    if (thread.startsWith("vert.x-worker-t") || thread.startsWith("vert.x-internal")) {
      return "worker threads";
    }
    if (thread.contains("Compiler")) {
      return "compiler";
    }
    if (thread.startsWith("G1") || thread.startsWith("GC") || thread.startsWith("VM Thread")) {
      return "garbage collection";
    }
    return "others";
  }

  ProcessFigures since(ProcessFigures before) {
    return new ProcessFigures(
        parts.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue() - before.parts.getOrDefault(e.getKey(), 0.0),
                    Double::sum,
                    TreeMap::new)),
        peakMegabytes);
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%6.1f s, %,d MB",
        parts.values().stream().mapToDouble(Double::doubleValue).sum(),
        peakMegabytes);
  }

  /** User and system time; {@code at} is the first of the two fields, counted after the name. */
  private static double ticks(String stat, int at) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]);
  }

  private static long peak(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
