package dev.sextant.coordinator.search.rung;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Quantiles of trials among all trials of a study, refined rung by rung; smaller is better.
 *
 * <p>Let A_k be the trials that are ranked at rung k and rank_k(n) the rank of trial n there (1 is best). At its {@link
 * RungTable#decisiveRung decisive rung} k the trial belongs to the best fraction
 *
 * <pre>q_n = (rank_k(n) − ½) / |A_k| · |A_k| / |A_0| = (rank_k(n) − ½) / |A_0|</pre>
 *
 * of all trials. Quantiles depend on ranks alone: neither the metric's scale nor outliers matter, and a failed trial is
 * simply the worst. A Gaussian process learns them as normal scores z = Φ⁻¹(1 − q).
 */
public final class RungQuantiles {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    /** Limits normal scores to ±3.7. */
    private static final double SMALLEST_TAIL = 1e-4;

    private final RungTable table;

    /**
     * Creates the quantiles of the trials of a table.
     *
     * @param table follows the study
     */
    public RungQuantiles(RungTable table) {
        this.table = table;
    }

    /** q_n of a trial that is ranked at one rung at least: in (0, 1). */
    public double quantile(int row) {
        return (table.rank(row, table.decisiveRung(row)) - 0.5) / table.rankedAt(0);
    }

    /** The trial's quantile among the trials that are ranked at one rung: (rank_k(n) − ½) / |A_k|. */
    public double quantileAt(int row, int rung) {
        return (table.rank(row, rung) - 0.5) / table.rankedAt(rung);
    }

    /** z = Φ⁻¹(1 − q), larger is better; 1 − q is limited to [0.0001, 0.9999]. */
    public static double normalScore(double quantile) {
        return NORMAL.inverseCumulativeProbability(Math.max(SMALLEST_TAIL, Math.min(1 - SMALLEST_TAIL, 1 - quantile)));
    }

    /** q = 1 − Φ(z), the inverse of {@link #normalScore}. */
    public static double quantileOf(double normalScore) {
        return NORMAL.cumulativeProbability(-normalScore);
    }
}
