package dev.sextant.coordinator.search.points;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.tpe.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trials of a study as points of the unit cube, NaN where a parameter is inactive. Follows a study from view to view and
 * updates only what changed; its contents are a function of the latest view alone. Not thread-safe.
 */
public final class TriedPoints {
    private final List<Configuration> configurations = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private Optional<Axes> axes = Optional.empty();

    /** Updates the points to a view of the study. */
    public void follow(StudyView view) {
        if (axes.isEmpty() || !axes.get().space().equals(view.space())) {
            axes = Optional.of(new Axes(view.space()));
            configurations.clear();
            points.clear();
        }
        List<Trial> trials = view.trials();
        int unchanged = 0;
        while (unchanged < Math.min(trials.size(), configurations.size())
                && configurations.get(unchanged).equals(trials.get(unchanged).configuration())) {
            unchanged++;
        }
        configurations.subList(unchanged, configurations.size()).clear();
        points.subList(unchanged, points.size()).clear();
        for (Trial trial : trials.subList(unchanged, trials.size())) {
            configurations.add(trial.configuration());
            points.add(axes().point(trial.configuration()));
        }
    }

    /**
     * The axes of the study's search space.
     *
     * @throws java.util.NoSuchElementException before the first view
     */
    public Axes axes() {
        return axes.orElseThrow();
    }

    /**
     * The point of a trial: [d], not to be changed.
     *
     * @param row the trial's number less 1
     */
    public double[] point(int row) {
        return points.get(row);
    }
}
