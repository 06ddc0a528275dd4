package io.glasshive.metrics;

import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Phase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of the process, for Prometheus. Each comes into being when it is first needed; labels
 * take their values from the product's own enums and the names of sources, so that their number
 * does not grow with what is collected. Listed in {@code docs/metrics.md}. Thread-safe.
 */
public final class Meters {
  /** The text format, as every version of Prometheus reads it. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PREFIX = "glasshive.";

  /** From a page out of a cache to the time limit of a slow source. */
  private static final Duration[] RESPONSE_BUCKETS =
      seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180);

  /** From a commit on a fast disk to a database that is away. */
  private static final Duration[] COMMIT_BUCKETS =
      seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30);

  /** Something of which there is more or less: a gauge that sums what its owners hold. */
  public enum Measure {
    LIVE_RUNS("status", "Runs that are not at their end, by status"),
    WAITING_UNITS("Units of work that wait, of live runs"),
    BUSY_WORKERS("Workers with a unit in flight"),
    QUEUED_ENTRIES("Entries that wait for their transaction"),
    WAITING_PERMITS("source", "Requests that wait for the limiter of their source"),
    STREAMS("Event streams that are open"),
    STREAMS_BEHIND("Event streams whose socket does not take what there is for it"),
    STREAM_RING_BYTES("Bytes of recent events that are kept for streams, once for each event loop"),
    LOG_PAGES("Pages of logs that are kept for streams"),
    LOG_READS("Pages of logs that are being read or wait to be");

    private final String label;
    private final String description;

    Measure(String description) {
      this(null, description);
    }

    Measure(String label, String description) {
      this.label = label;
      this.description = description;
    }
  }

  private record Sum(Measure measure, String value) {}

  private record Error(ErrorType type, ErrorStage stage) {}

  private record Asked(String source, Phase phase) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Sum, AtomicLong> sums = new ConcurrentHashMap<>();
  private final Map<Action, Counter> events = new ConcurrentHashMap<>();
  private final Map<Error, Counter> errors = new ConcurrentHashMap<>();
  private final Map<Asked, Counter> requests = new ConcurrentHashMap<>();
  private final Map<Asked, Timer> responses = new ConcurrentHashMap<>();
  private final AtomicLong databaseUp = new AtomicLong();
  private JvmGcMetrics collections;

  /** Where others put theirs. */
  public MeterRegistry registry() {
    return registry;
  }

  /** A part of a measure without a label; 0 so far. */
  public Level level(Measure measure) {
    return level(measure, "");
  }

  /**
   * A part of a measure; 0 so far.
   *
   * @param value of its label
   */
  public Level level(Measure measure, String value) {
    return new Level(sums.computeIfAbsent(new Sum(measure, value), this::gauge));
  }

  /**
   * An event was committed.
   *
   * @param source that its phase asks
   */
  public void event(ActivityEvent event, String source) {
    events.computeIfAbsent(event.action(), this::eventCounter).increment();
    if (event.action() == Action.FETCHING) {
      requests.computeIfAbsent(new Asked(source, event.phase()), this::requestCounter).increment();
    } else if (event.isOfRequest() && !event.isInterrupted()) {
      responses
          .computeIfAbsent(new Asked(source, event.phase()), this::responseTimer)
          .record(event.durationMs(), TimeUnit.MILLISECONDS);
    }
    if (event.errorType() != null && !event.isInterrupted()) {
      errors
          .computeIfAbsent(new Error(event.errorType(), event.errorStage()), this::errorCounter)
          .increment();
    }
  }

  /** A batch was committed, {@code nanos} after it was begun. */
  public void committed(int entries, int added, long nanos) {
    DistributionSummary.builder(PREFIX + "batch.entries")
        .description("Entries of a batch")
        .register(registry)
        .record(entries);
    DistributionSummary.builder(PREFIX + "batch.events")
        .description("Events of a batch")
        .register(registry)
        .record(added);
    Timer.builder(PREFIX + "commit")
        .description("From the begin of a batch to the answer to its commit, repetitions included")
        .serviceLevelObjectives(COMMIT_BUCKETS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Everything in the text format. Takes milliseconds: not for an event loop.
   *
   * @param database whether it answers
   */
  public synchronized String scrape(boolean database) {
    if (collections == null) {
      bindFirst();
    }
    databaseUp.set(database ? 1 : 0);
    return registry.scrape(CONTENT_TYPE);
  }

  /** The JVM's are bound when somebody first asks: a start is the faster for it. */
  private void bindFirst() {
    Gauge.builder(PREFIX + "database.up", databaseUp, AtomicLong::get)
        .description("1 when the database answers, else 0")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections = new JvmGcMetrics();
    collections.bindTo(registry);
  }

  private AtomicLong gauge(Sum sum) {
    AtomicLong value = new AtomicLong();
    Measure measure = sum.measure();
    Gauge.Builder<AtomicLong> gauge =
        Gauge.builder(PREFIX + name(measure), value, AtomicLong::get)
            .description(measure.description);
    if (measure.label != null) {
      gauge.tag(measure.label, sum.value());
    }
    gauge.register(registry);
    return value;
  }

  private Counter eventCounter(Action action) {
    return Counter.builder(PREFIX + "events")
        .description("Events that were committed")
        .tag("action", action.wire())
        .register(registry);
  }

  private Counter errorCounter(Error error) {
    return Counter.builder(PREFIX + "errors")
        .description("Failed requests and rows that were set aside; interrupted ones are neither")
        .tag("error_type", error.type().wire())
        .tag("error_stage", error.stage().wire())
        .register(registry);
  }

  private Counter requestCounter(Asked asked) {
    return Counter.builder(PREFIX + "requests")
        .description("Requests to sources")
        .tag("source", asked.source())
        .tag("phase", asked.phase().wire())
        .register(registry);
  }

  private Timer responseTimer(Asked asked) {
    return Timer.builder(PREFIX + "response")
        .description("From a request to its answer, interrupted ones left out")
        .tag("source", asked.source())
        .tag("phase", asked.phase().wire())
        .serviceLevelObjectives(RESPONSE_BUCKETS)
        .register(registry);
  }

  private static String name(Measure measure) {
    return measure.name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static Duration[] seconds(double... limits) {
    Duration[] durations = new Duration[limits.length];
    for (int i = 0; i < limits.length; i++) {
      durations[i] = Duration.ofMillis(Math.round(limits[i] * 1000));
    }
    return durations;
  }
}
