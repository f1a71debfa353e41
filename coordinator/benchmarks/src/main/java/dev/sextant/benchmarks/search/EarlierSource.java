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

/** What earlier study a contender starts from: one of {@value #EPOCHS} epochs on the next task of the suite, by auto. */
enum EarlierSource {
    /** As it was. */
    RELATED,
    /** With its trials' curves dealt out anew: it says nothing. */
    SHUFFLED,
    /** With the worst taken for the best: it says the opposite. */
    REVERSED;

    static final int EPOCHS = 200;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param rungs of auto's studies */
    EarlierStudy study(BenchmarkTask donor, List<Integer> rungs, int reduction, long seed) {
        StudyView start = new StudyView(
                donor.space(), Goal.MAXIMIZE, rungs, reduction, seed, 1, donor.configurations(), List.of(), List.of());
        List<Trial> trials = new SimulatedStudy(start, donor.replay(), EPOCHS, seed)
                .run(SearchAlgorithms.create("auto"))
                .end()
                .trials();
        return new EarlierStudy(donor.name(), Goal.MAXIMIZE, start.rungs(), List.of(), told(trials, seed), Set.of());
    }

    private List<Trial> told(List<Trial> trials, long seed) {
        return switch (this) {
            case RELATED -> trials;
            case SHUFFLED -> {
                List<Trial> others = new ArrayList<>(trials);
                Collections.shuffle(others, new Random(seed));
                yield withCurvesOf(trials, others);
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
        List<Trial> told = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            Trial other = others.get(i);
            told.add(new Trial(
                    trial.number(),
                    trial.configuration(),
                    other.state(),
                    other.targetEpoch(),
                    trial.proposedBy(),
                    other.curve()));
        }
        return told;
    }
}
