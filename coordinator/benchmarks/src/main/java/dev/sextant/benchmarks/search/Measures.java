package dev.sextant.benchmarks.search;

import java.util.List;
import java.util.OptionalLong;

/**
 * The measures of one run.
 *
 * @param epochsToTarget epochs charged until RS220 was reached; infinite when it was not
 * @param earlyRegret regret after a quarter of the budget
 * @param finalRegret regret after the whole budget
 * @param area mean regret over log epochs from 1 to the budget, where regret is capped at 1
 * @param recommendedRegret regret of the recommended configuration after full training; NaN when unknown
 */
record Measures(
        BenchmarkResult run,
        double epochsToTarget,
        double earlyRegret,
        double finalRegret,
        double area,
        double recommendedRegret) {
    private static final int EARLY = 4;

    static Measures of(BenchmarkResult run, Reference reference) {
        long budget = run.key().budget();
        OptionalLong reached = run.best().epochsTo(reference.randomBestOf220());
        return new Measures(
                run,
                reached.isPresent() && reached.getAsLong() <= budget ? reached.getAsLong() : Double.POSITIVE_INFINITY,
                regretAfter(run.best(), reference, budget / EARLY),
                regretAfter(run.best(), reference, budget),
                area(run.best(), reference, budget),
                reference.regret(run.recommended()));
    }

    /** Whether RS220 was reached within the budget. */
    boolean reached() {
        return Double.isFinite(epochsToTarget);
    }

    /** Epochs to the target; the budget, a lower bound, when it was not reached. */
    double censoredEpochs() {
        return Math.min(epochsToTarget, (double) run.key().budget());
    }

    /** The regret after so many epochs; that of the median before the first score. */
    private static double regretAfter(IncumbentTrace best, Reference reference, long epochs) {
        return reference.regret(best.after(epochs, reference.median()));
    }

    /** ∫ min(1, r(e)) d ln e from 1 to the budget, divided by ln budget, with r = 1 before the first score. */
    static double area(IncumbentTrace best, Reference reference, long budget) {
        List<IncumbentTrace.Step> steps = best.steps();
        double integral = 0;
        double regret = 1;
        double from = 0;
        for (IncumbentTrace.Step step : steps) {
            if (step.epoch() > budget) {
                break;
            }
            double at = Math.log((double) step.epoch());
            integral += regret * (at - from);
            from = at;
            regret = Math.min(1, reference.regret(step.best()));
        }
        double end = Math.log((double) budget);
        return end > 0 ? (integral + regret * (end - from)) / end : regret;
    }
}
