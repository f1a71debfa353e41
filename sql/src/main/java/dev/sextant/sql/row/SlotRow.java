package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the view slots: a slot of a running study and the run that occupies it.
 *
 * @param trial the trial in the slot; empty if the slot is free
 * @param epoch number of epochs of the trial measured so far
 * @param toEpoch the epoch at which the run ends
 * @param since when the run was started or, before that, dispatched
 */
public record SlotRow(
        int slot,
        Optional<String> host,
        Optional<String> device,
        OptionalInt trial,
        OptionalInt epoch,
        OptionalInt toEpoch,
        Optional<Instant> since) {}
