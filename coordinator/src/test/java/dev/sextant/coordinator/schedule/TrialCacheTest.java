package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TrialCacheTest {
    private static final Duration RUN_TIME = Duration.ofSeconds(7);

    @ParameterizedTest
    @EnumSource(Goal.class)
    void theLowerNumberIsTheBestOfEqualTrialsWhicheverMeasuredFirst(Goal goal) {
        TrialCache cache = cache(goal);
        cache.started(running(1));
        cache.started(running(2));
        measure(cache, 2, 1, 0.5);
        assertThat(best(cache)).isEqualTo(2);
        measure(cache, 1, 1, 0.5);

        assertThat(best(cache)).isEqualTo(1);
        assertThat(best(reloaded(goal, cache))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"MAXIMIZE, 2, 0.7", "MINIMIZE, 1, 0.3"})
    void theBestValueCountsAtAnyEpoch(Goal goal, int best, double value) {
        TrialCache cache = cache(goal);
        cache.started(running(1));
        cache.started(running(2));
        measure(cache, 1, 1, 0.5);
        measure(cache, 1, 2, 0.3);
        measure(cache, 2, 1, 0.7);
        measure(cache, 2, 2, 0.4);

        assertThat(best(cache)).isEqualTo(best);
        assertThat(cache.bestValue()).isEqualTo(value);
        assertThat(reloaded(goal, cache).contents()).isEqualTo(cache.contents());
    }

    @ParameterizedTest
    @EnumSource(Goal.class)
    void onlyFiniteValuesCount(Goal goal) {
        TrialCache cache = cache(goal);
        cache.started(running(1));
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int epoch = 1; epoch <= values.length; epoch++) {
            measure(cache, 1, epoch, values[epoch - 1]);
        }
        assertThat(cache.best()).isEmpty();
        assertThat(cache.bestValue()).isNaN();

        measure(cache, 1, 4, 0.5);
        assertThat(best(cache)).isEqualTo(1);
        assertThat(reloaded(goal, cache).contents()).isEqualTo(cache.contents());
    }

    @Test
    void theBestTrialIsNoneThatFailed() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        for (int trial = 1; trial <= 3; trial++) {
            cache.started(running(trial));
        }
        measure(cache, 1, 1, 0.5);
        measure(cache, 2, 1, 0.9);
        measure(cache, 3, 1, 0.5);
        cache.ended(2, TrialState.FAILED, Optional.of(FailureKind.TRAINER_ERROR), List.of(), RUN_TIME);

        assertThat(best(cache)).isEqualTo(1);
        assertThat(cache.bestValue()).isEqualTo(0.5);
        assertThat(reloaded(Goal.MAXIMIZE, cache).contents()).isEqualTo(cache.contents());
    }

    @Test
    void anEpochThatIsMeasuredAgainKeepsItsFirstValue() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        cache.started(running(1));
        assertThat(measure(cache, 1, 1, 0.5)).isTrue();
        assertThat(measure(cache, 1, 1, 0.9)).isFalse();

        assertThat(cache.trial(1).curve()).isEqualTo(LearningCurve.of(0.5));
        assertThat(cache.epochs()).isEqualTo(1);
        assertThat(cache.bestValue()).isEqualTo(0.5);
    }

    @Test
    void anEpochThatIsMeasuredAgainMayBringACheckpoint() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        cache.started(running(1));
        measure(cache, 1, 1, 0.5);
        cache.measured(key(1), 1, new EpochValue(0.5), 1, List.of(SampleRuns.checkpoint(key(1), 1)));

        assertThat(cache.trial(1).checkpointEpoch()).isEqualTo(1);
    }

    @Test
    void aTrialWhoseRunEndedBeforeItsEpochIsUnfinished() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        cache.started(running(1));
        assertThat(cache.unfinished()).isEmpty();

        cache.ended(1, TrialState.PENDING, Optional.empty(), List.of(), RUN_TIME);
        assertThat(cache.unfinished()).extracting(StoredTrial::number).containsExactly(1);

        cache.continued(1, 3, key(1).nextAttempt());
        assertThat(cache.unfinished()).isEmpty();
        assertThat(cache.trial(1).latestRun()).isEqualTo(key(1).nextAttempt());

        cache.ended(1, TrialState.PAUSED, Optional.empty(), List.of(SampleRuns.checkpoint(key(1), 3)), RUN_TIME);
        assertThat(cache.unfinished()).isEmpty();
        assertThat(cache.deviceTime()).isEqualTo(RUN_TIME.multipliedBy(2));
    }

    @Test
    void countsTrialsByState() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        cache.started(running(1));
        cache.started(running(2));
        cache.ended(1, TrialState.COMPLETED, Optional.empty(), List.of(), RUN_TIME);

        assertThat(cache.count(TrialState.RUNNING)).isEqualTo(1);
        assertThat(cache.count(TrialState.COMPLETED)).isEqualTo(1);
        assertThat(cache.count(TrialState.FAILED)).isZero();
        assertThat(cache.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"3, PAUSED", "9, COMPLETED"})
    void anticipatesThatARunReachesItsEpoch(int toEpoch, TrialState state) {
        TrialCache cache = cache(Goal.MAXIMIZE);
        cache.started(SampleRuns.trial(1, TrialState.RUNNING, toEpoch, LearningCurve.EMPTY));

        assertThat(cache.viewWhenReached(1).trials()).extracting(Trial::state).containsExactly(state);
        assertThat(cache.view().trials()).extracting(Trial::state).containsExactly(TrialState.RUNNING);
    }

    @Test
    void nothingTrainedOnlyIfAllTrialsFailedWithoutAValue() {
        TrialCache cache = cache(Goal.MAXIMIZE);
        assertThat(cache.nothingTrained()).as("without trials").isFalse();

        cache.started(running(1));
        assertThat(cache.nothingTrained()).as("while one runs").isFalse();

        measure(cache, 1, 1, Double.NaN);
        fail(cache, 1);
        assertThat(cache.nothingTrained()).as("after a failure").isTrue();

        cache.started(running(2));
        measure(cache, 2, 1, 0.5);
        fail(cache, 2);
        assertThat(cache.nothingTrained()).as("with a value").isFalse();
        assertThat(cache.best()).isEmpty();
    }

    private static void fail(TrialCache cache, int trial) {
        cache.ended(trial, TrialState.FAILED, Optional.of(FailureKind.DIVERGED), List.of(), RUN_TIME);
    }

    private static boolean measure(TrialCache cache, int trial, int epoch, double value) {
        return cache.measured(key(trial), epoch, new EpochValue(value), 1, List.of());
    }

    private static int best(TrialCache cache) {
        return cache.best().orElseThrow().number();
    }

    private static RunKey key(int trial) {
        return new RunKey(1, trial, 1, 1);
    }

    private static StoredTrial running(int number) {
        return SampleRuns.trial(number, TrialState.RUNNING, 3, LearningCurve.EMPTY);
    }

    private static TrialCache cache(Goal goal) {
        return new TrialCache(spec(goal), new StudySnapshot(List.of(), 0, Duration.ZERO, Duration.ZERO));
    }

    private static TrialCache reloaded(Goal goal, TrialCache cache) {
        return new TrialCache(
                spec(goal),
                new StudySnapshot(cache.contents().trials(), cache.epochs(), cache.deviceTime(), Duration.ZERO));
    }

    private static StudySpec spec(Goal goal) {
        return SampleRuns.spec(
                "sample",
                new Objective("accuracy", goal, List.of()),
                "asha",
                Budget.UNLIMITED,
                SampleRuns.cluster(2, 0));
    }
}
