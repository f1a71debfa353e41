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

    /** The half-width after trials with these values at the lowest rung, in a space of 21 parameters. */
    private static double halfWidth(double... values) {
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
        return TrustRegion.of(space, table, 0, new double[21]).orElseThrow().halfWidth();
    }

    /** Values of trials that are no better than 1. */
    private static double[] failures(int count) {
        return DoubleStream.generate(() -> 0).limit(count).toArray();
    }

    private static double[] concat(double[] first, double... then) {
        return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(then))
                .toArray();
    }

    @Test
    void fewParametersHaveNone() {
        assertThat(TrustRegion.of(space(20), new RungTable(), 0, new double[20]))
                .isEmpty();
    }

    @Test
    void isHalvedAfterAsManyFailuresInARowAsThereAreParameters() {
        assertThat(halfWidth(concat(new double[] {1}, failures(20)))).isEqualTo(0.4);
        assertThat(halfWidth(concat(new double[] {1}, failures(21)))).isEqualTo(0.2);
        assertThat(halfWidth(concat(new double[] {1}, failures(42)))).isEqualTo(0.1);
        assertThat(halfWidth(concat(concat(concat(new double[] {1}, failures(20)), 2), failures(20))))
                .isEqualTo(0.4);
    }

    @Test
    void isDoubledAfterThreeWinsInARowButNeverBeyondTheCube() {
        assertThat(halfWidth(1, 2)).isEqualTo(0.4);
        assertThat(halfWidth(1, 2, 3)).isEqualTo(0.8);
        assertThat(halfWidth(1, 2, 3, 4, 5, 6)).isEqualTo(0.8);
        assertThat(halfWidth(1, 2, 0, 3, 4)).isEqualTo(0.4);
    }

    @Test
    void startsAgainWithTheInitialSizeWhenItBecomesTooSmall() {
        assertThat(halfWidth(concat(new double[] {1}, failures(21 * 4)))).isEqualTo(0.4 / 16);
        assertThat(halfWidth(concat(new double[] {1}, failures(21 * 5)))).isEqualTo(0.4);
    }

    @Test
    void limitsNumbersAndLeavesCategoriesFree() {
        SearchSpace space = space(21);
        RungTable table = new RungTable();
        table.follow(Views.empty(space, 1)
                .withTrials(List.of(
                        new Trial(1, space.at(new double[21]), TrialState.PAUSED, 1, "auto", LearningCurve.of(0.5)))));
        double[] middle = new double[21];
        middle[0] = 0.5;
        TrustRegion region = TrustRegion.of(space, table, 0, middle).orElseThrow();

        double[] top = new Maximizer(200, 4, 20, 30)
                .maximize(TrustRegionTest::sums, region.box(), List.of(), new SplittableRandom(3))
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

    /** A proposal of a model that is limited to a trust region. */
    private record Limited(StudyView view, StartTrial start, Trial center, double halfWidth) {}

    private static List<Limited> limited(SearchSpace space, SimulatedTraining training) {
        List<Limited> proposals = new ArrayList<>();
        new SimulatedStudy(Views.empty(space, 7), training, 150, 7)
                .watchedBy((view, proposal) -> {
                    if (proposal instanceof StartTrial start
                            && start.reason().details().get("trust_region") instanceof Map<?, ?> region) {
                        Trial center = view.trials().get((int) (long) region.get("trial") - 1);
                        proposals.add(new Limited(view, start, center, (double) region.get("reach")));
                    }
                })
                .run(SearchAlgorithms.create("auto"));
        return proposals;
    }

    @Test
    void limitsProposalsAndIsNamedInTheirReasons() {
        SearchSpace space = space(24);

        assertThat(limited(space, CurveFamily.steady(space, 7)))
                .hasSizeGreaterThan(10)
                .allSatisfy(proposal -> {
                    double[] center = space.pointOf(proposal.center().configuration());
                    double[] point = space.pointOf(proposal.start().configuration());
                    for (int axis = 0; axis < 23; axis++) {
                        assertThat(point[axis]).isCloseTo(center[axis], within(proposal.halfWidth() + 1e-9));
                    }
                    assertThat(proposal.start().reason().sentence())
                            .matches(".*, within [0-9.]+ % of each axis around trial "
                                    + proposal.center().number() + "(:.*)?");
                });
    }

    /** The best is known from the start, and the box soon holds one configuration, which is tried. */
    @Test
    void wholeSpaceIsSearchedWhenNothingIsLeftInTheRegion() {
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

    /** The optimum violates the constraint, so that the best trial by the objective alone would be the wrong center. */
    @Test
    void isCenteredAtTheBestTrialThatSatisfiesTheConstraints() {
        SearchSpace space = space(24);

        assertThat(limited(space, CurveFamily.bounded(space, 7)))
                .filteredOn(proposal -> !proposal.start().reason().details().containsKey("model_of_rung"))
                .filteredOn(proposal -> proposal.view().trials().stream().anyMatch(TrustRegionTest::keepsConstraints))
                .hasSizeGreaterThan(10)
                .allMatch(proposal -> keepsConstraints(proposal.center()));
    }

    private static boolean keepsConstraints(Trial trial) {
        return trial.curve().epochs() > 0 && trial.curve().measured(1).margins().get(0) >= 0;
    }
}
