package dev.sextant.coordinator.search.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Prior;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Priors in whole studies, whose optimum lies at 0.2 + 0.6 u on each axis, u a hash of seed and axis. */
class PriorMixtureTest {
    private static StudyView study(long seed, Map<String, Prior> priors) {
        return new StudyView(
                        Views.sevenParameters(), Goal.MAXIMIZE, Views.RUNGS, 3, seed, 1, 1000, List.of(), List.of())
                .withKnowledge(new PriorKnowledge(List.of(), priors));
    }

    private static SimulatedStudy.Outcome run(String algorithm, StudyView study, long epochs) {
        return new SimulatedStudy(study, CurveFamily.steady(study.space(), study.seed()), epochs, study.seed())
                .run(SearchAlgorithms.create(algorithm));
    }

    /** Priors around the optimum, or around the farthest end of each axis. */
    private static Map<String, Prior> priors(long seed, boolean right) {
        Map<String, Prior> priors = new TreeMap<>();
        for (int axis = 0; axis < 7; axis++) {
            double optimum = 0.2 + 0.6 * HashedRandom.uniform(HashedRandom.bits(seed, axis));
            double position = right ? optimum : optimum < 0.5 ? 1 : 0;
            Parameter parameter = Views.sevenParameters().parameters().get(axis);
            priors.put(parameter.name(), new Prior.Around(parameter.valueAt(position), Prior.Confidence.MEDIUM));
        }
        return priors;
    }

    @Test
    void aRightPriorFindsMoreInFewEpochsWhateverTheAlgorithm() {
        for (String algorithm : SearchAlgorithms.all().names(Trait.PRIORS)) {
            int wins = 0;
            for (long seed = 0; seed < 10; seed++) {
                double with =
                        run(algorithm, study(seed, priors(seed, true)), 150).best();
                double without = run(algorithm, study(seed, Map.of()), 150).best();
                wins += with > without ? 1 : 0;
            }
            // Were they equally good, 9 of 10 would happen once in 90 times; the seeds are fixed.
            assertThat(wins).as(algorithm).isGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void aWrongPriorIsOutvoted() {
        double lost = 0;
        for (long seed = 0; seed < 10; seed++) {
            double with = run("auto", study(seed, priors(seed, false)), 600).best();
            double without = run("auto", study(seed, Map.of()), 600).best();
            lost += (without - with) / 10;
        }
        assertThat(lost).as("mean loss, of values around 0.9").isLessThan(0.01);
    }

    @Test
    void startsWithTheModeAndDrawsSomePointsFromThePriors() {
        StudyView end = run("random", study(1, priors(1, true)), 27 * 20).end();
        double near = end.trials().stream()
                .filter(trial -> trial.number() % 2 == 1)
                .mapToDouble(trial -> end.space().pointOf(trial.configuration())[0])
                .average()
                .orElseThrow();
        double optimum = 0.2 + 0.6 * HashedRandom.uniform(HashedRandom.bits(1, 0));
        assertThat(near).isCloseTo(optimum, within(0.15));
        Proposal.StartTrial first =
                (Proposal.StartTrial) SearchAlgorithms.create("random").propose(study(1, priors(1, true)));
        assertThat(end.space().pointOf(first.configuration())[0]).isCloseTo(optimum, within(1e-9));
        assertThat(first.reason().sentence()).startsWith("the mode of the priors: trains 27 epochs");
        assertThat(first.reason().details()).containsEntry("from_priors", true);
    }
}
