package dev.sextant.coordinator.search.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.acquisition.Maximizer;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.RungTable;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TrustRegionTest {
    /** The last one is a category. */
    private static SearchSpace space(int parameters) {
        List<Parameter> all = new ArrayList<>();
        for (int axis = 0; axis < parameters - 1; axis++) {
            all.add(new ContinuousParameter("x" + axis, 0, 1, Scale.LINEAR, Optional.empty()));
        }
        all.add(new CategoricalParameter("choice", List.of("a", "b", "c", "d"), Optional.empty()));
        return new SearchSpace(all);
    }

    /** The reach after trials with these values at the lowest rung, in a space of 21. */
    private static double reach(double... values) {
        SearchSpace space = space(21);
        SplittableRandom random = new SplittableRandom(1);
        List<Trial> trials = new ArrayList<>();
        for (double value : values) {
            trials.add(new Trial(
                    trials.size() + 1,
                    space.at(random.doubles(21).toArray()),
                    TrialState.PAUSED,
                    1,
                    "auto",
                    LearningCurve.of(value)));
        }
        RungTable table = new RungTable();
        table.follow(Views.empty(space, 1).withTrials(trials));
        return TrustRegion.of(space, table, 0, new double[21]).orElseThrow().reach();
    }

    /** So many that bring nothing better than 1. */
    private static double[] losses(int count) {
        return DoubleStream.generate(() -> 0).limit(count).toArray();
    }

    private static double[] after(double[] first, double... then) {
        return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(then))
                .toArray();
    }

    @Test
    void fewParametersHaveNone() {
        assertThat(TrustRegion.of(space(20), new RungTable(), 0, new double[20]))
                .isEmpty();
    }

    @Test
    void isHalvedAfterAsManyLossesInARowAsThereAreParameters() {
        assertThat(reach(after(new double[] {1}, losses(20)))).isEqualTo(0.4);
        assertThat(reach(after(new double[] {1}, losses(21)))).isEqualTo(0.2);
        assertThat(reach(after(new double[] {1}, losses(42)))).isEqualTo(0.1);
        assertThat(reach(after(after(after(new double[] {1}, losses(20)), 2), losses(20))))
                .isEqualTo(0.4);
    }

    @Test
    void isDoubledAfterThreeWinsInARowButNeverBeyondTheCube() {
        assertThat(reach(1, 2)).isEqualTo(0.4);
        assertThat(reach(1, 2, 3)).isEqualTo(0.8);
        assertThat(reach(1, 2, 3, 4, 5, 6)).isEqualTo(0.8);
        assertThat(reach(1, 2, 0, 3, 4)).isEqualTo(0.4);
    }

    @Test
    void isAsLargeAsTheFirstAgainWhenItCameToNothing() {
        assertThat(reach(after(new double[] {1}, losses(21 * 4)))).isEqualTo(0.4 / 16);
        assertThat(reach(after(new double[] {1}, losses(21 * 5)))).isEqualTo(0.4);
    }

    @Test
    void holdsNumbersNearTheBestTrialAndLeavesCategoriesFree() {
        SearchSpace space = space(21);
        RungTable table = new RungTable();
        table.follow(Views.empty(space, 1)
                .withTrials(List.of(
                        new Trial(1, space.at(new double[21]), TrialState.PAUSED, 1, "auto", LearningCurve.of(0.5)))));
        double[] middle = new double[21];
        middle[0] = 0.5;
        TrustRegion region = TrustRegion.of(space, table, 0, middle).orElseThrow();

        double[] top = new Maximizer(200, 4, 20, 30)
                .maximise(TrustRegionTest::sums, region.box(), List.of(), new SplittableRandom(3))
                .get(0)
                .point();

        assertThat(region.trial()).isEqualTo(1);
        assertThat(top[0]).isCloseTo(0.9, within(0.1)).isLessThanOrEqualTo(0.9);
        assertThat(top[1]).isCloseTo(0.4, within(0.1)).isLessThanOrEqualTo(0.4);
        assertThat(top[20]).isGreaterThan(0.8);
    }

    private static double[] sums(double[][] points) {
        double[] sums = new double[points.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = DoubleStream.of(points[i]).sum();
        }
        return sums;
    }

    /** A proposal of a model that kept to a region. */
    private record Kept(StudyView view, StartTrial start, Trial middle, double reach) {}

    private static List<Kept> kept(SearchSpace space, SimulatedTraining training) {
        List<Kept> kept = new ArrayList<>();
        new SimulatedStudy(Views.empty(space, 7), training, 150, 7)
                .watchedBy((view, proposal) -> {
                    if (proposal instanceof StartTrial start
                            && start.reason().details().get("trust_region") instanceof Map<?, ?> region) {
                        Trial middle = view.trials().get((int) (long) region.get("trial") - 1);
                        kept.add(new Kept(view, start, middle, (double) region.get("reach")));
                    }
                })
                .run(SearchAlgorithms.create("auto"));
        return kept;
    }

    @Test
    void proposalsOfAModelKeepToItAndSaySo() {
        SearchSpace space = space(24);

        assertThat(kept(space, CurveFamily.steady(space, 7)))
                .hasSizeGreaterThan(10)
                .allSatisfy(kept -> {
                    double[] middle = space.pointOf(kept.middle().configuration());
                    double[] point = space.pointOf(kept.start().configuration());
                    for (int axis = 0; axis < 23; axis++) {
                        assertThat(point[axis]).isCloseTo(middle[axis], within(kept.reach() + 1e-9));
                    }
                    assertThat(kept.start().reason().sentence())
                            .contains("no further from trial " + kept.middle().number() + " than ");
                });
    }

    /** The best is known from the start, and the box soon holds one configuration, which is tried. */
    @Test
    void whereNothingIsLeftInItTheModelLooksEverywhere() {
        List<Parameter> parameters = new ArrayList<>();
        for (int axis = 0; axis < 24; axis++) {
            parameters.add(new OrdinalParameter("x" + axis, List.of(1L, 2L, 3L), Optional.empty()));
        }
        SearchSpace space = new SearchSpace(parameters);
        double[] middle = DoubleStream.generate(() -> 0.5).limit(24).toArray();
        StudyView study = Views.withStartWith(Views.empty(space, 7), List.of(space.at(middle)));
        SimulatedTraining training = (configuration, epoch) -> Optional.of(1
                - Arrays.stream(space.pointOf(configuration))
                        .map(x -> Math.abs(x - 0.5))
                        .sum());
        List<StartTrial> late = new ArrayList<>();
        new SimulatedStudy(study, training, 1000, 7)
                .watchedBy((view, proposal) -> {
                    if (proposal instanceof StartTrial start && view.trials().size() > 80) {
                        late.add(start);
                    }
                })
                .run(SearchAlgorithms.create("auto"));

        assertThat(late).hasSizeGreaterThan(20);
        assertThat(late.stream().filter(start -> !start.reason().details().containsKey("mean")))
                .as("random ones of %d", late.size())
                .hasSizeLessThan(late.size() / 4);
    }

    /** The optimum breaks the constraint, so that the best by the objective alone would be the wrong one to keep to. */
    @Test
    void staysNearTheBestTrialThatKeepsTheConstraints() {
        SearchSpace space = space(24);

        assertThat(kept(space, CurveFamily.bounded(space, 7)))
                .filteredOn(kept -> !kept.start().reason().details().containsKey("model_of_rung"))
                .filteredOn(kept -> kept.view().trials().stream().anyMatch(TrustRegionTest::keepsConstraints))
                .hasSizeGreaterThan(10)
                .allMatch(kept -> keepsConstraints(kept.middle()));
    }

    private static boolean keepsConstraints(Trial trial) {
        return trial.curve().epochs() > 0 && trial.curve().measured(1).margins().get(0) >= 0;
    }
}
