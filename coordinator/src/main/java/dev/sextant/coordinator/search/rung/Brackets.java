package dev.sextant.coordinator.search.rung;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Brackets of successive halving. Bracket b leaves out the lowest b rungs: it trains its trials to rung b first and compares
 * them only with one another. New trials are assigned to brackets in blocks, bracket 0 first, in a cycle.
 *
 * @param blocks number of consecutive new trials that each bracket gets in a cycle, by bracket
 */
public record Brackets(List<Integer> blocks) {
    public Brackets {
        blocks = List.copyOf(blocks);
    }

    /** A single bracket with all rungs. */
    public static Brackets single() {
        return new Brackets(List.of(1));
    }

    /**
     * The brackets of Hyperband (Li et al., JMLR 18, 2018, algorithm 1). With s_max + 1 rungs, the bracket with s halvings
     * below the top rung gets n = ⌈(s_max + 1) / (s + 1) · η^s⌉ trials.
     *
     * @param rungs s_max + 1
     * @param reduction η
     */
    public static Brackets hyperband(int rungs, int reduction) {
        List<Integer> blocks = new ArrayList<>();
        for (int s = rungs - 1; s >= 0; s--) {
            double trials = Math.ceil(rungs * Math.pow(reduction, s) / (s + 1));
            blocks.add((int) Math.min(trials, Integer.MAX_VALUE));
        }
        return new Brackets(Collections.unmodifiableList(blocks));
    }

    /** Returns how many of the first {@code trials} trials are assigned to each bracket. */
    public List<Long> trials(long trials) {
        long cycle = blocks.stream().mapToLong(Integer::longValue).sum();
        List<Long> counts = new ArrayList<>();
        long left = trials % cycle;
        for (int block : blocks) {
            long begun = Math.min(block, left);
            counts.add(trials / cycle * block + begun);
            left -= begun;
        }
        return counts;
    }

    /** Number of brackets. */
    int count() {
        return blocks.size();
    }

    /**
     * The bracket of a new trial.
     *
     * @param position number of trials that were assigned to brackets before it
     */
    public int bracketOf(int position) {
        long cycle = 0;
        for (int block : blocks) {
            cycle += block;
        }
        long positionInBlock = position % cycle;
        int bracket = 0;
        while (positionInBlock >= blocks.get(bracket)) {
            positionInBlock -= blocks.get(bracket);
            bracket++;
        }
        return bracket;
    }
}
