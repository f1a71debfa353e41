package dev.sextant.coordinator.search.model;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.List;
import java.util.OptionalDouble;

/** What the trials of a study have cost so far. */
public final class TrialCosts {
    private TrialCosts() {}

    /**
     * Returns the seconds per epoch that are typical of the study. Empty while few trials have a known duration.
     */
    public static OptionalDouble typicalSecondsPerEpoch(StudyView view) {
        List<OptionalDouble> measured = view.trials().stream()
                .map(Trial::secondsPerEpoch)
                .filter(OptionalDouble::isPresent)
                .toList();
        return measured.size() < ModelLimits.INITIAL_TRIALS ? OptionalDouble.empty() : typical(measured);
    }

    /**
     * Returns the mean of costs, weighted by the costs themselves (Σ c² / Σ c). So many cheap trials do not make an
     * expensive one an exception.
     *
     * @param costs those that are present count; empty if there are none
     */
    static OptionalDouble typical(List<OptionalDouble> costs) {
        double sum = 0;
        double squares = 0;
        for (OptionalDouble cost : costs) {
            sum += cost.orElse(0);
            squares += cost.orElse(0) * cost.orElse(0);
        }
        return sum == 0 ? OptionalDouble.empty() : OptionalDouble.of(squares / sum);
    }
}
