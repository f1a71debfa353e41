package dev.sextant.sql.row;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of the view decisions_explained.
 *
 * @param trial the trial; empty if the decision is about the study
 * @param by who decided: the name of the search algorithm, or {@code scheduler}
 * @param fromState state of the trial or study before the decision; empty if it is new
 * @param details details as JSON
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
