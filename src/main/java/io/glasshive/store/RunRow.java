package io.glasshive.store;

import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import java.time.Instant;
import java.util.UUID;

/** What a run's writer reads of its row. */
public record RunRow(
    UUID id,
    RunStatus status,
    String reason,
    int round,
    int workers,
    String amazonSource,
    String ebaySource,
    RunSettings settings,
    long epoch,
    long lastSeq,
    String commandActor,
    Instant commandAt,
    Instant startedAt,
    long products,
    long sightings,
    long sellersNew,
    long sellersKnown) {

  /** Rows the run has stored: products, sightings and sellers it met. */
  public long keptRows() {
    return products + sightings + sellersNew + sellersKnown;
  }
}
