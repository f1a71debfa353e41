package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.Exhausted;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.Proposal.Wait;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The contract of every registered algorithm. */
class SearchContractTest {
    private static final List<Integer> RUNGS = List.of(1, 3, 9);

    @Provide
    Arbitrary<String> algorithms() {
        return Arbitraries.of(SearchAlgorithms.names());
    }

    @Provide
    Arbitrary<SearchSpace> spaces() {
        return Spaces.any();
    }

    @Provide
    Arbitrary<SearchSpace> tinySpaces() {
        return Spaces.tiny();
    }

    /** The simulation checks each proposal: inside the space, new, within the budget, a paused trial, a rung. */
    @Property(tries = 300)
    void keepsTheRulesOnAnySpaceWithHostileResults(
            @ForAll("algorithms") String name,
            @ForAll("spaces") SearchSpace space,
            @ForAll long seed,
            @ForAll Goal goal,
            @ForAll @IntRange(min = 1, max = 40) int maxTrials,
            @ForAll @IntRange(min = 1, max = 7) int slots) {
        StudyView study = new StudyView(space, goal, RUNGS, 3, seed, slots, maxTrials, List.of(), List.of());

        SimulatedStudy.Outcome outcome =
                new SimulatedStudy(study, CurveFamily.hostile(seed), 100_000, seed).run(SearchAlgorithms.create(name));

        assertThat(outcome.ending()).isPresent();
        assertThat(outcome.end().trials()).hasSizeLessThanOrEqualTo(maxTrials);
    }

    @Property(tries = 150)
    void answersTheSameFromAFreshInstance(
            @ForAll("algorithms") String name,
            @ForAll("spaces") SearchSpace space,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int maxTrials) {
        StudyView study = new StudyView(space, Goal.MINIMIZE, RUNGS, 3, seed, 3, maxTrials, List.of(), List.of());

        new SimulatedStudy(study, CurveFamily.hostile(seed), 100_000, seed)
                .watchedBy((view, proposal) ->
                        assertThat(SearchAlgorithms.create(name).propose(view)).isEqualTo(proposal))
                .run(SearchAlgorithms.create(name));
    }

    @Property(tries = 60)
    void carriesNothingOverFromAnotherStudy(
            @ForAll("algorithms") String name,
            @ForAll("spaces") SearchSpace space,
            @ForAll("spaces") SearchSpace other,
            @ForAll long seed) {
        StudyView study = new StudyView(space, Goal.MINIMIZE, RUNGS, 3, seed, 3, 20, List.of(), List.of());
        StudyView another = new StudyView(other, Goal.MAXIMIZE, List.of(2, 4), 2, 1, 3, 20, List.of(), List.of());
        StudyView ended = new SimulatedStudy(another, CurveFamily.hostile(1), 100_000, 1)
                .run(SearchAlgorithms.create(name))
                .end();

        SearchAlgorithm used = SearchAlgorithms.create(name);
        new SimulatedStudy(study, CurveFamily.hostile(seed), 100_000, seed)
                .watchedBy((view, proposal) -> {
                    used.propose(ended);
                    assertThat(used.propose(view)).isEqualTo(proposal);
                })
                .run(SearchAlgorithms.create(name));
    }

    @Property(tries = 150)
    void triesEveryConfigurationOfATinySpaceOnceAndThenSaysSo(
            @ForAll("algorithms") String name, @ForAll("tinySpaces") SearchSpace space, @ForAll long seed) {
        StudyView study =
                new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed, 4, Integer.MAX_VALUE, List.of(), List.of());

        SimulatedStudy.Outcome outcome = new SimulatedStudy(study, CurveFamily.hostile(seed), 1_000_000, seed)
                .run(SearchAlgorithms.create(name));

        assertThat(outcome.end().trials()).hasSize((int) space.size(100_000).orElseThrow());
        assertThat(outcome.ending())
                .hasValueSatisfying(ending -> assertThat(ending.reason().sentence())
                        .contains("the study already has every configuration of the "
                                + (name.equals("grid") ? "grid" : "search space")));
    }

    @Property(tries = 60)
    void triesWhatTheAuthorEnqueuedFirstAndToTheTop(
            @ForAll("algorithms") String name, @ForAll("spaces") SearchSpace space, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Configuration> enqueued = IntStream.range(0, 3)
                .mapToObj(i -> space.at(random.doubles(space.dimensions()).toArray()))
                .distinct()
                .toList();
        StudyView study =
                new StudyView(space, Goal.MAXIMIZE, RUNGS, 3, seed, 2, enqueued.size() + 5, enqueued, List.of());

        SimulatedStudy.Outcome outcome = new SimulatedStudy(study, CurveFamily.rising(space, seed), 10_000, seed)
                .run(SearchAlgorithms.create(name));

        List<Trial> trials = outcome.end().trials();
        assertThat(trials.subList(0, enqueued.size()))
                .extracting(Trial::configuration)
                .isEqualTo(enqueued);
        assertThat(trials.subList(0, enqueued.size()))
                .allSatisfy(trial -> assertThat(trial.state()).isEqualTo(TrialState.COMPLETED));
    }

    @Property(tries = 60)
    void spendsTheWholeTrialBudgetAndTrainsAtLeastOneTrialToTheTop(
            @ForAll("algorithms") String name,
            @ForAll long seed,
            @ForAll Goal goal,
            @ForAll @IntRange(min = 1, max = 60) int maxTrials) {
        StudyView study =
                new StudyView(Views.sevenParameters(), goal, RUNGS, 3, seed, 4, maxTrials, List.of(), List.of());

        SimulatedStudy.Outcome outcome = new SimulatedStudy(
                        study, CurveFamily.rising(study.space(), seed), 100_000, seed)
                .run(SearchAlgorithms.create(name));

        assertThat(outcome.end().trials()).hasSize(maxTrials);
        assertThat(outcome.end().trials())
                .anySatisfy(trial -> assertThat(trial.state()).isEqualTo(TrialState.COMPLETED));
    }

    /** Views that no simulation comes to: any states and curves side by side. */
    @Property(tries = 400)
    void answersSensiblyWhateverTheTrialsLookLike(
            @ForAll("algorithms") String name,
            @ForAll("spaces") SearchSpace space,
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int count,
            @ForAll boolean mayStartMore) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trial> trials = new ArrayList<>();
        Set<Configuration> known = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Configuration configuration =
                    space.at(random.doubles(space.dimensions()).toArray());
            if (known.add(configuration)) {
                trials.add(anyTrial(trials.size() + 1, configuration, random));
            }
        }
        StudyView view = new StudyView(
                space,
                Goal.MAXIMIZE,
                RUNGS,
                3,
                seed,
                100,
                mayStartMore ? Integer.MAX_VALUE : trials.size(),
                List.of(),
                trials);

        Proposal proposal = SearchAlgorithms.create(name).propose(view);

        boolean underWay = trials.stream()
                .anyMatch(trial -> trial.state() == TrialState.RUNNING || trial.state() == TrialState.PENDING);
        if (proposal instanceof StartTrial start) {
            assertThat(view.mayStartTrial()).isTrue();
            assertThat(space.problemWith(start.configuration())).isEmpty();
            assertThat(known).doesNotContain(start.configuration());
            assertThat(RUNGS).contains(start.toEpoch());
        } else if (proposal instanceof ContinueTrial goesOn) {
            Trial trial = trials.get(goesOn.trial() - 1);
            assertThat(trial.state()).isEqualTo(TrialState.PAUSED);
            assertThat(goesOn.toEpoch()).isGreaterThan(trial.curve().epochs()).isLessThanOrEqualTo(9);
        } else if (proposal instanceof Wait) {
            assertThat(underWay).isTrue();
        } else {
            assertThat(proposal).isInstanceOf(Exhausted.class);
            assertThat(underWay).isFalse();
        }
    }

    private static Trial anyTrial(int number, Configuration configuration, SplittableRandom random) {
        List<TrialState> states = List.of(TrialState.values());
        TrialState state = states.get(random.nextInt(states.size()));
        int target = RUNGS.get(random.nextInt(RUNGS.size()));
        int epochs =
                switch (state) {
                    case PENDING -> 0;
                    // A trial at the top rung is COMPLETED, never PAUSED.
                    case PAUSED -> random.nextInt(1, Math.min(target, 8) + 1);
                    case COMPLETED -> target;
                    case RUNNING, STOPPED, FAILED -> random.nextInt(0, target + 1);
                };
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5, -0.0, 0.0};
        double[] curve = new double[epochs];
        for (int i = 0; i < epochs; i++) {
            curve[i] = random.nextBoolean() ? random.nextDouble() : odd[random.nextInt(odd.length)];
        }
        return new Trial(number, configuration, state, target, "any", LearningCurve.of(curve));
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void proposesWithTenThousandTrialsAndAHundredRunning(
            @ForAll("algorithms") String name, @ForAll boolean pausedOnes) {
        StudyView study = Views.withTrials(Views.sevenParameters(), 10_000, 100, pausedOnes);
        SearchAlgorithm algorithm = SearchAlgorithms.create(name);
        List<Trial> trials = new ArrayList<>(study.trials());
        for (int ask = 0; ask < 100; ask++) {
            Trial running = trials.get(trials.size() - 1 - ask);
            trials.set(
                    running.number() - 1,
                    new Trial(
                            running.number(),
                            running.configuration(),
                            running.state(),
                            running.targetEpoch(),
                            running.proposedBy(),
                            running.curve().plus(0.1)));
            assertThat(algorithm.propose(study.withTrials(trials)))
                    .isInstanceOfAny(StartTrial.class, ContinueTrial.class);
        }
    }

    @Property(tries = 100)
    void copesWithAnyUniformStudy(
            @ForAll("algorithms") String name,
            @ForAll @IntRange(min = 0, max = 30) int count,
            @ForAll("fillings") Filling filling) {
        List<Trial> trials = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            trials.add(filling.trial().apply(number));
        }
        StudyView view = Views.empty(Views.line(), 3).withTrials(trials);

        Proposal proposal = SearchAlgorithms.create(name).propose(view);

        assertThat(proposal).isInstanceOfAny(StartTrial.class, ContinueTrial.class);
        assertThat(SearchAlgorithms.create(name).propose(view)).isEqualTo(proposal);
    }

    record Filling(String name, IntFunction<Trial> trial) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<Filling> fillings() {
        return Arbitraries.of(
                new Filling("all equal", number -> Views.paused(number, 0.5)),
                new Filling("all NaN", number -> Views.paused(number, Double.NaN)),
                new Filling("all infinite", number -> Views.paused(number, Double.POSITIVE_INFINITY)),
                new Filling("all minus infinite", number -> Views.paused(number, Double.NEGATIVE_INFINITY)),
                new Filling("all failed", number -> Views.trial(number, TrialState.FAILED, 1)),
                new Filling("all running", number -> Views.trial(number, TrialState.RUNNING, 1)),
                new Filling("all stopped", number -> Views.trial(number, TrialState.STOPPED, 3, 0.1)));
    }
}
