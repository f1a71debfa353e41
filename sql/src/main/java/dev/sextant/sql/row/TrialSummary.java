package dev.sextant.sql.row;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.TrialState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * One configuration of a study and how it did.
 *
 * @param value best finite value of the objective metric over its epochs, constraints or not
 * @param epoch epochs measured
 * @param rung the highest rung it has reached, from 0
 * @param params Double, Long, Boolean or String by parameter
 * @param error what went wrong last, in words; empty when nothing did
 */
public record TrialSummary(
        String study,
        int trial,
        TrialState state,
        Optional<FailureKind> failure,
        OptionalDouble value,
        int epoch,
        OptionalInt rung,
        SortedMap<String, Object> params,
        String error,
        double deviceSeconds,
        String proposedBy,
        Instant createdAt,
        Optional<Instant> endedAt,
        OptionalInt bestEpoch,
        OptionalDouble feasibleValue,
        int targetEpoch,
        long seed) {}
