package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the view decisions_explained.
 *
 * @param trial empty when it is about the study
 * @param fromState state of the trial or study before; empty when it is new
 * @param details JSON
 */
public record DecisionRow(
        long decision,
        OptionalInt trial,
        Instant at,
        DecisionKind kind,
        String by,
        String reason,
        Optional<String> fromState,
        String toState,
        String details) {}
