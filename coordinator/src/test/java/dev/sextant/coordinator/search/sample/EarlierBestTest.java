package dev.sextant.coordinator.search.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EarlierBestTest {
    private static final SearchSpace LINE = Views.line();

    private final List<Trial> trials = new ArrayList<>();

    /** @param values of its epochs: paused after two, done after four */
    private Configuration tried(double x, double... values) {
        Configuration configuration = Configuration.of(Map.of("x", x));
        LearningCurve curve = LearningCurve.EMPTY;
        for (double value : values) {
            curve = curve.plus(new EpochValue(value, List.of()));
        }
        trials.add(new Trial(
                trials.size() + 1,
                configuration,
                values.length == 4 ? TrialState.COMPLETED : TrialState.PAUSED,
                values.length,
                "auto",
                curve));
        return configuration;
    }

    private double[] best(List<Configuration> startWith, int most) {
        EarlierStudy study = new EarlierStudy("before", Goal.MAXIMIZE, List.of(2, 4), startWith, trials, Set.of());
        return new EarlierBest(LINE, List.of(study), most)
                .choices().stream()
                        .flatMapToDouble(choice -> DoubleStream.of(choice.point()))
                        .toArray();
    }

    @Test
    void whoHadToBeAmongTheBestToGetFurtherComesFirst() {
        tried(0.1, 0.5, 0.5, 0.6, 0.7);
        tried(0.5, 0.6, 0.6);
        tried(0.9, 0.1, 0.1);

        assertThat(best(List.of(), 2)).containsExactly(0.1, 0.5);
    }

    @Test
    void aPoorOneThatWasTrainedUnaskedIsNotAmongTheBest() {
        Configuration poor = tried(0.1, 0.0, 0.1, 0.2, 0.2);
        tried(0.5, 0.6, 0.6);
        tried(0.9, 0.4, 0.4);

        assertThat(best(List.of(poor), 2)).containsExactly(0.5, 0.9);
    }

    @Test
    void noneLiesNearABetterOne() {
        tried(0.5, 0.6, 0.6);
        tried(0.55, 0.5, 0.5);
        tried(0.7, 0.4, 0.4);

        assertThat(best(List.of(), 2)).containsExactly(0.5, 0.7);
    }
}
