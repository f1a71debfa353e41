package dev.sextant.coordinator.search.gp;

/**
 * How far apart configurations are, squared, feature by feature, in units of the length scales: numbers by their difference,
 * categories by whether they are the same. Immutable.
 */
final class Distances {
    /** [F] what numbers are multiplied by. */
    private final double[] scales;
    /** [F] half of the squared distance between two categories, which is how far each is from none; 0 where the feature is a number. */
    private final double[] halves;

    private Distances(double[] scales, double[] halves) {
        this.scales = scales;
        this.halves = halves;
    }

    /** Where all length scales are 1. */
    static Distances unscaled(Embedding embedding) {
        return of(embedding, Hyperparameters.initial(embedding.axes()));
    }

    static Distances of(Embedding embedding, Hyperparameters hyperparameters) {
        double[] scales = new double[embedding.features()];
        double[] halves = new double[scales.length];
        for (int feature = 0; feature < scales.length; feature++) {
            double inverse = hyperparameters.inverseLength(embedding.axisOf(feature));
            scales[feature] = embedding.isCategory(feature) ? 1 : inverse;
            double fromNone = embedding.isCategory(feature) ? embedding.fromNone() * inverse : 0;
            halves[feature] = fromNone * fromNone;
        }
        return new Distances(scales, halves);
    }

    int features() {
        return scales.length;
    }

    /** A feature of some points, scaled as {@link #add} expects it. */
    double scaled(int feature, double value) {
        return value * scales[feature];
    }

    double[][] scaled(double[][] points) {
        double[][] scaled = new double[points.length][scales.length];
        for (int i = 0; i < points.length; i++) {
            for (int feature = 0; feature < scales.length; feature++) {
                scaled[i][feature] = scaled(feature, points[i][feature]);
            }
        }
        return scaled;
    }

    /**
     * Adds what one feature contributes between a point and others.
     *
     * @param here the point's scaled value
     * @param there [count at least] those of the others
     * @param target where the sums stand, the first at {@code offset}
     */
    void add(int feature, double here, double[] there, int count, double[] target, int offset) {
        double half = halves[feature];
        if (half == 0) {
            for (int i = 0; i < count; i++) {
                double difference = there[i] - here;
                target[offset + i] += difference * difference;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean same = there[i] == here;
            target[offset + i] += same || there[i] == Embedding.NONE ? 0 : half;
            target[offset + i] += same || here == Embedding.NONE ? 0 : half;
        }
    }
}
