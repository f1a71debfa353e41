package dev.sextant.coordinator.search.gp;

import java.util.Arrays;

/** What a Gaussian process learns from: values at points, some noisier than others. Holds its arrays; they are not copied. */
public final class Observations {
    final double[][] x;
    final double[] y;
    /** [n] of each value, its noise variance as a multiple of σ_n². */
    final double[] noise;

    private Observations(double[][] x, double[] y, double[] noise) {
        this.x = x;
        this.y = y;
        this.noise = noise;
    }

    /**
     * Values that are all as noisy.
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
     * The same values, some less noisy than others.
     *
     * @param multiples [n] of each value's noise variance, of σ_n²: positive
     */
    public Observations withNoise(double[] multiples) {
        return new Observations(x, y, multiples);
    }

    /** [n][F] features. */
    public double[][] points() {
        return x;
    }

    /** n. */
    public int size() {
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
