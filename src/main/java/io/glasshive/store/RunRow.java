package io.glasshive.store;

import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import java.time.Instant;
import java.util.UUID;

/** What a run's writer reads of its row. */
public record RunRow(
    UUID id,
    String name,
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
    Instant createdAt,
    Instant startedAt,
    long products,
    long sightings,
    long sellersFound,
    long sellersNew,
    long sellersKnown,
    long requests,
    long errors) {

  /** Rows the run has stored: products, sightings and sellers it met. */
  public long keptRows() {
    return products + sightings + sellersNew + sellersKnown;
  }
}
