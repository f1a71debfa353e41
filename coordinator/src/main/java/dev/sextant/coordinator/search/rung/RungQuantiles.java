package dev.sextant.coordinator.search.rung;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How far each trial got among all. With A_k the trials that have a standing at rung k, and rank_k(n) the rank of trial n
 * there (1 is best, equals share the mean of theirs), the fraction of all trials that n is among, refined at its {@link
 * RungTable#deepest deepest} rung k, is q_n = (rank_k(n) − ½) / |A_k| · |A_k| / |A_0|. It has no scale, outliers do not
 * matter, and a failed trial ranks last of all.
 */
public final class RungQuantiles {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    /** Φ⁻¹ is cut off at ±3.7. */
    private static final double LEAST = 1e-4;

    private final RungTable table;

    public RungQuantiles(RungTable table) {
        this.table = table;
    }

    /** q of a trial that has a standing at one rung at least: in (0, 1), smaller is better. */
    public double of(int row) {
        return (table.rank(row, table.deepest(row)) - 0.5) / table.standing(0);
    }

    /** A trial's quantile among those with a standing at the same rung alone. */
    public double at(int row, int rung) {
        return (table.rank(row, rung) - 0.5) / table.standing(rung);
    }

    /** What a model learns: z = Φ⁻¹(1 − q), larger is better. */
    public static double target(double quantile) {
        return NORMAL.inverseCumulativeProbability(Math.max(LEAST, Math.min(1 - LEAST, 1 - quantile)));
    }

    /** q of a target: 1 − Φ(z). */
    public static double quantile(double target) {
        return NORMAL.cumulativeProbability(-target);
    }
}
