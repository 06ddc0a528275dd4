package io.glasshive.store;

import io.glasshive.domain.RunSettings;
import io.glasshive.domain.RunStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * What a run's writer reads of its row.
 *
 * @param callsGranted requests the run may make in all, or null for no limit
 */
public record RunRow(
    UUID id,
    String name,
    RunStatus status,
    Cause cause,
    int round,
    int workers,
    String amazonSource,
    String ebaySource,
    RunSettings settings,
    long epoch,
    long lastSeq,
    Instant createdAt,
    Instant startedAt,
    Instant endedAt,
    Long callsGranted,
    long requests,
    long products,
    long sightings,
    long sellersFound,
    long sellersNew,
    long sellersKnown,
    long errors) {}
