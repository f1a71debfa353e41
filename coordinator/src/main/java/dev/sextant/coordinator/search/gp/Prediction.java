package dev.sextant.coordinator.search.gp;

/** A Gaussian process's predictions at some points. Holds its arrays without copying them. */
public final class Prediction {
    final double[] mean;
    final double[] deviation;
    final double[] deviationGivenAll;

    Prediction(double[] mean, double[] deviation, double[] deviationGivenAll) {
        this.mean = mean;
        this.deviation = deviation;
        this.deviationGivenAll = deviationGivenAll;
    }

    /** μ: the mean of the function at point {@code i}. */
    public double mean(int i) {
        return mean[i];
    }

    /** σ_D: the standard deviation of the function given the data, without noise. */
    public double deviation(int i) {
        return deviation[i];
    }

    /** σ_{D∪P}: the standard deviation given the data and the points P whose values will be known. */
    public double deviationGivenAll(int i) {
        return deviationGivenAll[i];
    }

    /** Number of points. */
    public int size() {
        return mean.length;
    }
}
