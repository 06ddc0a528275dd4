package io.glasshive.simulator;

import io.glasshive.config.Config;
import io.glasshive.config.Config.Inexact;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings the tests start from. */
final class Settings {
  static final long SEED = 1;

  static final TruthDefaults DEFAULTS =
      new TruthDefaults(1, 3, 60, new BigDecimal("1.8"), new BigDecimal("2.2"), Inexact.DROP);

  private Settings() {}

  /** A simulator on a free port that answers at once. */
  static Config.Simulator prompt(Path data, Map<String, String> dials) {
    Map<String, String> all = new HashMap<>(Map.of("latency_ms.median", "0"));
    all.putAll(dials);
    return new Config.Simulator(true, 0, SEED, data, Duration.ofMillis(20), Optional.empty(), all);
  }
}
