package dev.sextant.benchmarks.search;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The best score of a run after every epoch, as steps.
 *
 * @param steps where the best grew, in order
 */
record IncumbentTrace(List<Step> steps) {
    /**
     * @param epoch epochs charged when the score was known, from 1
     * @param time units of the simulated clock
     */
    record Step(long epoch, double best, double time) {}

    IncumbentTrace {
        steps = List.copyOf(steps);
    }

    /** Epochs charged until a score of at least {@code target} was known; empty when it never was. */
    OptionalLong epochsTo(double target) {
        for (Step step : steps) {
            if (step.best() >= target) {
                return OptionalLong.of(step.epoch());
            }
        }
        return OptionalLong.empty();
    }

    /** The best score after so many epochs; {@code ifNone} before the first. */
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

    /** Collects steps; what is not larger than the best, or NaN, is none. */
    static final class Collector {
        private final List<Step> steps = new ArrayList<>();
        private double best = Double.NEGATIVE_INFINITY;

        void add(long epoch, double score, double time) {
            if (score > best) {
                best = score;
                // Where two epochs are charged as one, the second may be better than the first.
                if (!steps.isEmpty() && steps.get(steps.size() - 1).epoch() == epoch) {
                    steps.remove(steps.size() - 1);
                }
                steps.add(new Step(epoch, score, time));
            }
        }

        IncumbentTrace collected() {
            return new IncumbentTrace(steps);
        }
    }
}
