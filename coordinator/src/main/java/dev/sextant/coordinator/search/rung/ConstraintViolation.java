package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.LearningCurve;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of epochs that violate constraints: below the score of every epoch that satisfies them, and the lower the larger
 * the violation (Deb, An efficient constraint handling method for genetic algorithms, Computer Methods in Applied Mechanics
 * and Engineering 186, 2000).
 */
final class ConstraintViolation {
    /** Upper bound of these scores: below any metric that a trainer reports. */
    static final double BEST = -1e300;

    private ConstraintViolation() {}

    /**
     * The score of an epoch that violates constraints: −1e300 · (1 + v / (1 + v)), where v is the sum of the negative
     * margins, as a positive number. It falls from −1e300 at v = 0 towards −2e300. {@link RungTable#WORST} when a metric is
     * not a finite number.
     */
    static double score(EpochValue value) {
        double violation = value.margins().stream()
                .mapToDouble(margin -> Double.isNaN(margin) ? Double.POSITIVE_INFINITY : Math.max(0, -margin))
                .sum();
        return Double.isFinite(violation) && Double.isFinite(value.objective())
                ? BEST * (1 + violation / (1 + violation))
                : RungTable.WORST;
    }

    /**
     * Whether more training may satisfy the constraints that a trial violates. False when a violated margin is the same
     * after the first and after the last epoch, as that of the size of a network is. True after a single epoch.
     */
    static boolean mayImprove(LearningCurve curve) {
        if (!curve.isConstrained() || curve.epochs() < 2) {
            return true;
        }
        List<Double> first = curve.measured(1).margins();
        List<Double> last = curve.measured(curve.epochs()).margins();
        return IntStream.range(0, first.size())
                .allMatch(i -> last.get(i) >= 0 || !last.get(i).equals(first.get(i)));
    }
}
