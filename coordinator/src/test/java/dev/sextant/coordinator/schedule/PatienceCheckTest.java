package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.StudyState;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Studies that end because nothing improves any more. Every trial trains 9 epochs, on one slot. */
final class PatienceCheckTest {
    private static StudyDatabase database;

    private StudyHarness study;

    @BeforeAll
    static void open() {
        database = StudyDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void end() {
        study.close();
    }

    private void start(Patience patience) throws InterruptedException {
        Budget budget = new Budget(
                OptionalInt.of(20),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.of(patience));
        study = new StudyHarness(
                database,
                SampleRuns.spec(database.newStudy(), SampleRuns.ACCURACY, "random", budget, SampleRuns.cluster(1, 0)));
        study.turn();
    }

    private static Patience ofTrials(int trials, double minDelta) {
        return new Patience(OptionalInt.of(trials), OptionalLong.empty(), OptionalDouble.of(minDelta));
    }

    private Optional<StudyOutcome> train(double value) throws InterruptedException {
        FakeRun run = study.runs().on(0);
        run.start();
        study.turn();
        while (!run.isAtTarget()) {
            run.measure(value, false);
        }
        run.reached(false);
        return study.turn();
    }

    @Test
    void endsTheStudyAfterSoManyTrialsWithoutAnImprovement() throws InterruptedException {
        start(ofTrials(2, 0));
        assertThat(train(0.5)).isEmpty();
        assertThat(train(0.4)).isEmpty();
        assertThat(train(0.6)).isEmpty();
        assertThat(train(0.6)).isEmpty();
        assertThat(train(0.5))
                .contains(new StudyOutcome(
                        StudyState.COMPLETED,
                        "the patience is exhausted: no accuracy better than 0.600000 in 2 trials"));
    }

    @Test
    void takesNoSmallerGainThanMinDeltaForAnImprovement() throws InterruptedException {
        start(ofTrials(2, 0.05));
        assertThat(train(0.5)).isEmpty();
        assertThat(train(0.53)).isEmpty();
        assertThat(train(0.54))
                .map(StudyOutcome::reason)
                .contains(
                        "the patience is exhausted: no accuracy better than 0.500000 by more than 0.0500000 in 2 trials");
    }

    @Test
    void addsUpSmallGainsToAnImprovement() throws InterruptedException {
        start(ofTrials(2, 0.05));
        assertThat(train(0.5)).isEmpty();
        assertThat(train(0.53)).isEmpty();
        assertThat(train(0.56)).isEmpty();
        assertThat(train(0.56)).isEmpty();
    }

    @Test
    void countsOnAfterARestartAsIfThereHadBeenNone() throws InterruptedException {
        start(ofTrials(3, 0));
        train(0.5);
        train(0.4);
        study.restart();
        study.turn();
        assertThat(train(0.4)).isEmpty();
        study.restart();
        study.turn();
        assertThat(train(0.4)).map(StudyOutcome::state).contains(StudyState.COMPLETED);
    }

    @Test
    void endsTheStudyWithinATrialWhenItsEpochsAreCounted() throws InterruptedException {
        start(new Patience(OptionalInt.empty(), OptionalLong.of(4), OptionalDouble.of(0)));
        train(0.5);
        FakeRun run = study.runs().on(0);
        run.start();
        study.turn();
        for (int epoch = 1; epoch <= 4; epoch++) {
            run.measure(0.4, true);
        }
        study.turn();
        assertThat(study.state().stopping().reason())
                .contains("the patience is exhausted: no accuracy better than 0.500000 in 4 epochs");
    }

    @Test
    void countsFailedTrials() throws InterruptedException {
        start(ofTrials(1, 0));
        train(0.5);
        FakeRun run = study.runs().on(0);
        run.start();
        run.failed(FailureKind.DIVERGED, "accuracy is NaN");
        assertThat(study.turn()).map(StudyOutcome::state).contains(StudyState.COMPLETED);
    }
}
