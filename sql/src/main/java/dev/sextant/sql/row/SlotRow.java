package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One place for a run in a study that is running, with what is there now.
 *
 * @param trial empty when the slot is free
 * @param epoch epochs of the trial measured so far
 * @param toEpoch the epoch the run is for
 * @param since when the run started, or was dispatched
 */
public record SlotRow(
        int slot,
        Optional<String> host,
        Optional<String> device,
        OptionalInt trial,
        OptionalInt epoch,
        OptionalInt toEpoch,
        Optional<Instant> since) {}
