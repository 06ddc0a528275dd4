package io.glasshive.scenario;

import io.glasshive.config.Config;
import io.glasshive.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration that scenarios run with: free ports, a fast simulator, short waits. */
public final class TestConfig {
  private TestConfig() {}

  /** Defaults, then {@code assignments} ({@code key=value}). */
  public static Config of(Path dataDir, String... assignments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.dir=" + dataDir,
                "http.port=0",
                "simulator.port=0",
                "simulator.latency_ms.median=1",
                "simulator.latency_ms.p99=5",
                "simulator.timeout_ms=50",
                "retry.base=5ms",
                "retry.cap=50ms"));
    all.addAll(List.of(assignments));
    return ConfigLoader.load(
        new ConfigLoader.Inputs(Optional.empty(), Map.of(), all, dataDir, dataDir));
  }
}
