package dev.sextant.coordinator.search.model;

import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.rung.BoundedHeap;
import dev.sextant.coordinator.search.rung.RungQuantiles;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** What a model learns from: trials, each with its quantile (smaller is better), best first. Immutable. */
public final class ModelData {
    private final int[] rows;
    private final double[] quantiles;

    private ModelData(int[] rows, double[] quantiles) {
        this.rows = rows;
        this.quantiles = quantiles;
    }

    /**
     * At most so many trials: the best half by their quantiles, and of the rest a random half, which is the same trials as
     * long as they are not among the best. Costs O(n) for n trials and what it takes to sort the chosen ones.
     *
     * @param trials how many there are
     * @param counts whether a trial, by its number less 1, is one to learn from
     */
    public static ModelData choose(int trials, IntPredicate counts, IntToDoubleFunction quantile, int most, long seed) {
        double[] all = new double[trials];
        int[] of = new int[trials];
        int size = 0;
        for (int row = 0; row < trials; row++) {
            if (counts.test(row)) {
                of[size] = row;
                all[size++] = quantile.applyAsDouble(row);
            }
        }
        return choose(of, all, size, most, seed);
    }

    private static ModelData choose(int[] of, double[] all, int count, int most, long seed) {
        int size = count;
        if (size > most) {
            boolean[] chosen = new boolean[size];
            BoundedHeap best = new BoundedHeap(most / 2);
            for (int i = 0; i < size; i++) {
                best.offer(all[i], i);
            }
            best.forEach(i -> chosen[i] = true);
            BoundedHeap others = new BoundedHeap(most - most / 2);
            for (int i = 0; i < size; i++) {
                if (!chosen[i]) {
                    others.offer(HashedRandom.uniform(HashedRandom.bits(seed, of[i])), i);
                }
            }
            others.forEach(i -> chosen[i] = true);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (chosen[i]) {
                    of[kept] = of[i];
                    all[kept++] = all[i];
                }
            }
            size = kept;
        }
        return sorted(of, all, size);
    }

    private static ModelData sorted(int[] of, double[] all, int size) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(all[a], all[b]));
        int[] rows = new int[size];
        double[] quantiles = new double[size];
        for (int i = 0; i < size; i++) {
            rows[i] = of[order[i]];
            quantiles[i] = all[order[i]];
        }
        return new ModelData(rows, quantiles);
    }

    public int size() {
        return rows.length;
    }

    /** The trial's number less 1; best first. */
    public int row(int i) {
        return rows[i];
    }

    /** The same, fewer of them. */
    public ModelData atMost(int most, long seed) {
        if (size() <= most) {
            return this;
        }
        return choose(rows.clone(), quantiles.clone(), size(), most, seed);
    }

    /** [n]: the targets Φ⁻¹(1 − q). */
    public double[] targets() {
        return Arrays.stream(quantiles).map(RungQuantiles::target).toArray();
    }
}
