package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Durations of epochs from the work that a trainer declares, at the median speed of the expensive trials. Cheap ones wait
 * for other things than computing.
 */
final class DeclaredDurations {
    /** Work of the trials that tell the speed, as a share of the largest. */
    private static final double EXPENSIVE = 0.1;

    private final StudyView view;
    private final DeclaredWork work;
    private final double logSecondsPerWork;

    private DeclaredDurations(StudyView view, DeclaredWork work, double logSecondsPerWork) {
        this.view = view;
        this.work = work;
        this.logSecondsPerWork = logSecondsPerWork;
    }

    /**
     * Returns the durations in a view of a study; empty if the trainer does not declare the work of all trials, or few
     * trials are measured.
     *
     * @param work follows the study
     */
    static Optional<DeclaredDurations> of(StudyView view, DeclaredWork work) {
        if (!work.isKnown() || TrialCosts.typicalSecondsPerEpoch(view).isEmpty()) {
            return Optional.empty();
        }
        double expensive = EXPENSIVE
                * IntStream.range(0, view.trials().size())
                        .mapToDouble(row -> work(work, row))
                        .max()
                        .orElseThrow();
        List<Double> speeds = new ArrayList<>();
        for (int row = 0; row < view.trials().size(); row++) {
            Trial trial = view.trials().get(row);
            if (work(work, row) >= expensive && trial.secondsPerEpoch().isPresent()) {
                speeds.add(Math.log(trial.secondsPerEpoch().getAsDouble() / work(work, row)));
            }
        }
        Collections.sort(speeds);
        return speeds.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeclaredDurations(view, work, speeds.get(speeds.size() / 2)));
    }

    private static double work(DeclaredWork work, int row) {
        return work.of(row).orElseThrow();
    }

    /**
     * Predicts ln(seconds per epoch). Configurations whose work is not known count as typical.
     *
     * @param cube points of the unit cube, [n][D]
     * @return [n]
     */
    double[] logSeconds(double[][] cube) {
        return Arrays.stream(cube)
                .mapToDouble(point -> Math.log(secondsPerEpoch(view.space().at(point))))
                .toArray();
    }

    /** Predicts the seconds per epoch of a configuration. One whose work is not known counts as typical. */
    double secondsPerEpoch(Configuration configuration) {
        double declared = view.knowledge()
                .work()
                .apply(configuration)
                .orElse(work.typical().orElseThrow());
        return declared * Math.exp(logSecondsPerWork);
    }

    /**
     * Returns ln(seconds per epoch) up to which no configuration is to be chosen: that of cheap trials, if at least half of
     * the trials that were chosen are cheap. −∞ otherwise. Cheap trials teach which of the settings that all trials share
     * are good; without this limit their number would grow until nothing but they looks promising.
     */
    double logSecondsTooCheap() {
        double limit = EpochCosts.cheapShare(view) * work.typical().orElseThrow();
        int[] chosen = IntStream.range(0, view.trials().size())
                .filter(row -> !view.startWith().contains(view.trials().get(row).configuration()))
                .toArray();
        long cheap =
                IntStream.of(chosen).filter(row -> work(work, row) <= limit).count();
        return 2 * cheap >= chosen.length ? Math.log(limit) + logSecondsPerWork : Double.NEGATIVE_INFINITY;
    }
}
