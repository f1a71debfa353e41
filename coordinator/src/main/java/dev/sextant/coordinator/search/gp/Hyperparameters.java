package dev.sextant.coordinator.search.gp;

import java.util.Arrays;

/**
 * Hyperparameters θ of a Gaussian process with a Matérn-5/2 kernel: ln ℓ_d of each of D parameters, ln σ_f² (signal
 * variance), ln σ_n² (noise variance), and the constant mean. Immutable.
 */
public final class Hyperparameters {
    /** Added to the diagonal of covariance matrices, to keep them positive definite when points coincide. */
    static final double JITTER = 1e-6;

    private final double[] theta;

    private Hyperparameters(double[] theta) {
        this.theta = theta;
    }

    /** @param theta [D + 3] in the order of the class comment */
    static Hyperparameters of(double... theta) {
        return new Hyperparameters(theta.clone());
    }

    /** Initial values of a fit: ℓ = 1, σ_f² = 1, σ_n² = 0.05, mean 0. */
    public static Hyperparameters initial(int axes) {
        double[] theta = new double[axes + 3];
        theta[axes + 1] = Math.log(0.05);
        return new Hyperparameters(theta);
    }

    /** Number D of length scales. */
    int axes() {
        return theta.length - 3;
    }

    /** 1 / ℓ_d of a parameter. */
    double inverseLength(int axis) {
        return Math.exp(-theta[axis]);
    }

    /** σ_f². */
    double signalVariance() {
        return Math.exp(theta[axes()]);
    }

    /** σ_n². */
    public double noiseVariance() {
        return Math.exp(theta[axes() + 1]);
    }

    /** The mean far from all data. */
    double mean() {
        return theta[axes() + 2];
    }

    /** A copy of θ, [D + 3]. */
    double[] theta() {
        return theta.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hyperparameters same && Arrays.equals(theta, same.theta);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(theta);
    }

    @Override
    public String toString() {
        return Arrays.toString(theta);
    }
}
