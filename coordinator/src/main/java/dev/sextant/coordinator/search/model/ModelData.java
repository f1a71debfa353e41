package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.rung.BoundedHeap;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Items that a model learns from, each with its quantile (smaller is better), best first. An item is a row of a table: a
 * trial, or whatever the caller numbers from 0. Immutable.
 */
public final class ModelData {
    private final int[] rows;
    private final double[] quantiles;

    private ModelData(int[] rows, double[] quantiles) {
        this.rows = rows;
        this.quantiles = quantiles;
    }

    /**
     * Selects items: all of them if they are few, otherwise the best half and a random half of the rest. The random choice
     * depends on row and seed alone, so that it changes little while a study grows. O(n) for n rows, and the time to sort
     * the selected ones.
     *
     * @param size number of rows
     * @param isUsed whether a row can be selected
     * @param quantile quantile of a row that can be selected
     * @param limit maximum number of selected items
     */
    public static ModelData select(int size, IntPredicate isUsed, IntToDoubleFunction quantile, int limit, long seed) {
        double[] quantiles = new double[size];
        int[] rows = new int[size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (isUsed.test(row)) {
                rows[count] = row;
                quantiles[count++] = quantile.applyAsDouble(row);
            }
        }
        return select(Arrays.copyOf(rows, count), Arrays.copyOf(quantiles, count), limit, seed);
    }

    private static ModelData select(int[] rows, double[] quantiles, int limit, long seed) {
        if (rows.length <= limit) {
            return sorted(rows, quantiles);
        }
        BitSet selected = new BitSet(rows.length);
        BoundedHeap best = new BoundedHeap(limit / 2);
        for (int i = 0; i < rows.length; i++) {
            best.offer(quantiles[i], i);
        }
        best.forEach(selected::set);
        BoundedHeap others = new BoundedHeap(limit - limit / 2);
        for (int i = 0; i < rows.length; i++) {
            if (!selected.get(i)) {
                others.offer(HashedRandom.uniform(HashedRandom.bits(seed, rows[i])), i);
            }
        }
        others.forEach(selected::set);
        return sorted(
                selected.stream().map(i -> rows[i]).toArray(),
                selected.stream().mapToDouble(i -> quantiles[i]).toArray());
    }

    private static ModelData sorted(int[] rows, double[] quantiles) {
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(quantiles[a], quantiles[b]));
        int[] sortedRows = new int[rows.length];
        double[] sortedQuantiles = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            sortedRows[i] = rows[order[i]];
            sortedQuantiles[i] = quantiles[order[i]];
        }
        return new ModelData(sortedRows, sortedQuantiles);
    }

    /** Number of items. */
    public int size() {
        return rows.length;
    }

    /** The row of item {@code i}; item 0 is the best. */
    public int row(int i) {
        return rows[i];
    }

    /** The same items, or a selection of at most {@code limit} of them. */
    ModelData atMost(int limit, long seed) {
        return size() <= limit ? this : select(rows, quantiles, limit, seed);
    }

    /** The normal score of each item, see {@link RungQuantiles#normalScore}. */
    public double[] targets() {
        return Arrays.stream(quantiles).map(RungQuantiles::normalScore).toArray();
    }
}
