package dev.sextant.benchmarks.search;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The best score so far of a run, as a step function of the epochs charged.
 *
 * @param steps the improvements, in order
 */
record IncumbentTrace(List<Step> steps) {
    /**
     * An improvement.
     *
     * @param epoch number of epochs charged, from 1
     * @param best the best score from then on
     * @param time time on the simulated clock, in units
     */
    record Step(long epoch, double best, double time) {}

    IncumbentTrace {
        steps = List.copyOf(steps);
    }

    /** Number of epochs charged until a score of at least {@code target} was reached; empty when it was not. */
    OptionalLong epochsTo(double target) {
        for (Step step : steps) {
            if (step.best() >= target) {
                return OptionalLong.of(step.epoch());
            }
        }
        return OptionalLong.empty();
    }

    /** The best score after so many epochs; {@code ifNone} before the first score. */
    double after(long epochs, double ifNone) {
        double best = ifNone;
        for (Step step : steps) {
            if (step.epoch() > epochs) {
                break;
            }
            best = step.best();
        }
        return best;
    }

    /** Collects improvements. */
    static final class Collector {
        private final List<Step> steps = new ArrayList<>();
        private double best = Double.NEGATIVE_INFINITY;

        /** Adds a score, which is ignored when it is NaN or not larger than the best. */
        void add(long epoch, double score, double time) {
            if (score > best) {
                best = score;
                // When two epochs are charged as one, the second may be better than the first.
                if (!steps.isEmpty() && steps.get(steps.size() - 1).epoch() == epoch) {
                    steps.remove(steps.size() - 1);
                }
                steps.add(new Step(epoch, score, time));
            }
        }

        /** The trace of all scores added. */
        IncumbentTrace collected() {
            return new IncumbentTrace(steps);
        }
    }
}
