package dev.sextant.coordinator.search.gp;

/** What a Gaussian process expects at some points. Holds its arrays; they are not copied. */
public final class Prediction {
    final double[] mean;
    final double[] deviation;
    final double[] deviationGivenAll;

    Prediction(double[] mean, double[] deviation, double[] deviationGivenAll) {
        this.mean = mean;
        this.deviation = deviation;
        this.deviationGivenAll = deviationGivenAll;
    }

    /** The mean of the function at point {@code i}. */
    public double mean(int i) {
        return mean[i];
    }

    /** Its standard deviation given the data, without noise. */
    public double deviation(int i) {
        return deviation[i];
    }

    /** Its standard deviation when the points under way are known too. */
    public double deviationGivenAll(int i) {
        return deviationGivenAll[i];
    }

    /** How many points. */
    public int size() {
        return mean.length;
    }
}
