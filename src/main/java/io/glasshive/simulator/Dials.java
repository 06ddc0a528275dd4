package io.glasshive.simulator;

import io.glasshive.domain.Failure;
import io.glasshive.domain.Text;
import io.glasshive.domain.Wire;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How fast and how badly the marketplace answers. Immutable; the JSON is that of {@code GET
 * /dials}.
 *
 * @param medianMillis median time to an answer, log-normally distributed; 0: at once, whatever the
 *     99th percentile says
 * @param p99Millis 99th percentile of it
 * @param ratePerSecond calls answered per second, more get 429; 0: no limit
 * @param pageBytes result pages are padded up to this size; 0: not at all
 * @param transientShares share of pages whose first 1 or 2 calls fail, by kind; at most 1 in sum
 * @param permanentShares share of pages of which every call fails, by kind; at most 1 in sum
 * @param drift share of result pages that carry cards but no sellers, for good, and count as good
 *     in the truth
 */
public record Dials(
    double medianMillis,
    double p99Millis,
    double ratePerSecond,
    int pageBytes,
    Map<FaultKind, Double> transientShares,
    Map<FaultKind, Double> permanentShares,
    double drift) {

  /** Largest page that can be asked for: real ones have up to 3 MB. */
  static final int MAX_PAGE_BYTES = 16 << 20;

  private static final double MAX_MILLIS = 600_000;
  private static final double P99_DEVIATIONS = 2.3263478740408408;
  private static final double MAX_TIMES_P99 = 10;
  private static final double ROUNDING = 1e-9;

  /** Checks every bound. */
  public Dials {
    transientShares = Map.copyOf(transientShares);
    permanentShares = Map.copyOf(permanentShares);
    within("latency_ms.median", medianMillis, MAX_MILLIS);
    within("latency_ms.p99", p99Millis, MAX_MILLIS);
    within("rate_per_s", ratePerSecond, 1e6);
    within("page_bytes", pageBytes, MAX_PAGE_BYTES);
    within("drift", drift, 1);
    shares("transient", transientShares);
    shares("permanent", permanentShares);
    if (p99Millis < medianMillis) {
      throw bad("latency_ms.p99", "is below latency_ms.median; set both");
    }
    if (permanentShares.getOrDefault(FaultKind.RATE_LIMIT, 0.0) != 0) {
      throw noPermanentRateLimit();
    }
  }

  /** 120 ms median, 600 ms p99, 2 percent transient faults over all kinds, nothing permanent. */
  public static Dials defaults() {
    Map<FaultKind, Double> transientShares = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      transientShares.put(kind, 0.02 / FaultKind.values().length);
    }
    return new Dials(120, 600, 0, 0, transientShares, Map.of(), 0);
  }

  /**
   * These dials with those that {@code patch} names set anew.
   *
   * @param patch any part of the JSON of {@code GET /dials}
   * @throws Failure.Rejected naming the key that is unknown or out of bounds
   */
  public Dials with(JsonObject patch) {
    Turning turning = new Turning(this);
    turning.turnAll("", patch.getMap());
    return turning.dials();
  }

  /**
   * These dials with those that {@code byPath} names set anew: {@code permanent.block_page} to
   * {@code 0.05}.
   *
   * @throws Failure.Rejected naming the key that is unknown or out of bounds
   */
  public Dials with(Map<String, String> byPath) {
    Turning turning = new Turning(this);
    new TreeMap<>(byPath).forEach((path, text) -> turning.turn(path, number(path, text)));
    return turning.dials();
  }

  /**
   * How long a call takes, milliseconds: exp(ln median + z × ln(p99 / median) / 2.326), z normally
   * distributed. The far tail is cut at ten times the 99th percentile.
   */
  long latencyMillis(Draw draw) {
    if (medianMillis == 0) {
      return 0;
    }
    double spread = Math.log(p99Millis / medianMillis) / P99_DEVIATIONS;
    double millis = medianMillis * Math.exp(draw.gaussian() * spread);
    return Math.round(Math.min(millis, MAX_TIMES_P99 * p99Millis));
  }

  /** The JSON of {@code GET /dials}; every dial is named. */
  public JsonObject toJson() {
    return new JsonObject()
        .put(
            "latency_ms",
            new JsonObject().put("median", plain(medianMillis)).put("p99", plain(p99Millis)))
        .put("rate_per_s", plain(ratePerSecond))
        .put("page_bytes", pageBytes)
        .put("transient", json(transientShares, true))
        .put("permanent", json(permanentShares, false))
        .put("drift", plain(drift));
  }

  private static JsonObject json(Map<FaultKind, Double> shares, boolean withRateLimit) {
    JsonObject json = new JsonObject();
    for (FaultKind kind : FaultKind.values()) {
      if (withRateLimit || kind != FaultKind.RATE_LIMIT) {
        json.put(kind.wire(), plain(shares.getOrDefault(kind, 0.0)));
      }
    }
    return json;
  }

  private static Number plain(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return value;
  }

  private static void within(String path, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      throw bad(path, "must be a number from 0 to " + plain(max));
    }
  }

  private static void shares(String group, Map<FaultKind, Double> shares) {
    shares.forEach((kind, share) -> within(group + "." + kind.wire(), share, 1));
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 + ROUNDING) {
      throw bad(group, "sums to more than 1");
    }
  }

  private static double number(String path, Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      if (value instanceof String text) {
        return Double.parseDouble(text.strip());
      }
    } catch (NumberFormatException e) {
      throw bad(path, "is not a number: '" + Text.bounded(e.getMessage(), 80) + "'");
    }
    throw bad(path, "must be a number");
  }

  private static Failure.Rejected bad(String path, String what) {
    return new Failure.Rejected("bad_dial", "The dial '" + path + "' " + what + ".");
  }

  private static Failure.Rejected unknown(String path) {
    return new Failure.Rejected(
        "unknown_dial",
        "There is no dial '"
            + Text.bounded(path, 80)
            + "'. GET /dials shows all of them with their values.");
  }

  private static Failure.Rejected noPermanentRateLimit() {
    return new Failure.Rejected(
        "bad_dial",
        "The dial 'permanent.rate_limit' cannot be set: a client waits for a rate limit to pass."
            + " Use transient.rate_limit or rate_per_s.");
  }

  /** Dials being set, one path at a time. */
  private static final class Turning {
    private double medianMillis;
    private double p99Millis;
    private double ratePerSecond;
    private double pageBytes;
    private double drift;
    private final Map<FaultKind, Double> transientShares = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Double> permanentShares = new EnumMap<>(FaultKind.class);

    Turning(Dials from) {
      medianMillis = from.medianMillis;
      p99Millis = from.p99Millis;
      ratePerSecond = from.ratePerSecond;
      pageBytes = from.pageBytes;
      drift = from.drift;
      transientShares.putAll(from.transientShares);
      permanentShares.putAll(from.permanentShares);
    }

    void turnAll(String prefix, Map<String, Object> patch) {
      patch.forEach(
          (key, value) -> {
            String path = prefix + key;
            if (!prefix.isEmpty() || !isGroup(key)) {
              turn(path, value instanceof String ? null : value);
            } else if (value instanceof Map<?, ?> || value instanceof JsonObject) {
              turnAll(path + ".", asMap(value));
            } else {
              throw bad(path, "must be an object");
            }
          });
    }

    void turn(String path, Object value) {
      switch (path) {
        case "latency_ms.median" -> medianMillis = number(path, value);
        case "latency_ms.p99" -> p99Millis = number(path, value);
        case "rate_per_s" -> ratePerSecond = number(path, value);
        case "page_bytes" -> pageBytes = whole(path, number(path, value));
        case "drift" -> drift = number(path, value);
        default -> turnShare(path, value);
      }
    }

    private void turnShare(String path, Object value) {
      int dot = path.indexOf('.');
      String group = dot < 0 ? "" : path.substring(0, dot);
      if (!group.equals("transient") && !group.equals("permanent")) {
        throw unknown(path);
      }
      FaultKind kind = kind(path, path.substring(dot + 1));
      double share = number(path, value);
      if (group.equals("transient")) {
        transientShares.put(kind, share);
      } else if (kind == FaultKind.RATE_LIMIT) {
        throw noPermanentRateLimit();
      } else {
        permanentShares.put(kind, share);
      }
    }

    private static FaultKind kind(String path, String wire) {
      try {
        return Wire.parse(FaultKind.class, wire);
      } catch (Failure.Rejected e) {
        throw unknown(path);
      }
    }

    private static boolean isGroup(String key) {
      return key.equals("latency_ms") || key.equals("transient") || key.equals("permanent");
    }

    private static Map<String, Object> asMap(Object value) {
      return value instanceof JsonObject json ? json.getMap() : JsonObject.mapFrom(value).getMap();
    }

    private static double whole(String path, double value) {
      if (value != Math.rint(value)) {
        throw bad(path, "must be a whole number of bytes");
      }
      return value;
    }

    Dials dials() {
      within("page_bytes", pageBytes, MAX_PAGE_BYTES);
      return new Dials(
          medianMillis,
          p99Millis,
          ratePerSecond,
          (int) pageBytes,
          transientShares,
          permanentShares,
          drift);
    }
  }
}
