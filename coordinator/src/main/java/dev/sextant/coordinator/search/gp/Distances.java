package dev.sextant.coordinator.search.gp;

/**
 * Squared distances between embedded configurations in units of the length scales, feature by feature. Numbers differ by
 * their difference, categories by a constant when they are not the same. Immutable.
 */
final class Distances {
    /** Factor of each numeric feature, [F]; 1 for categories. */
    private final double[] scales;
    /** Squared distance of a category from {@link Embedding#NONE}, half of that of two categories, [F]; 0 for numbers. */
    private final double[] squaresFromNone;

    private Distances(double[] scales, double[] squaresFromNone) {
        this.scales = scales;
        this.squaresFromNone = squaresFromNone;
    }

    /** Distances with all length scales 1. */
    static Distances unscaled(Embedding embedding) {
        return of(embedding, Hyperparameters.initial(embedding.axes()));
    }

    /** Distances with the length scales of a process. */
    static Distances of(Embedding embedding, Hyperparameters hyperparameters) {
        double[] scales = new double[embedding.features()];
        double[] squaresFromNone = new double[scales.length];
        for (int feature = 0; feature < scales.length; feature++) {
            double inverse = hyperparameters.inverseLength(embedding.axisOf(feature));
            scales[feature] = embedding.isCategory(feature) ? 1 : inverse;
            double fromNone = embedding.isCategory(feature) ? embedding.fromNone() * inverse : 0;
            squaresFromNone[feature] = fromNone * fromNone;
        }
        return new Distances(scales, squaresFromNone);
    }

    /** Number of features F. */
    int features() {
        return scales.length;
    }

    /** A value of a feature, scaled for {@link #add}. */
    double scaled(int feature, double value) {
        return value * scales[feature];
    }

    /**
     * Points with all features scaled for {@link #add}.
     *
     * @param points [n][F]
     * @return [n][F]
     */
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
     * Adds the squared differences of one feature between a point and others.
     *
     * @param value the point's scaled value
     * @param others [count at least] the scaled values of the others
     * @param sums the sums to add to, the first at {@code offset}
     */
    void add(int feature, double value, double[] others, int count, double[] sums, int offset) {
        double squareFromNone = squaresFromNone[feature];
        if (squareFromNone == 0) {
            for (int i = 0; i < count; i++) {
                double difference = others[i] - value;
                sums[offset + i] += difference * difference;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean isSame = others[i] == value;
            sums[offset + i] += isSame || others[i] == Embedding.NONE ? 0 : squareFromNone;
            sums[offset + i] += isSame || value == Embedding.NONE ? 0 : squareFromNone;
        }
    }
}
