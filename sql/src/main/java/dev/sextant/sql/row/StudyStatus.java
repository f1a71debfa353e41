package dev.sextant.sql.row;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The status of a study, for people: all of it is read in one snapshot.
 *
 * @param spec the study's specification; a resume may change its budget and cluster
 * @param best the first row of the leaderboard; empty before the first value
 * @param trials number of trials in each state; states without trials are absent
 * @param savedByStopping device-seconds that it would have taken to train all other trials to the top rung
 * @param perPointOfImprovement device-seconds per 0.01 by which the best trial is better than trial 1
 * @param stopRequest last request to pause the study; empty after a resume
 */
public record StudyStatus(
        StudySummary study,
        StudySpec spec,
        Optional<LeaderboardRow> best,
        Map<TrialState, Integer> trials,
        List<RungRow> rungs,
        List<SlotRow> slots,
        List<StuckRun> stuckRuns,
        double savedByStopping,
        OptionalDouble perPointOfImprovement,
        Optional<StopRequest> stopRequest) {}
