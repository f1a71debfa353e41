package dev.sextant.sql.row;

import dev.sextant.common.study.RunState;
import java.time.Instant;
import java.util.Optional;

/** A row of the view runs. */
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
        String outcome) {}
