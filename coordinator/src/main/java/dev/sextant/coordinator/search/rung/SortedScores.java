package dev.sextant.coordinator.search.rung;

import java.util.Arrays;

/** Scores in ascending order, equals included. One more or less costs a shift, not a sort. */
public final class SortedScores {
    private double[] ascending = new double[16];
    private int size;

    public static SortedScores of(double[] scores) {
        SortedScores sorted = new SortedScores();
        sorted.ascending = scores.clone();
        Arrays.sort(sorted.ascending);
        sorted.size = scores.length;
        return sorted;
    }

    public int size() {
        return size;
    }

    void add(double score) {
        if (size == ascending.length) {
            ascending = Arrays.copyOf(ascending, 2 * size + 1);
        }
        int at = below(score);
        System.arraycopy(ascending, at, ascending, at + 1, size - at);
        ascending[at] = score;
        size++;
    }

    /** @param score one that was added */
    void remove(double score) {
        int at = below(score);
        System.arraycopy(ascending, at + 1, ascending, at, size - at - 1);
        size--;
    }

    void clear() {
        size = 0;
    }

    /** The rank of a score that was added: 1 for the largest; equals share the mean of theirs. */
    public double rank(double score) {
        int below = below(score);
        int above = size - upTo(score);
        return above + (size - above - below + 1) / 2.0;
    }

    /** How many are smaller. */
    private int below(double score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many are not larger. */
    private int upTo(double score) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] <= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
