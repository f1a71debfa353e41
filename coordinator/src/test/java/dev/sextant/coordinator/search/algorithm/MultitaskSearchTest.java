package dev.sextant.coordinator.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.Exhausted;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code multitask}, beyond what all algorithms keep to. */
class MultitaskSearchTest {
    private static StudyView study(long seed, int slots, int maxTrials) {
        return new StudyView(
                Views.sevenParameters(), Goal.MAXIMIZE, Views.RUNGS, 3, seed, slots, maxTrials, List.of(), List.of());
    }

    private static SimulatedStudy.Outcome outcome(
            String algorithm, StudyView study, SimulatedTraining training, long epochs) {
        return new SimulatedStudy(study, training, epochs, study.seed()).run(SearchAlgorithms.create(algorithm));
    }

    /** Were they equally good, 9 of 10 would happen once in 90 times; the seeds are fixed. */
    @Test
    void findsBetterThanAshaForTheSameEpochs() {
        int wins = 0;
        for (long seed = 0; seed < 10; seed++) {
            StudyView study = study(seed, 1, Integer.MAX_VALUE);
            SimulatedTraining training = CurveFamily.steady(study.space(), seed);
            if (outcome("multitask", study, training, 270).best()
                    > outcome("asha", study, training, 270).best()) {
                wins++;
            }
        }
        assertThat(wins).as("studies of 10").isGreaterThanOrEqualTo(9);
    }

    /** The model has to find out that early epochs are uninformative, and to train to later rungs. */
    @Test
    void trainsForLongerWhereEarlyEpochsSayNothing() {
        double steady = 0;
        double silent = 0;
        for (long seed = 0; seed < 3; seed++) {
            StudyView study = study(seed, 1, Integer.MAX_VALUE);
            steady += epochsOfATrial(outcome("multitask", study, CurveFamily.steady(study.space(), seed), 600));
            silent +=
                    epochsOfATrial(outcome("multitask", study, CurveFamily.silentBefore(9, study.space(), seed), 600));
        }
        assertThat(silent).isGreaterThan(1.3 * steady);
    }

    private static double epochsOfATrial(SimulatedStudy.Outcome outcome) {
        return outcome.end().trials().stream()
                .mapToInt(trial -> trial.curve().epochs())
                .average()
                .orElseThrow();
    }

    @Test
    void continuesPausedTrialsUntilNoneCouldBeTheBestWhenTheBudgetIsSpent() {
        StudyView study = study(3, 1, 12);

        SimulatedStudy.Outcome outcome = outcome("multitask", study, CurveFamily.steady(study.space(), 3), 100_000);

        assertThat(outcome.ending()).isPresent();
        assertThat(outcome.end().trials()).hasSize(12);
        assertThat(outcome.end().trials()).anyMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(outcome.end().trials()).anyMatch(trial -> trial.state() == TrialState.PAUSED);
        Proposal last = SearchAlgorithms.create("multitask").propose(outcome.end());
        assertThat(last).isInstanceOf(Exhausted.class);
    }

    /** That the budget would allow more trials makes none of them worth training. */
    @Test
    void leavesTrialsPausedWhereTheSpaceIsUsedUp() {
        StudyView study = Views.empty(Views.choices(36), 5);

        SimulatedStudy.Outcome outcome = outcome("multitask", study, CurveFamily.steady(study.space(), 5), 100_000);

        assertThat(outcome.ending()).isPresent();
        assertThat(outcome.end().trials()).hasSize(36);
        assertThat(outcome.end().trials()).anyMatch(trial -> trial.state() == TrialState.COMPLETED);
        assertThat(outcome.end().trials()).anyMatch(trial -> trial.state() == TrialState.PAUSED);
    }

    @Test
    void saysWhatItExpectsOfNewAndOfPausedTrials() {
        StudyView study = study(4, 3, Integer.MAX_VALUE);
        List<Reason> started = new ArrayList<>();
        List<Reason> continued = new ArrayList<>();
        new SimulatedStudy(study, CurveFamily.steady(study.space(), 4), 300, 4)
                .watchedBy((view, proposal) -> {
                    if (proposal instanceof StartTrial start
                            && start.reason().details().containsKey("mean")) {
                        started.add(start.reason());
                    } else if (proposal instanceof ContinueTrial next) {
                        continued.add(next.reason());
                    }
                })
                .run(SearchAlgorithms.create("multitask"));

        String expected = "expected in the best [0-9.]+ % \\([0-9.]+ % to [0-9.]+ %\\) after 27 epochs, by a model of"
                + " [0-9]+ values at all rungs: ";
        assertThat(started).hasSizeGreaterThan(10).allSatisfy(reason -> {
            assertThat(reason.sentence()).matches(expected + "starts with [0-9]+ epochs?");
            assertThat(reason.details())
                    .containsEntry("seed", 4L)
                    .containsKeys("mean", "deviation", "value", "beta", "results", "variance_per_epoch");
        });
        assertThat(continued).hasSizeGreaterThan(5).allSatisfy(reason -> assertThat(reason.sentence())
                .matches("trial [0-9]+ is " + expected + "continues to epoch [0-9]+"));
    }
}
