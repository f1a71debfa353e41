package dev.sextant.sql.row;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A row of the view trials, and the epoch of its feasible value.
 *
 * @param value best finite value of the objective metric over all epochs, whether constraints held or not
 * @param epoch number of epochs measured
 * @param rung the highest rung that the trial has reached, from 0
 * @param params Double, Long, Boolean or String by parameter
 * @param error what went wrong last, a sentence for people; empty if nothing did
 * @param bestEpoch the first epoch with {@code value}
 * @param feasibleValue value of the trial: the best over the epochs after which all constraints held
 * @param feasibleEpoch the first epoch with {@code feasibleValue}
 * @param targetEpoch the epoch at which the latest run ends
 * @param tags sorted
 * @param notes number of notes on the trial
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
        OptionalInt feasibleEpoch,
        int targetEpoch,
        long seed,
        List<String> tags,
        int notes) {
    /**
     * Returns the epoch whose model stands for the trial: that of the trial's value, or of the best value if no epoch
     * satisfied all constraints; empty before the first value.
     */
    public OptionalInt modelEpoch() {
        return feasibleEpoch.isPresent() ? feasibleEpoch : bestEpoch;
    }
}
