package dev.sextant.sql.row;

import dev.sextant.common.study.RunState;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the view runs.
 *
 * @param sharedSeconds the part of {@code deviceSeconds} that went to work which other trials use, too
 */
public record RunSummary(
        int trial,
        int run,
        int attempt,
        int fromEpoch,
        int toEpoch,
        RunState state,
        Optional<String> host,
        Optional<String> device,
        Optional<String> helpers,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        double deviceSeconds,
        double sharedSeconds,
        String outcome) {}
