package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.rung.Brackets;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole studies on simulated slots. */
class SimulatedStudyTest {
    private static final List<Integer> RUNGS = List.of(1, 3, 9, 27);

    private static StudyView study(long seed, int slots, int maxTrials) {
        return new StudyView(
                Views.sevenParameters(), Goal.MAXIMIZE, RUNGS, 3, seed, slots, maxTrials, List.of(), List.of());
    }

    /** A start or a continuation, and the view that it answers. */
    private record Step(StudyView view, Proposal proposal) {}

    private static SimulatedStudy simulation(StudyView study, long mostEpochs) {
        return new SimulatedStudy(study, CurveFamily.rising(study.space(), study.seed()), mostEpochs, study.seed());
    }

    private static SimulatedStudy.Outcome run(String algorithm, StudyView study, long mostEpochs) {
        return simulation(study, mostEpochs).run(SearchAlgorithms.create(algorithm));
    }

    private static List<Step> steps(String algorithm, StudyView study, long mostEpochs) {
        List<Step> steps = new ArrayList<>();
        simulation(study, mostEpochs)
                .watchedBy((view, proposal) -> steps.add(new Step(view, proposal)))
                .run(SearchAlgorithms.create(algorithm));
        return steps;
    }

    @Test
    void ashaPromotesOnlyFromTheTopThirdOfARungWhileTrialsMayBeStarted() {
        int promotions = 0;
        for (Step step : steps("asha", study(3, 20, Integer.MAX_VALUE), 3_000)) {
            if (step.proposal() instanceof ContinueTrial promotion) {
                promotions++;
                List<Trial> trials = step.view().trials();
                Trial trial = trials.get(promotion.trial() - 1);
                int rung = trial.curve().epochs();
                double value = trial.curve().bestUpTo(rung, Goal.MAXIMIZE);
                long at = trials.stream()
                        .filter(other -> other.curve().epochs() >= rung)
                        .count();
                long better = trials.stream()
                        .filter(other -> other.curve().epochs() >= rung)
                        .filter(other -> other.curve().bestUpTo(rung, Goal.MAXIMIZE) > value)
                        .count();
                assertThat((better + 1) * 3)
                        .as("3 · rank of %s among %d", promotion, at)
                        .isLessThanOrEqualTo(at);
            }
        }
        assertThat(promotions).isGreaterThan(100);
    }

    @Test
    void ashaTrainsAboutOneInThreeOfARungFurther() {
        SimulatedStudy.Outcome outcome = run("asha", study(5, 10, 300), Long.MAX_VALUE);

        long[] reached = RUNGS.stream()
                .mapToLong(rung -> outcome.end().trials().stream()
                        .filter(trial -> trial.curve().epochs() >= rung)
                        .count())
                .toArray();
        assertThat(reached[0]).isEqualTo(300);
        for (int rung = 1; rung < reached.length; rung++) {
            // Early promotions turn out wrong: more than a third, but not by much.
            assertThat(reached[rung]).isBetween(reached[rung - 1] / 3, reached[rung - 1] / 2 + 2);
        }
        assertThat(outcome.ending()).isPresent();
    }

    @Test
    void hyperbandFillsItsBracketsAsThePaperSays() {
        // Li et al. 2018, R = 27 and η = 3, so s_max + 1 = 4 brackets of ⌈4 / (s + 1) · 3^s⌉ trials.
        SimulatedStudy.Outcome outcome = run("hyperband", study(1, 8, 98), Long.MAX_VALUE);

        Map<Integer, Integer> starts = new TreeMap<>();
        for (Proposal proposal : outcome.proposals()) {
            if (proposal instanceof StartTrial start) {
                starts.merge(start.toEpoch(), 1, Integer::sum);
            }
        }
        assertThat(starts).containsExactly(Map.entry(1, 54), Map.entry(3, 24), Map.entry(9, 12), Map.entry(27, 8));
    }

    @Test
    void hyperbandComparesTrialsOfABracketOnlyWithOneAnother() {
        Brackets brackets = Brackets.hyperband(4, 3);
        assertThat(brackets.blocks()).containsExactly(27, 12, 6, 4);

        for (Step step : steps("hyperband", study(2, 5, 49), Long.MAX_VALUE)) {
            if (step.proposal() instanceof ContinueTrial promotion) {
                int bracket = brackets.bracketOf(promotion.trial() - 1);
                int rung =
                        step.view().trials().get(promotion.trial() - 1).curve().epochs();
                long of = step.view().trials().stream()
                        .filter(other -> brackets.bracketOf(other.number() - 1) == bracket
                                && other.curve().epochs() >= rung)
                        .count();
                assertThat(promotion.reason().details()).containsEntry("of", of).containsEntry("bracket", (long)
                        bracket);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameStudy() {
        for (String name : SearchAlgorithms.names()) {
            SimulatedStudy.Outcome once = run(name, study(11, 6, 60), 2_000);
            SimulatedStudy.Outcome again = run(name, study(11, 6, 60), 2_000);

            assertThat(again).isEqualTo(once);
            assertThat(run(name, study(12, 6, 60), 2_000).end()).isNotEqualTo(once.end());
        }
    }

    /** If they were equally good, 63 of 100 would happen once in 160 times; the seeds are fixed: it does not flicker. */
    @Test
    void ashaAndHyperbandFindBetterThanRandomForTheSameEpochs() {
        for (String name : List.of("asha", "hyperband")) {
            int wins = 0;
            for (long seed = 0; seed < 100; seed++) {
                StudyView study = study(seed, 8, Integer.MAX_VALUE);
                if (run(name, study, 27 * 20).best()
                        > run("random", study, 27 * 20).best()) {
                    wins++;
                }
            }
            System.out.printf("%s beats random at 540 epochs in %d of 100 studies%n", name, wins);
            assertThat(wins).as("studies of 100 in which %s beats random", name).isGreaterThanOrEqualTo(63);
        }
    }
}
