package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Durations of epochs from the work that a trainer declares, at the median speed of the expensive trials. Cheap ones wait
 * for other things than computing.
 */
final class DeclaredDurations {
    /** Work of the trials that tell the speed, as a share of the largest. */
    private static final double EXPENSIVE = 0.1;

    private final StudyView view;
    private final double logSecondsPerWork;

    private DeclaredDurations(StudyView view, double logSecondsPerWork) {
        this.view = view;
        this.logSecondsPerWork = logSecondsPerWork;
    }

    /** Returns the durations in a view of a study; empty if the trainer declares no work, or few trials are measured. */
    static Optional<DeclaredDurations> of(StudyView view) {
        if (TrialCosts.typicalSecondsPerEpoch(view).isEmpty()) {
            return Optional.empty();
        }
        double largest = view.trials().stream()
                .mapToDouble(trial -> work(view, trial))
                .max()
                .orElse(0);
        List<Double> speeds = new ArrayList<>();
        for (Trial trial : view.trials()) {
            double work = work(view, trial);
            if (work > 0
                    && work >= EXPENSIVE * largest
                    && trial.secondsPerEpoch().isPresent()) {
                speeds.add(Math.log(trial.secondsPerEpoch().getAsDouble() / work));
            }
        }
        Collections.sort(speeds);
        return speeds.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeclaredDurations(view, speeds.get(speeds.size() / 2)));
    }

    /**
     * Returns ln(seconds per epoch) up to which no configuration is to be chosen: that of cheap trials, if at least half of
     * the trials that were chosen are cheap. −∞ otherwise. Cheap trials teach which of the settings that all trials share
     * are good; without this limit their number would grow until nothing but they looks promising.
     */
    double logSecondsTooCheap() {
        OptionalDouble typical = TrialCosts.typical(view.trials().stream()
                .map(trial -> OptionalDouble.of(work(view, trial)))
                .toList());
        double limit = EpochCosts.cheapShare(view) * typical.orElse(0);
        List<Trial> chosen = view.trials().stream()
                .filter(trial -> !view.startWith().contains(trial.configuration()))
                .toList();
        long cheap = chosen.stream().filter(trial -> work(view, trial) <= limit).count();
        return 2 * cheap >= chosen.size() ? Math.log(limit) + logSecondsPerWork : Double.NEGATIVE_INFINITY;
    }

    private static double work(StudyView view, Trial trial) {
        return view.knowledge().work().apply(trial.configuration()).orElse(0);
    }

    /**
     * Predicts ln(seconds per epoch).
     *
     * @param cube points of the unit cube, [n][D]
     * @return [n]
     */
    double[] logSeconds(double[][] cube) {
        double[] predicted = new double[cube.length];
        for (int i = 0; i < cube.length; i++) {
            OptionalDouble work = view.knowledge().work().apply(view.space().at(cube[i]));
            predicted[i] = Math.log(work.orElseThrow()) + logSecondsPerWork;
        }
        return predicted;
    }
}
