package dev.sextant.coordinator.search.points;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.tpe.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a study's trials lie in the unit cube, NaN where a parameter plays no part. Follows a study from view to view at
 * the price of what is new in it; holds nothing that a view does not say. Not safe for use by several threads.
 */
public final class TriedPoints {
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private Optional<Axes> axes = Optional.empty();

    /** Makes these the points of the view. */
    public void follow(StudyView view) {
        if (axes.isEmpty() || !axes.get().space().equals(view.space())) {
            axes = Optional.of(new Axes(view.space()));
            configurations.clear();
            points.clear();
        }
        List<Trial> trials = view.trials();
        int same = 0;
        while (same < Math.min(trials.size(), configurations.size())
                && configurations.get(same).equals(trials.get(same).configuration())) {
            same++;
        }
        configurations.subList(same, configurations.size()).clear();
        points.subList(same, points.size()).clear();
        for (Trial trial : trials.subList(same, trials.size())) {
            configurations.add(trial.configuration());
            points.add(axes().point(trial.configuration()));
        }
    }

    /** @throws java.util.NoSuchElementException before the first view */
    public Axes axes() {
        return axes.orElseThrow();
    }

    /** @param row the trial's number less 1 */
    public double[] point(int row) {
        return points.get(row);
    }
}
