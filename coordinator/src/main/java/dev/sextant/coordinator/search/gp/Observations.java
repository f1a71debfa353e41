package dev.sextant.coordinator.search.gp;

import java.util.Arrays;

/** Training data of a Gaussian process: noisy values at points. Holds its arrays without copying them. */
public final class Observations {
    /** Features, [n][F]. */
    final double[][] x;
    /** Values, [n]. */
    final double[] y;
    /** Noise variance of each value as a multiple of σ_n², [n]. */
    final double[] noise;

    private Observations(double[][] x, double[] y, double[] noise) {
        this.x = x;
        this.y = y;
        this.noise = noise;
    }

    /**
     * Values with the noise variance σ_n² each.
     *
     * @param x [n][F] features
     * @param y [n]
     */
    public static Observations of(double[][] x, double[] y) {
        double[] noise = new double[y.length];
        Arrays.fill(noise, 1);
        return new Observations(x, y, noise);
    }

    /**
     * The same values with other noise variances.
     *
     * @param multiples [n] noise variance of each value as a multiple of σ_n²; positive
     */
    public Observations withNoise(double[] multiples) {
        return new Observations(x, y, multiples);
    }

    /** Features, [n][F]. */
    public double[][] points() {
        return x;
    }

    /** Number n of values. */
    int size() {
        return y.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Observations same
                && Arrays.equals(y, same.y)
                && Arrays.equals(noise, same.noise)
                && Arrays.deepEquals(x, same.x);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(y);
    }
}
