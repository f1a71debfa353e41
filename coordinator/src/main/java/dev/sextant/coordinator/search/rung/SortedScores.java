package dev.sextant.coordinator.search.rung;

import java.util.Arrays;

/**
 * Scores in ascending order, with duplicates. Adding or removing one takes a binary search and a shift of the array. Not
 * thread-safe.
 */
public final class SortedScores {
    private double[] ascending = new double[16];
    private int size;

    /** Sorts scores, which may be in any order. */
    public static SortedScores of(double[] scores) {
        SortedScores sorted = new SortedScores();
        sorted.ascending = scores.clone();
        Arrays.sort(sorted.ascending);
        sorted.size = scores.length;
        return sorted;
    }

    /** Number of scores. */
    public int size() {
        return size;
    }

    void add(double score) {
        if (size == ascending.length) {
            ascending = Arrays.copyOf(ascending, 2 * size + 1);
        }
        int index = countBelow(score);
        System.arraycopy(ascending, index, ascending, index + 1, size - index);
        ascending[index] = score;
        size++;
    }

    /** @param score one of the scores */
    void remove(double score) {
        int index = countBelow(score);
        System.arraycopy(ascending, index + 1, ascending, index, size - index - 1);
        size--;
    }

    /**
     * The rank of a score: 1 for the largest; equal scores share the mean of their ranks.
     *
     * @param score one of the scores
     */
    public double rank(double score) {
        int below = countBelow(score);
        int above = size - countUpTo(score);
        return above + (size - above - below + 1) / 2.0;
    }

    /** Number of smaller scores. */
    private int countBelow(double score) {
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

    /** Number of smaller or equal scores. */
    private int countUpTo(double score) {
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
