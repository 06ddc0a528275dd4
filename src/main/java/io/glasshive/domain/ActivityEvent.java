package io.glasshive.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One thing that happened in a run: the wire contract of {@code docs/events.md} as a value.
 *
 * <p>A field without a value is null (absent on the wire). {@code seq} is 0 until the run's writer
 * has numbered the event. Times have microseconds, money is in cents, {@code durationMs} in
 * milliseconds. Texts lose what PostgreSQL cannot store and are cut to the contract's lengths.
 */
public record ActivityEvent(
    UUID id,
    UUID runId,
    long seq,
    Instant timestamp,
    int workerId,
    Phase phase,
    Action action,
    String categoryId,
    String category,
    UnitId unit,
    String productName,
    String sellerFound,
    Long newSellersCount,
    String errorMessage,
    String url,
    ApiParams apiParams,
    Long durationMs,
    Instant startedAt,
    Integer attempt,
    ErrorType errorType,
    ErrorStage errorStage,
    Integer itemsCount,
    Integer sourceWorkerId,
    OperationType operationType,
    Scope scope,
    Integer round,
    Reason reason,
    String actor,
    Instant nextTryAt,
    Map<String, Object> details) {

  /** Longest {@code product_name}. */
  public static final int MAX_PRODUCT_NAME = 80;

  /** Longest {@code error_message}. */
  public static final int MAX_ERROR_MESSAGE = 500;

  public ActivityEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(action, "action");
    timestamp = micros(Objects.requireNonNull(timestamp, "timestamp"));
    startedAt = micros(startedAt);
    nextTryAt = micros(nextTryAt);
    requireAtLeast(seq, 0, "seq");
    requireAtLeast(workerId, 0, "workerId");
    requireAtLeast(newSellersCount, 0, "newSellersCount");
    requireAtLeast(durationMs, 0, "durationMs");
    requireAtLeast(attempt, 1, "attempt");
    requireAtLeast(itemsCount, 0, "itemsCount");
    requireAtLeast(sourceWorkerId, 1, "sourceWorkerId");
    requireAtLeast(round, 1, "round");
    if (!action.ofRun()) {
      Objects.requireNonNull(categoryId, "categoryId");
    }
    category = Text.storable(category);
    productName = Text.bounded(productName, MAX_PRODUCT_NAME);
    sellerFound = Text.storable(sellerFound);
    errorMessage = Text.bounded(errorMessage, MAX_ERROR_MESSAGE);
    url = Text.storable(url);
    details = details == null ? null : storable(details);
  }

  /** This event at position {@code number} of its run. */
  public ActivityEvent numbered(long number) {
    return toBuilder().seq(number).build();
  }

  /** A row error: it is about one row, not about a request. */
  public boolean isRowError() {
    return action == Action.ERROR && attempt == null;
  }

  /** Whether this closes a request that a crash or a cancel cut off. */
  public boolean isInterrupted() {
    return action == Action.ERROR && attempt != null && reason == Reason.INTERRUPTED;
  }

  /** Whether this opens or closes a request. */
  public boolean isOfRequest() {
    return attempt != null;
  }

  /** A builder holding this event's values. */
  public Builder toBuilder() {
    Builder b = new Builder(id, runId, timestamp, workerId, phase, action);
    b.seq = seq;
    b.categoryId = categoryId;
    b.category = category;
    b.unit = unit;
    b.productName = productName;
    b.sellerFound = sellerFound;
    b.newSellersCount = newSellersCount;
    b.errorMessage = errorMessage;
    b.url = url;
    b.apiParams = apiParams;
    b.durationMs = durationMs;
    b.startedAt = startedAt;
    b.attempt = attempt;
    b.errorType = errorType;
    b.errorStage = errorStage;
    b.itemsCount = itemsCount;
    b.sourceWorkerId = sourceWorkerId;
    b.operationType = operationType;
    b.scope = scope;
    b.round = round;
    b.reason = reason;
    b.actor = actor;
    b.nextTryAt = nextTryAt;
    b.details = details;
    return b;
  }

  private static Instant micros(Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
  }

  private static Map<String, Object> storable(Map<String, Object> details) {
    Map<String, Object> kept = new LinkedHashMap<>(details);
    kept.replaceAll((name, value) -> value instanceof String text ? Text.storable(text) : value);
    return Collections.unmodifiableMap(kept);
  }

  private static void requireAtLeast(Number value, long least, String name) {
    if (value != null && value.longValue() < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
    }
  }

  /** Collects the optional fields. Not thread-safe. */
  public static final class Builder {
    private final UUID id;
    private final UUID runId;
    private final Instant timestamp;
    private final int workerId;
    private final Phase phase;
    private final Action action;
    private long seq;
    private String categoryId;
    private String category;
    private UnitId unit;
    private String productName;
    private String sellerFound;
    private Long newSellersCount;
    private String errorMessage;
    private String url;
    private ApiParams apiParams;
    private Long durationMs;
    private Instant startedAt;
    private Integer attempt;
    private ErrorType errorType;
    private ErrorStage errorStage;
    private Integer itemsCount;
    private Integer sourceWorkerId;
    private OperationType operationType;
    private Scope scope;
    private Integer round;
    private Reason reason;
    private String actor;
    private Instant nextTryAt;
    private Map<String, Object> details;

    /** A builder of an event with the fields that every event has. */
    public Builder(
        UUID id, UUID runId, Instant timestamp, int workerId, Phase phase, Action action) {
      this.id = id;
      this.runId = runId;
      this.timestamp = timestamp;
      this.workerId = workerId;
      this.phase = phase;
      this.action = action;
    }

    public Builder seq(long value) {
      seq = value;
      return this;
    }

    public Builder category(Category value) {
      categoryId = value.id();
      category = value.label();
      return this;
    }

    public Builder category(String nodeId, String label) {
      categoryId = nodeId;
      category = label;
      return this;
    }

    public Builder unit(UnitId value) {
      unit = value;
      return this;
    }

    public Builder productName(String value) {
      productName = value;
      return this;
    }

    public Builder sellerFound(String value) {
      sellerFound = value;
      return this;
    }

    public Builder newSellersCount(long value) {
      newSellersCount = value;
      return this;
    }

    public Builder errorMessage(String value) {
      errorMessage = value;
      return this;
    }

    public Builder url(String value) {
      url = value;
      return this;
    }

    public Builder apiParams(ApiParams value) {
      apiParams = value;
      return this;
    }

    public Builder durationMs(long value) {
      durationMs = value;
      return this;
    }

    public Builder startedAt(Instant value) {
      startedAt = value;
      return this;
    }

    public Builder attempt(int value) {
      attempt = value;
      return this;
    }

    public Builder error(ErrorType type, ErrorStage stage) {
      errorType = type;
      errorStage = stage;
      return this;
    }

    public Builder itemsCount(int value) {
      itemsCount = value;
      return this;
    }

    public Builder sourceWorkerId(int value) {
      sourceWorkerId = value;
      return this;
    }

    public Builder operationType(OperationType value) {
      operationType = value;
      return this;
    }

    public Builder scope(Scope value) {
      scope = value;
      return this;
    }

    public Builder round(int value) {
      round = value;
      return this;
    }

    public Builder reason(Reason value) {
      reason = value;
      return this;
    }

    public Builder actor(String value) {
      actor = value;
      return this;
    }

    public Builder nextTryAt(Instant value) {
      nextTryAt = value;
      return this;
    }

    public Builder details(Map<String, Object> value) {
      details = value;
      return this;
    }

    public ActivityEvent build() {
      return new ActivityEvent(
          id,
          runId,
          seq,
          timestamp,
          workerId,
          phase,
          action,
          categoryId,
          category,
          unit,
          productName,
          sellerFound,
          newSellersCount,
          errorMessage,
          url,
          apiParams,
          durationMs,
          startedAt,
          attempt,
          errorType,
          errorStage,
          itemsCount,
          sourceWorkerId,
          operationType,
          scope,
          round,
          reason,
          actor,
          nextTryAt,
          details);
    }
  }
}
