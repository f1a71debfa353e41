package dev.sextant.coordinator.search.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TpeSamplersTest {
    /** Trials at x = 0, 0.01, ..., 0.99; those near 0.3 are good. */
    private static List<Trial> line(int epochs, TrialState state) {
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= 100; number++) {
            double x = (number - 1) / 100.0;
            double[] curve = new double[epochs];
            Arrays.fill(curve, -Math.abs(x - 0.3));
            trials.add(new Trial(number, Views.x(x), state, epochs, "any", LearningCurve.of(curve)));
        }
        return trials;
    }

    private static double proposed(String algorithm, List<Trial> trials, long seed) {
        Proposal proposal = SearchAlgorithms.create(algorithm)
                .propose(Views.empty(Views.line(), seed).withTrials(trials));
        Configuration configuration = ((Proposal.StartTrial) proposal).configuration();
        return (Double) configuration.values().get("x");
    }

    @Test
    void tpeProposesWhereTheBestTrialsAre() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(proposed("tpe", line(27, TrialState.COMPLETED), seed)).isBetween(0.1, 0.5);
        }
    }

    @Test
    void trialsUnderWayKeepTpeFromTheirPlace() {
        List<Trial> trials = line(27, TrialState.COMPLETED);
        int far = 0;
        for (long seed = 0; seed < 20; seed++) {
            List<Trial> crowded = new ArrayList<>(trials);
            for (int i = 0; i < 60; i++) {
                crowded.add(new Trial(
                        crowded.size() + 1,
                        Views.x(0.2501 + i * 0.0013),
                        TrialState.RUNNING,
                        27,
                        "any",
                        LearningCurve.EMPTY));
            }
            double x = proposed("tpe", crowded, seed);
            far += x < 0.25 || x > 0.33 ? 1 : 0;
        }
        assertThat(far).isGreaterThanOrEqualTo(18);
    }

    @Test
    void bohbProposesTwoInThreeWhereTheBestTrialsOfTheDeepestRungAre() {
        int near = 0;
        int seeds = 60;
        for (long seed = 0; seed < seeds; seed++) {
            // Stopped at rung 3: none of them can go on.
            double x = proposed("bohb", line(3, TrialState.STOPPED), seed);
            near += x > 0.15 && x < 0.45 ? 1 : 0;
        }
        // Two thirds by the model, of which nearly all are near, and 0.3 of the random third.
        assertThat(near).isBetween(30, 56);
    }

    @Test
    void bothBeatTheirRandomCounterparts() {
        assertThat(wins("tpe", "random")).isGreaterThanOrEqualTo(22);
        assertThat(wins("bohb", "hyperband")).isGreaterThanOrEqualTo(22);
    }

    /** Of 30 studies; if they were equally good, 22 would happen once in 120 times, and the seeds are fixed. */
    private static int wins(String algorithm, String rival) {
        int wins = 0;
        for (long seed = 0; seed < 30; seed++) {
            StudyView study = Views.empty(Views.sevenParameters(), seed);
            if (best(algorithm, study) > best(rival, study)) {
                wins++;
            }
        }
        System.out.printf("%s beats %s at 1,080 epochs in %d of 30 studies%n", algorithm, rival, wins);
        return wins;
    }

    private static double best(String algorithm, StudyView study) {
        return new SimulatedStudy(study, CurveFamily.rising(study.space(), study.seed()), 27 * 40, study.seed())
                .run(SearchAlgorithms.create(algorithm))
                .best();
    }
}
