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
 * The best trials of earlier studies, each study in turn, none too near another in the unit cube. A trial's place in its study is
 * that of its survival quantile. Immutable.
 */
final class EarlierBest {
    /** How far apart they lie at least, times √D. */
    private static final double APART = 0.1;

    private final List<Choice> choices = new ArrayList<>();

    /** One of them, and where it lies: [D]. */
    static final class Choice {
        private final EarlierStudy study;
        private final Trial trial;
        private final double[] point;

        private Choice(EarlierStudy study, Trial trial, double[] point) {
            this.study = study;
            this.trial = trial;
            this.point = point;
        }

        EarlierStudy study() {
            return study;
        }

        Trial trial() {
            return trial;
        }

        double[] point() {
            return point.clone();
        }
    }

    /** @param most how many at most */
    EarlierBest(SearchSpace space, List<EarlierStudy> studies, int most) {
        List<List<Trial>> rest = new ArrayList<>();
        studies.forEach(study -> rest.add(new ArrayList<>(bestFirst(study, space))));
        while (choices.size() < most && rest.stream().anyMatch(trials -> !trials.isEmpty())) {
            for (int i = 0; i < studies.size() && choices.size() < most; i++) {
                takeNext(space, studies.get(i), rest.get(i));
            }
        }
    }

    private void takeNext(SearchSpace space, EarlierStudy study, List<Trial> bestFirst) {
        while (!bestFirst.isEmpty()) {
            Trial trial = bestFirst.remove(0);
            double[] point = space.pointOf(trial.configuration());
            if (choices.stream().noneMatch(choice -> NearPoints.areNear(point, choice.point, APART))) {
                choices.add(new Choice(study, trial, point));
                return;
            }
        }
    }

    /** Without those that failed or have no finite value. */
    private static List<Trial> bestFirst(EarlierStudy study, SearchSpace space) {
        RungTable table = new RungTable();
        // The table looks at goal, rungs, what was enqueued and trials alone.
        table.follow(new StudyView(
                space, study.goal(), study.rungs(), 2, 0, 1, Integer.MAX_VALUE, study.startWith(), study.trials()));
        RungQuantiles quantiles = new RungQuantiles(table);
        return IntStream.range(0, table.size())
                .filter(row -> table.standings(row) > 0 && table.score(row, table.standings(row) - 1) > RungTable.WORST)
                .boxed()
                .sorted(Comparator.comparingDouble(quantiles::of))
                .map(table::trial)
                .toList();
    }

    /** Best first. */
    List<Choice> choices() {
        return List.copyOf(choices);
    }
}
