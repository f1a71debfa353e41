package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static StudyView study(long seed) {
        return new StudyView(Views.sevenParameters(), Goal.MAXIMIZE, Views.RUNGS, 3, seed, 1, 80, List.of(), List.of());
    }

    private static long failures(String algorithm, long seed) {
        StudyView study = study(seed);
        SimulatedTraining good = CurveFamily.steady(study.space(), seed);
        // A large learning rate diverges.
        SimulatedTraining training = (configuration, epoch) ->
                study.space().pointOf(configuration)[0] > 0.6 ? Optional.empty() : good.value(configuration, epoch);
        return new SimulatedStudy(study, training, 10_000, seed)
                .run(SearchAlgorithms.create(algorithm)).end().trials().stream()
                        .filter(trial -> trial.state() == TrialState.FAILED)
                        .count();
    }

    @Test
    void autoStaysAwayFromARegionWhereTrialsFail() {
        long withModel = 0;
        long without = 0;
        for (long seed = 0; seed < 5; seed++) {
            withModel += failures("auto", seed);
            without += failures("asha", seed);
        }

        assertThat(without).as("of 400").isBetween(120L, 200L);
        assertThat(withModel).as("of 400").isLessThan(without * 2 / 3);
    }
}
