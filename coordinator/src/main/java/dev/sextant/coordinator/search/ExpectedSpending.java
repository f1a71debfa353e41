package dev.sextant.coordinator.search;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.coordinator.search.rung.Brackets;
import java.util.Arrays;
import java.util.List;

/**
 * How many epochs an algorithm is expected to spend on a number of trials.
 *
 * <p>Halving promotes one in η trials of a rung, and at least one trial to the top. It promotes more when the best trials
 * start late. {@code multitask} promotes what its model finds worthwhile: between a single trial and most of them, and
 * more with more slots, which would be idle otherwise. The bounds hold for nine in ten simulated studies.
 *
 * @param trialsByRung expected number of trials that reach each rung, lowest first
 * @param epochs expected number of epochs
 * @param low lower bound of the epochs
 * @param high upper bound of the epochs
 */
public record ExpectedSpending(List<Double> trialsByRung, double epochs, double low, double high) {
    /** Bounds of what halving spends, relative to the expected epochs. */
    private static final double LEAST_OF_HALVING = 0.9;

    private static final double MOST_OF_HALVING = 1.7;

    /** Largest share of the epochs of full trainings of all trials that {@code multitask} spends. */
    private static final double MOST_OF_FREE_RUNGS = 0.5;

    private static final double PRECISION = 1e-6;

    public ExpectedSpending {
        trialsByRung = List.copyOf(trialsByRung);
    }

    /**
     * Returns the spending on trials that the algorithm starts by itself.
     *
     * @param rungs epochs at which trials are compared, lowest first
     * @param reduction η
     * @param trials number of trials, at least 0
     */
    public static ExpectedSpending of(AlgorithmTraits algorithm, List<Integer> rungs, int reduction, long trials) {
        double full = (double) trials * rungs.get(rungs.size() - 1);
        if (rungs.size() == 1 || trials == 0) {
            return of(rungs, new double[rungs.size()], trials, full, full);
        }
        if (algorithm.has(Trait.FREE_RUNGS)) {
            double least = epochs(rungs, reached(List.of(trials), rungs.size(), 0));
            double most = Math.max(least, MOST_OF_FREE_RUNGS * full);
            return of(rungs, reachedWith(Math.sqrt(least * most), rungs, trials), 0, least, most);
        }
        List<Long> starting = algorithm.has(Trait.BRACKETS)
                ? Brackets.hyperband(rungs.size(), reduction).trials(trials)
                : List.of(trials);
        double[] reached = reached(starting, rungs.size(), 1.0 / reduction);
        double epochs = epochs(rungs, reached);
        return of(rungs, reached, 0, LEAST_OF_HALVING * epochs, Math.min(full, MOST_OF_HALVING * epochs));
    }

    /** @param more trials that reach every rung besides those in {@code reached} */
    private static ExpectedSpending of(List<Integer> rungs, double[] reached, long more, double low, double high) {
        double[] all = Arrays.stream(reached).map(count -> count + more).toArray();
        return new ExpectedSpending(Arrays.stream(all).boxed().toList(), epochs(rungs, all), low, high);
    }

    /**
     * Returns the trials that reach each rung.
     *
     * @param starting trials by the rung to which they are trained first
     * @param promoted share of the trials of a rung that reach the next; at least one does
     */
    private static double[] reached(List<Long> starting, int rungs, double promoted) {
        double[] reached = new double[rungs];
        for (int bracket = 0; bracket < starting.size(); bracket++) {
            double count = starting.get(bracket);
            for (int rung = bracket; rung < rungs && count > 0; rung++) {
                reached[rung] += count;
                count = Math.max(1, count * promoted);
            }
        }
        return reached;
    }

    /** Returns the trials that reach each rung if the same share of each is promoted and they spend so many epochs. */
    private static double[] reachedWith(double epochs, List<Integer> rungs, long trials) {
        double low = 0;
        double high = 1;
        while (high - low > PRECISION) {
            double middle = (low + high) / 2;
            if (epochs(rungs, reached(List.of(trials), rungs.size(), middle)) < epochs) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return reached(List.of(trials), rungs.size(), high);
    }

    private static double epochs(List<Integer> rungs, double[] reached) {
        double epochs = 0;
        for (int rung = 0; rung < reached.length; rung++) {
            epochs += reached[rung] * (rungs.get(rung) - (rung == 0 ? 0 : rungs.get(rung - 1)));
        }
        return epochs;
    }

    /** Returns the spending with additional trials that are trained to the top rung, whatever their rank. */
    public ExpectedSpending plusFullTrainings(long trials, int maxEpochs) {
        double more = (double) trials * maxEpochs;
        return new ExpectedSpending(
                trialsByRung.stream().map(count -> count + trials).toList(), epochs + more, low + more, high + more);
    }
}
