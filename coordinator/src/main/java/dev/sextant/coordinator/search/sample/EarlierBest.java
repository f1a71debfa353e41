package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.points.NearPoints;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import dev.sextant.coordinator.search.rung.RungTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The best trials of earlier studies that keep a minimum distance from one another in the unit cube. The studies take turns;
 * within a study, trials are ordered by {@link RungQuantiles#quantile}. Immutable.
 */
final class EarlierBest {
    /** Minimum distance, times √D. */
    private static final double MIN_DISTANCE = 0.1;

    private final List<Choice> choices = new ArrayList<>();

    /** A chosen trial, with its point of the new study: [D]. */
    static final class Choice {
        private final EarlierStudy study;
        private final Trial trial;
        private final double[] point;

        private Choice(EarlierStudy study, Trial trial, double[] point) {
            this.study = study;
            this.trial = trial;
            this.point = point;
        }

        /** The study of the trial. */
        EarlierStudy study() {
            return study;
        }

        /** The trial, with its number in the earlier study. */
        Trial trial() {
            return trial;
        }

        /** A copy of the point. */
        double[] point() {
            return point.clone();
        }
    }

    /** @param limit maximum number of choices */
    EarlierBest(SearchSpace space, List<EarlierStudy> studies, int limit) {
        List<List<Trial>> remaining = new ArrayList<>();
        studies.forEach(study -> remaining.add(new ArrayList<>(bestFirst(study, space))));
        while (choices.size() < limit && remaining.stream().anyMatch(trials -> !trials.isEmpty())) {
            for (int i = 0; i < studies.size() && choices.size() < limit; i++) {
                takeNext(space, studies.get(i), remaining.get(i));
            }
        }
    }

    /** Adds the next trial of a study that is not too near to a choice. */
    private void takeNext(SearchSpace space, EarlierStudy study, List<Trial> bestFirst) {
        while (!bestFirst.isEmpty()) {
            Trial trial = bestFirst.remove(0);
            double[] point = space.pointOf(trial.configuration());
            if (choices.stream().noneMatch(choice -> NearPoints.areNear(point, choice.point, MIN_DISTANCE))) {
                choices.add(new Choice(study, trial, point));
                return;
            }
        }
    }

    /** The trials of a study, best first, without those that failed or have no finite value. */
    private static List<Trial> bestFirst(EarlierStudy study, SearchSpace space) {
        RungTable table = new RungTable();
        // The table reads goal, rungs, start_with and trials; the other arguments do not matter.
        table.follow(new StudyView(
                space, study.goal(), study.rungs(), 2, 0, 1, Integer.MAX_VALUE, study.startWith(), study.trials()));
        RungQuantiles quantiles = new RungQuantiles(table);
        return IntStream.range(0, table.size())
                .filter(row ->
                        table.rungsReached(row) > 0 && table.score(row, table.rungsReached(row) - 1) > RungTable.WORST)
                .boxed()
                .sorted(Comparator.comparingDouble(quantiles::quantile))
                .map(table::trial)
                .toList();
    }

    /** The choices, in the order of their choice. */
    List<Choice> choices() {
        return List.copyOf(choices);
    }
}
