package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Progress of a running study. Totals include all resumes.
 *
 * @param counts number of trials by state; states without trials are absent
 * @param bestTrial number of the best trial; empty before the first finite value
 * @param bestValue value of the best trial; NaN before the first finite value
 * @param epochs number of epochs measured in all trials
 * @param deviceTime time that slots were busy, times the devices per trial
 * @param wallClock time that coordinators have worked on the study
 * @param rungs number of running trials by the epoch they train to
 */
public record StudyProgress(
        StudySpec spec,
        Map<TrialState, Integer> counts,
        Optional<Integer> bestTrial,
        double bestValue,
        long epochs,
        Duration deviceTime,
        Duration wallClock,
        SortedMap<Integer, Integer> rungs) {

    /** Returns the number of trials in a state. */
    public int count(TrialState state) {
        return counts.getOrDefault(state, 0);
    }

    /** Returns the number of all trials. */
    public int trials() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
