package dev.sextant.coordinator.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.ask.TrainingBudget;
import dev.sextant.coordinator.search.model.AutoComponent;
import dev.sextant.coordinator.search.model.EpochCosts;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Studies in which a head on a frozen network trains in a hundredth of the time of fine-tuning, as image classifiers do:
 * heads reach 0.62 at most, fine-tuning 0.80 with the right rates, and less than heads with wrong ones.
 */
class CostAwareSearchTest {
    private static final List<Integer> RUNGS = List.of(1, 2, 4, 8, 16);
    private static final double HEAD_SECONDS = 0.05;
    private static final double FINE_TUNING_SECONDS = 10;
    private static final double BUDGET_SECONDS = 2400;
    private static final double BEST_HEAD = 0.62;

    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new ContinuousParameter("learning_rate", 1e-4, 1, Scale.LOG, Optional.empty()),
            new ContinuousParameter("weight_decay", 1e-4, 1, Scale.LOG, Optional.empty()),
            new ContinuousParameter("dropout", 0, 0.6, Scale.LINEAR, Optional.empty()),
            new CategoricalParameter("fine_tuning", List.of(true, false), Optional.empty()),
            new ContinuousParameter(
                    "fine_tuning_rate",
                    1e-3,
                    1,
                    Scale.LOG,
                    Optional.of(Condition.on("fine_tuning", new Condition.Test.OneOf(List.of(true)))))));

    /** A training whose curves follow from the distance of the rates from the best ones. */
    private static final class HeadsAndFineTuning implements SimulatedTraining {
        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            double head = BEST_HEAD
                    - 0.05 * Math.abs(log(configuration, "learning_rate") + 2)
                    - 0.02 * Math.abs(log(configuration, "weight_decay") + 1)
                    - 0.05 * (double) configuration.values().get("dropout");
            if (!isFineTuned(configuration)) {
                return Optional.of(head * (1 - Math.exp(-epoch / 4.0)));
            }
            double gain = 0.18 - 0.25 * Math.abs(log(configuration, "fine_tuning_rate") + 1.5);
            return Optional.of(head + gain * (1 - Math.exp(-epoch / 5.0)));
        }

        @Override
        public double seconds(Configuration configuration) {
            return isFineTuned(configuration) ? FINE_TUNING_SECONDS : HEAD_SECONDS;
        }

        static OptionalDouble work(Configuration configuration) {
            return OptionalDouble.of(isFineTuned(configuration) ? 1e9 : 1e6);
        }

        private static double log(Configuration configuration, String parameter) {
            return Math.log10((double) configuration.values().get(parameter));
        }
    }

    private static boolean isFineTuned(Configuration configuration) {
        return configuration.values().get("fine_tuning").equals(true);
    }

    @Test
    void findsFineTuningThatBeatsEveryHead() {
        for (int seed = 1; seed <= 4; seed++) {
            Trial best = best(
                    run(SearchAlgorithms.create("auto"), seed, BUDGET_SECONDS).end());

            assertThat(isFineTuned(best.configuration()))
                    .as("seed %d: %s", seed, best)
                    .isTrue();
            assertThat(best.curve().best(Goal.MAXIMIZE)).as("seed %d", seed).isGreaterThan(BEST_HEAD);
        }
    }

    @Test
    void keepsTheEndOfTheTimeForTheBestTrial() {
        Trial best = paused(1, 0.7, 4, 40);
        List<Trial> trials = List.of(best, paused(2, 0.6, 1, 10), paused(3, 0.5, 1, 10));
        Proposal other = new Proposal.ContinueTrial(2, 4, Reason.of("auto", "promoted", Map.of()));
        // The best trial needs 120 s to the top, the other run takes 30 s.
        StudyView enough = view(1, 60 + 160).withTrials(trials);
        StudyView scarce = view(1, 60 + 140).withTrials(trials);
        StudyView tooLittle = view(1, 60 + 100).withTrials(trials);

        assertThat(new BudgetEnd(new EpochCosts()).orBestTrial(enough, other)).isEqualTo(other);
        assertThat(new BudgetEnd(new EpochCosts()).orBestTrial(scarce, other))
                .isInstanceOfSatisfying(Proposal.ContinueTrial.class, promoted -> {
                    assertThat(promoted.trial()).isEqualTo(1);
                    assertThat(promoted.toEpoch()).isEqualTo(8);
                    assertThat(promoted.reason().sentence())
                            .isEqualTo(
                                    "140 s are left, and the best trial, 1, needs about 120 s to the top: promoted to"
                                            + " 8 epochs");
                });
        assertThat(new BudgetEnd(new EpochCosts()).orBestTrial(tooLittle, other))
                .isEqualTo(other);
        assertThat(new BudgetEnd(new EpochCosts())
                        .orBestTrial(view(1, Double.POSITIVE_INFINITY).withTrials(trials), other))
                .isEqualTo(other);
    }

    @Test
    void keepsTheEndOfTheTimeForTheBestTrialFromNewOnesWhoseWorkIsDeclared() {
        List<Trial> trials = IntStream.rangeClosed(1, 9)
                .mapToObj(number -> paused(number, 0.7 - 0.01 * number, 4, 40))
                .toList();
        Proposal started = new Proposal.StartTrial(
                SPACE.at(new double[] {0.5, 0.5, 0.5, 0.9, 0.5}), 4, Reason.of("auto", "", Map.of()));
        // The best trial needs 120 s to the top, the new one takes 40 s.
        StudyView scarce = view(1, 9 * 40 + 140).withTrials(trials);
        StudyView declared =
                scarce.withKnowledge(new PriorKnowledge(List.of(), Map.of(), configuration -> OptionalDouble.of(7)));

        assertThat(new BudgetEnd(new EpochCosts()).orBestTrial(scarce, started)).isEqualTo(started);
        assertThat(new BudgetEnd(new EpochCosts()).orBestTrial(declared, started))
                .isInstanceOfSatisfying(Proposal.ContinueTrial.class, promoted -> assertThat(promoted.trial())
                        .isEqualTo(1));
    }

    private static Trial paused(int number, double value, int epochs, double seconds) {
        double[] curve = new double[epochs];
        Arrays.fill(curve, value);
        double[] point = new double[SPACE.dimensions()];
        Arrays.fill(point, number / 10.0);
        return new Trial(number, SPACE.at(point), TrialState.PAUSED, epochs, "auto", LearningCurve.of(curve), seconds);
    }

    @Test
    void trainsHeadsToTheTopAtOnceWhenTheirDurationIsKnown() {
        SimulatedStudy.Outcome outcome = run(SearchAlgorithms.create("auto"), 1, BUDGET_SECONDS);
        List<Trial> heads = outcome.end().trials().stream()
                .filter(trial -> !isFineTuned(trial.configuration()))
                .filter(trial -> trial.state() != TrialState.RUNNING)
                .toList();

        assertThat(heads).hasSizeGreaterThan(5).allMatch(trial -> trial.curve().epochs() == 16);
        assertThat(outcome.proposals().stream()
                        .filter(Proposal.StartTrial.class::isInstance)
                        .map(Proposal.StartTrial.class::cast)
                        .skip(20)
                        .filter(start -> !isFineTuned(start.configuration())))
                .isNotEmpty()
                .allMatch(start -> start.toEpoch() == 16)
                .allMatch(start -> start.reason().sentence().contains("stopping it early saves nothing"));
    }

    @Test
    void trainsHeadsToTheTopFromTheBeginningWhereTheTrainerDeclaresTheWork() {
        StudyView declared = view(1, BUDGET_SECONDS)
                .withKnowledge(new PriorKnowledge(List.of(), Map.of(), HeadsAndFineTuning::work));
        SimulatedStudy.Outcome outcome =
                new SimulatedStudy(declared, new HeadsAndFineTuning(), 100_000, 1).run(SearchAlgorithms.create("auto"));
        List<Proposal.StartTrial> starts = outcome.proposals().stream()
                .filter(Proposal.StartTrial.class::isInstance)
                .map(Proposal.StartTrial.class::cast)
                .toList();
        int firstFineTuned = IntStream.range(0, starts.size())
                .filter(i -> isFineTuned(starts.get(i).configuration()))
                .findFirst()
                .orElseThrow();

        assertThat(firstFineTuned).isLessThan(6);
        assertThat(starts.subList(firstFineTuned, starts.size())).allSatisfy(start -> assertThat(start.toEpoch())
                .isEqualTo(isFineTuned(start.configuration()) ? 1 : 16));
        assertThat(isFineTuned(best(outcome.end()).configuration())).isTrue();
        long heads = starts.stream()
                .filter(start -> !isFineTuned(start.configuration()))
                .count();
        assertThat(heads).as("of %d trials", starts.size()).isBetween(5L, starts.size() / 2L + 6);
    }

    /** As of a configuration without a pretrained network among others with one. */
    @Test
    void goesOnWhereTheTrainerDoesNotDeclareTheWorkOfAllConfigurations() {
        StudyView partly = view(1, 600)
                .withKnowledge(new PriorKnowledge(
                        List.of(),
                        Map.of(),
                        configuration -> (double) configuration.values().get("dropout") > 0.3
                                ? OptionalDouble.empty()
                                : HeadsAndFineTuning.work(configuration)));

        assertThat(new SimulatedStudy(partly, new HeadsAndFineTuning(), 100_000, 1)
                        .run(SearchAlgorithms.create("auto"))
                        .end()
                        .trials())
                .hasSizeGreaterThan(20);
    }

    @Test
    void theModelLearnsFinalValuesOfCheapTrials() {
        Trial head = new Trial(
                1,
                SPACE.at(new double[] {0.5, 0.5, 0.5, 0.9, 0.5}),
                TrialState.COMPLETED,
                16,
                "auto",
                LearningCurve.of(0.1, 0.2, 0.6, 0.5),
                1);
        Trial fineTuned = paused(2, 0.4, 1, 10);
        StudyView view = view(1, 1000)
                .withKnowledge(new PriorKnowledge(List.of(), Map.of(), HeadsAndFineTuning::work))
                .withTrials(List.of(head, fineTuned));
        CheapTrials cheap = new CheapTrials(new EpochCosts());
        cheap.follow(view);

        assertThat(isFineTuned(head.configuration())).isFalse();
        assertThat(cheap.withFinalValues(view).trials().get(0).curve()).isEqualTo(LearningCurve.of(0.6));
        assertThat(cheap.withFinalValues(view).trials().get(1)).isEqualTo(fineTuned);
        assertThat(cheap.withoutEnded(view).trials().get(0).curve().epochs()).isZero();
    }

    @Test
    void reachesMoreInTheSameTimeThanWithoutCosts() {
        double aware = IntStream.rangeClosed(1, 8)
                .mapToDouble(seed -> bestValue(run(SearchAlgorithms.create("auto"), seed, 900)))
                .average()
                .orElseThrow();
        double unaware = IntStream.rangeClosed(1, 8)
                .mapToDouble(
                        seed -> bestValue(run(SearchAlgorithms.autoWithout(Set.of(AutoComponent.COST)), seed, 900)))
                .average()
                .orElseThrow();

        assertThat(aware).isGreaterThan(unaware);
    }

    /** The first trials of a process take long because it warms up, and others because the machine is busy. */
    @Test
    void ignoresDurationsThatConfigurationsDoNotExplain() {
        assertThatDurationsDoNotMatter(
                configuration -> new SplittableRandom(configuration.hashCode()).nextDouble() < 0.15 ? 2 : 0.05, 200);
    }

    @Test
    void ignoresDurationsThatDoNotDiffer() {
        assertThatDurationsDoNotMatter(configuration -> 1, 300);
    }

    private static void assertThatDurationsDoNotMatter(ToDoubleFunction<Configuration> seconds, int epochs) {
        StudyView view = view(3, Double.POSITIVE_INFINITY);
        SimulatedTraining values = new HeadsAndFineTuning();
        SimulatedTraining training = new SimulatedTraining() {
            @Override
            public Optional<Double> value(Configuration configuration, int epoch) {
                return values.value(configuration, epoch);
            }

            @Override
            public double seconds(Configuration configuration) {
                return seconds.applyAsDouble(configuration);
            }
        };

        assertThat(new SimulatedStudy(view, training, epochs, 1)
                        .run(SearchAlgorithms.create("auto"))
                        .proposals())
                .isEqualTo(new SimulatedStudy(view, training, epochs, 1)
                        .run(SearchAlgorithms.autoWithout(Set.of(AutoComponent.COST)))
                        .proposals());
    }

    private static SimulatedStudy.Outcome run(SearchAlgorithm algorithm, int seed, double seconds) {
        return new SimulatedStudy(view(seed, seconds), new HeadsAndFineTuning(), 100_000, seed).run(algorithm);
    }

    private static StudyView view(int seed, double seconds) {
        return new StudyView(SPACE, Goal.MAXIMIZE, RUNGS, 3, seed, 1, Integer.MAX_VALUE, List.of(), List.of())
                .withBudget(new TrainingBudget(seconds, false));
    }

    private static Trial best(StudyView end) {
        return end.trials().stream()
                .max(Comparator.comparingDouble(trial -> value(trial)))
                .orElseThrow();
    }

    private static double bestValue(SimulatedStudy.Outcome outcome) {
        return value(best(outcome.end()));
    }

    private static double value(Trial trial) {
        double value = trial.curve().best(Goal.MAXIMIZE);
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }
}
