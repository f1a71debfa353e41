package dev.sextant.coordinator.schedule;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where a running study stands.
 *
 * @param counts trials by state; states without trials are absent
 * @param bestTrial empty before the first finite value
 * @param bestValue NaN before the first finite value
 * @param epochs trained in all, over resumes
 * @param deviceTime that slots were busy in all, over resumes, times the devices of a trial
 * @param wallClock that coordinators have worked on the study in all
 * @param rungs running trials by the epoch they are trained to
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

    /** Trials in a state. */
    public int count(TrialState state) {
        return counts.getOrDefault(state, 0);
    }

    /** All trials. */
    public int trials() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
