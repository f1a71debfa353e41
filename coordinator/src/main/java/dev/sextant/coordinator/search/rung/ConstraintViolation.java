package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.LearningCurve;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of what breaks constraints: less than any score that keeps them, and less the more is missing (Deb, An efficient
 * constraint handling method for genetic algorithms, Computer Methods in Applied Mechanics and Engineering 186, 2000).
 */
final class ConstraintViolation {
    /** What nothing is missing to: no metric is as bad as that. */
    static final double BEST = -1e300;

    private ConstraintViolation() {}

    /**
     * The score of an epoch that breaks constraints: falls with the sum v of what is missing, from -1e300 at 0 to -2e300,
     * as v / (1 + v). {@link RungTable#WORST} when a metric is not a finite number.
     */
    static double score(EpochValue value) {
        double missing = value.margins().stream()
                .mapToDouble(margin -> Double.isNaN(margin) ? Double.POSITIVE_INFINITY : Math.max(0, -margin))
                .sum();
        return Double.isFinite(missing) && Double.isFinite(value.objective())
                ? BEST * (1 + missing / (1 + missing))
                : RungTable.WORST;
    }

    /**
     * Whether training may yet mend what a trial breaks: not what is the same after its first and its last epoch, as the
     * size of a network is. Of a single epoch nothing can be told: true.
     */
    static boolean mayBeMended(LearningCurve curve) {
        if (!curve.isConstrained() || curve.epochs() < 2) {
            return true;
        }
        List<Double> first = curve.measured(1).margins();
        List<Double> last = curve.measured(curve.epochs()).margins();
        return IntStream.range(0, first.size())
                .allMatch(i -> last.get(i) >= 0 || !last.get(i).equals(first.get(i)));
    }
}
