package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.OptionalDouble;

/** What the trials of a study have cost so far. */
public final class TrialCosts {
    private TrialCosts() {}

    /**
     * Returns the seconds per epoch that are typical of the study: the mean over trials, weighted by the seconds
     * themselves (Σ s² / Σ s). So many cheap trials do not make an expensive one an exception. Empty while few trials have
     * a known duration.
     */
    public static OptionalDouble typicalSecondsPerEpoch(StudyView view) {
        int measured = 0;
        double sum = 0;
        double squares = 0;
        for (Trial trial : view.trials()) {
            OptionalDouble seconds = trial.secondsPerEpoch();
            if (seconds.isPresent()) {
                measured++;
                sum += seconds.getAsDouble();
                squares += seconds.getAsDouble() * seconds.getAsDouble();
            }
        }
        return measured < ModelLimits.INITIAL_TRIALS ? OptionalDouble.empty() : OptionalDouble.of(squares / sum);
    }
}
