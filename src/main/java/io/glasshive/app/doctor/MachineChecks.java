package io.glasshive.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Java, memory and the limit of open files. */
final class MachineChecks {

  private static final int OLDEST_JAVA = 17;
  private static final long MIB = 1L << 20;

  /** Five workers, a writer and some viewers run in 200 MiB; below 128 nothing useful does. */
  private static final long LEAST_HEAP = 128 * MIB;

  private static final long GOOD_HEAP = 256 * MIB;

  /** Jar, database connections, workers and some viewers; each viewer takes one more. */
  private static final long LEAST_FILES = 256;

  private static final long GOOD_FILES = 1_024;

  private MachineChecks() {}

  static List<Finding> all() {
    return List.of(java(), memory(), openFiles());
  }

  private static Finding java() {
    String text =
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + " on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch");
    return Runtime.version().feature() < OLDEST_JAVA
        ? Finding.fail("java", text, "use Java " + OLDEST_JAVA + " or newer")
        : Finding.ok("java", text);
  }

  private static Finding memory() {
    return heap(Runtime.getRuntime().maxMemory(), physical());
  }

  private static long physical() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : 0;
  }

  static Finding heap(long max, long physical) {
    String text =
        "up to " + max / MIB + " MiB of " + physical / MIB + " MiB for Java; PostgreSQL takes more";
    String remedy = "give it more: java -Xmx512m -jar ...";
    if (max < LEAST_HEAP) {
      return Finding.fail("memory", text, remedy);
    }
    return max < GOOD_HEAP ? Finding.warn("memory", text, remedy) : Finding.ok("memory", text);
  }

  private static Finding openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
        ? openFiles(os.getMaxFileDescriptorCount())
        : Finding.ok("open files", "no limit is known on this system");
  }

  static Finding openFiles(long max) {
    String text = "at most " + max;
    String remedy = "raise the limit: ulimit -n 4096";
    if (max < LEAST_FILES) {
      return Finding.fail("open files", text, remedy);
    }
    return max < GOOD_FILES
        ? Finding.warn("open files", text, remedy)
        : Finding.ok("open files", text);
  }
}
