package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** The earlier study for a warm start: {@value #EPOCHS} epochs of {@code auto} on the next task of the suite. */
enum EarlierSource {
    /** The study as it was. */
    RELATED,
    /** The study with its curves shuffled among the trials: it is uninformative. */
    SHUFFLED,
    /** The study with the curves of the best and the worst trials exchanged: it is misleading. */
    REVERSED;

    static final int EPOCHS = 200;

    /** The name after the plus sign in the name of a contender. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Runs the earlier study.
     *
     * @param rungs epochs of its rungs
     */
    EarlierStudy study(BenchmarkTask donor, List<Integer> rungs, int reduction, long seed) {
        StudyView start = new StudyView(
                donor.space(), Goal.MAXIMIZE, rungs, reduction, seed, 1, donor.configurations(), List.of(), List.of());
        List<Trial> trials = new SimulatedStudy(start, donor.replay(), EPOCHS, seed)
                .run(SearchAlgorithms.create("auto"))
                .end()
                .trials();
        return new EarlierStudy(donor.name(), Goal.MAXIMIZE, start.rungs(), List.of(), altered(trials, seed), Set.of());
    }

    private List<Trial> altered(List<Trial> trials, long seed) {
        return switch (this) {
            case RELATED -> trials;
            case SHUFFLED -> {
                List<Trial> shuffled = new ArrayList<>(trials);
                Collections.shuffle(shuffled, new Random(seed));
                yield withCurvesOf(trials, shuffled);
            }
            case REVERSED -> {
                List<Trial> worstFirst = new ArrayList<>(trials);
                worstFirst.sort(
                        Comparator.<Trial>comparingInt(trial -> trial.curve().epochs())
                                .thenComparingDouble(trial -> trial.curve().best(Goal.MAXIMIZE)));
                List<Trial> bestFirst = new ArrayList<>(worstFirst);
                Collections.reverse(bestFirst);
                yield withCurvesOf(worstFirst, bestFirst);
            }
        };
    }

    private static List<Trial> withCurvesOf(List<Trial> trials, List<Trial> others) {
        List<Trial> altered = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            Trial other = others.get(i);
            altered.add(new Trial(
                    trial.number(),
                    trial.configuration(),
                    other.state(),
                    other.targetEpoch(),
                    trial.proposedBy(),
                    other.curve()));
        }
        return altered;
    }
}
