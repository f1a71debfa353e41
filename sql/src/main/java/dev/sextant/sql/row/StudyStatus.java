package dev.sextant.sql.row;

import dev.sextant.common.study.TrialState;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a study stands, for a person.
 *
 * @param trials how many trials are in each state; states without trials are absent
 * @param savedByStopping device-seconds that trials which went no further would have taken to the top rung
 * @param perPointOfImprovement device-seconds for each 0.01 by which the best trial is better than trial 1
 */
public record StudyStatus(
        StudySummary study,
        Map<TrialState, Integer> trials,
        List<RungRow> rungs,
        List<SlotRow> slots,
        List<StuckRun> stuckRuns,
        double savedByStopping,
        OptionalDouble perPointOfImprovement) {}
