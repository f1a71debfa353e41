package dev.sextant.coordinator.search.rung;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which trials compete with one another: bracket b trains its trials to rung b first and compares them only with one
 * another. New trials go through the brackets in blocks, the one with the lowest first rung first, over and over.
 *
 * @param blocks how many trials in a row each bracket gets, by bracket
 */
public record Brackets(List<Integer> blocks) {
    public Brackets {
        blocks = List.copyOf(blocks);
    }

    /** One bracket with all rungs. */
    public static Brackets one() {
        return new Brackets(List.of(1));
    }

    /**
     * The brackets of Hyperband (Li et al., JMLR 18, 2018, algorithm 1): with s_max + 1 rungs the bracket that has s
     * halvings before it gets to the top rung takes n = ⌈(s_max + 1) / (s + 1) · η^s⌉ trials.
     */
    public static Brackets hyperband(int rungs, int reduction) {
        List<Integer> blocks = new ArrayList<>();
        for (int s = rungs - 1; s >= 0; s--) {
            double trials = Math.ceil(rungs * Math.pow(reduction, s) / (s + 1));
            blocks.add((int) Math.min(trials, Integer.MAX_VALUE));
        }
        return new Brackets(Collections.unmodifiableList(blocks));
    }

    public int count() {
        return blocks.size();
    }

    /**
     * The bracket of a new trial.
     *
     * @param position how many trials went to brackets before it
     */
    public int of(int position) {
        long round = 0;
        for (int block : blocks) {
            round += block;
        }
        long left = position % round;
        int bracket = 0;
        while (left >= blocks.get(bracket)) {
            left -= blocks.get(bracket);
            bracket++;
        }
        return bracket;
    }
}
